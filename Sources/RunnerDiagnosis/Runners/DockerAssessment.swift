internal import Diagnostics
internal import KanikoMigration

/// What the settings of a Docker executor say.
struct DockerAssessment {
  private typealias Finding = RunnerVerdict.Finding
  private let docker: RunnerConfiguration.Docker
  private let image: String

  init(_ docker: RunnerConfiguration.Docker, image: String) {
    self.docker = docker
    self.image = image
  }

  var findings: [RunnerVerdict.Finding] {
    [allowed, entrypoint, user, escalation].compactMap { $0 } + profiles
  }

  private var allowed: Finding? {
    .disallowed(image, by: docker.allowed_images, setting: "runners.docker.allowed_images")
  }

  private var entrypoint: Finding? {
    guard docker.disable_entrypoint_overwrite == true else { return nil }
    return Finding(
      refuses: true, setting: "runners.docker.disable_entrypoint_overwrite",
      message: "the image's own entrypoint would start the daemon instead of the script",
      settings: "disable_entrypoint_overwrite = false\n", rule: nil)
  }

  private var user: Finding? {
    guard let user = docker.user, !["1000", "1000:1000", "user"].contains(user) else { return nil }
    return Finding(refuses: true, "runners.docker.user", "jobs run as \(user)", rule: .podUser)
  }

  private var escalation: Finding? {
    if docker.privileged == true { return nil }
    let forbids = options.contains { $0.hasPrefix("no-new-privileges") && !$0.hasSuffix("false") }
    let drops = (docker.cap_drop ?? []).contains { ["ALL", "SETUID", "SETGID"].contains($0.uppercased()) }
    guard forbids || drops else { return nil }
    return Finding(
      refuses: true, forbids ? "runners.docker.security_opt" : "runners.docker.cap_drop",
      "newuidmap cannot gain the right to map identities", rule: .privilegeEscalation)
  }

  private var profiles: [Finding] {
    if docker.privileged == true { return [] }
    let setting = "runners.docker.security_opt"
    var found: [Finding] = []
    if !options.contains("seccomp:unconfined") {
      found.append(
        Finding(
          refuses: true, setting, "the seccomp profile of Docker forbids unshare and mount", rule: .dockerProfiles))
    }
    if !options.contains("apparmor:unconfined") {
      found.append(
        Finding(
          refuses: false, setting, "where the machine has AppArmor, its profile forbids mount", rule: .dockerProfiles))
    }
    return found
  }

  /// Docker takes `=` and `:` between name and value.
  private var options: [String] {
    (docker.security_opt ?? []).map { option in
      guard let place = option.firstIndex(of: "=") else { return option }
      return option[..<place] + ":" + option[option.index(after: place)...]
    }
  }
}

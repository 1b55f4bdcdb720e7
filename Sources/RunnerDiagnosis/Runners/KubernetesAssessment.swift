internal import Diagnostics
internal import KanikoMigration

/// What the settings of a Kubernetes executor say.
struct KubernetesAssessment {
  private typealias Finding = RunnerVerdict.Finding
  private let kubernetes: RunnerConfiguration.Kubernetes
  private let image: String
  private let context = "runners.kubernetes.build_container_security_context"

  init(_ kubernetes: RunnerConfiguration.Kubernetes, image: String) {
    self.kubernetes = kubernetes
    self.image = image
  }

  var findings: [RunnerVerdict.Finding] {
    [allowed, user, escalation, capabilities, seccomp, appArmor].compactMap { $0 }
  }

  private var build: RunnerConfiguration.SecurityContext? { kubernetes.build_container_security_context }
  private var pod: RunnerConfiguration.SecurityContext? { kubernetes.pod_security_context }
  private var isPrivileged: Bool { (build?.privileged ?? kubernetes.privileged) == true }

  private var allowed: Finding? {
    .disallowed(image, by: kubernetes.allowed_images, setting: "runners.kubernetes.allowed_images")
  }

  private var user: Finding? {
    guard let user = build?.run_as_user ?? pod?.run_as_user, user != 1000 else { return nil }
    let setting = build?.run_as_user == nil ? "runners.kubernetes.pod_security_context" : context
    return Finding(refuses: true, "\(setting).run_as_user", "jobs run as uid \(user)", rule: .podUser)
  }

  private var escalation: Finding? {
    guard !isPrivileged, (build?.allow_privilege_escalation ?? kubernetes.allow_privilege_escalation) == false else {
      return nil
    }
    let setting = build?.allow_privilege_escalation == nil ? "runners.kubernetes" : context
    return Finding(
      refuses: true, "\(setting).allow_privilege_escalation", "newuidmap cannot gain the right to map identities",
      rule: .privilegeEscalation)
  }

  private var capabilities: Finding? {
    let dropped = (build?.capabilities?.drop ?? []) + (kubernetes.cap_drop ?? [])
    guard !isPrivileged, dropped.contains(where: { ["ALL", "SETUID", "SETGID"].contains($0.uppercased()) }) else {
      return nil
    }
    return Finding(
      refuses: true, "\(context).capabilities.drop", "newuidmap lacks the capabilities to map identities",
      rule: .privilegeEscalation)
  }

  private var seccomp: Finding? {
    profile(
      build?.seccomp_profile ?? pod?.seccomp_profile, "seccomp_profile",
      otherwise: "a kubelet with seccompDefault confines the container")
  }

  private var appArmor: Finding? {
    let annotation = "container.apparmor.security.beta.kubernetes.io/build"
    if kubernetes.pod_annotations?[annotation] == "unconfined" { return nil }
    return profile(
      build?.app_armor_profile ?? pod?.app_armor_profile, "app_armor_profile",
      otherwise: "nodes with AppArmor forbid mount")
  }

  private func profile(
    _ profile: RunnerConfiguration.Profile?, _ name: String, otherwise: String
  ) -> Finding? {
    if isPrivileged { return nil }
    switch profile?.type {
    case "Unconfined": return nil
    case "RuntimeDefault":
      return Finding(
        refuses: true, "\(context).\(name)", "the default profile forbids unshare or mount", rule: .kubernetesProfiles)
    case nil: return Finding(refuses: false, "\(context).\(name)", otherwise, rule: .kubernetesProfiles)
    default:
      return Finding(
        refuses: false, "\(context).\(name)", "the profile must allow unshare and mount", rule: .kubernetesProfiles)
    }
  }
}

internal import Diagnostics
internal import ShellSyntax
internal import SourceText

/// What a person has to know about the credentials of a job.
struct CredentialRemarks: Sendable {
  let analysis: CredentialAnalysis
  let needs: CredentialNeeds
  let after: CredentialCoverage

  /// The remarks.
  var all: [ScriptRemark] { homes + prints + helpers + needs.needs.compactMap(remark) + unresolved }

  // MARK: - Files below the home directory

  private var homes: [ScriptRemark] {
    let homes = analysis.writes.filter { $0.place == .home || $0.place == .root }
    if homes.isEmpty { return [] }
    if analysis.writesCredentials {
      return homes.map { write in
        ScriptRemark(
          .credentialsBecomeLive, .manual,
          "the job writes credentials for Kaniko and other ones below the home directory; BuildKit reads one file for both",
          advice: "keep one of the two files", range: write.command)
      }
    }
    return homes.map { write in
      ScriptRemark(
        .credentialsBecomeLive, .safe,
        "Kaniko did not read credentials below the home directory; BuildKit does", range: write.command)
    }
  }

  // MARK: - The log

  /// Commands that print the file into the job's log.
  private var prints: [ScriptRemark] {
    analysis.outline.entries.compactMap { entry in
      let words = analysis.outline.words(of: entry.command)
      guard words.first.flatMap(analysis.outline.staticValue) == "cat", entry.pipeline.commands.count == 1,
        !entry.isSubstituted, !entry.command.redirections.contains(where: { $0.op == .output || $0.op == .append }),
        words.dropFirst().contains(where: isConfigFile)
      else { return nil }
      return ScriptRemark(
        .credentialsPrinted, .safe, "the command prints the registry credentials into the job's log",
        advice: "take the command out", range: entry.command.range)
    }
  }

  private func isConfigFile(_ word: ShellWord) -> Bool {
    let path = analysis.values.path(ShellFragment(word, in: analysis.outline.script.text))
    return ["/kaniko/.docker/config.json", "/root/.docker/config.json"].contains(path)
  }

  // MARK: - Helpers

  /// Documents that name a helper for a registry which the BuildKit image does not have and the plan does not install.
  private var helpers: [ScriptRemark] {
    zip(after.documents, after.configs).compactMap { document, config in
      guard let other = config?.credHelpers.first(where: { $0.name != "ecr-login" }) else { return nil }
      return ScriptRemark(
        .credentialsLost, .manual,
        "the `config.json` names a credential helper for `\(other.host.shown)` that the BuildKit image does not have",
        advice: other.host.kind.advice, range: analysis.writes[document.writes[0]].command)
    }
  }

  // MARK: - Registries

  private func remark(_ need: CredentialNeed) -> ScriptRemark? {
    let host = need.host.shown
    if case .helper = need.source {
      switch after.state(of: need.host) {
      case .written: return nil
      case .opaque: return assumed(need.host)
      case .helper, .missing: break
      }
    }
    switch need.source {
    case .written, .writtenHelper, .helper(.sure): return nil
    case .helper(.likely):
      return ScriptRemark(
        .credentialsAssumed, .review, "that `\(host)` is a registry of \(need.host.kind.owner) rests on names alone",
        advice: "check that the added credentials fit the registry")
    case .assumed: return assumed(need.host)
    case .unavailable:
      return ScriptRemark(
        .credentialsLost, .manual,
        "Kaniko logged in to `\(host)` with a helper that the BuildKit image does not have",
        advice: need.host.kind.advice)
    case .perhapsGitLab: return perhapsGitLab(need)
    case .elsewhere:
      if need.roles == [.base] { return nil }
      if need.host.mayBeECR, !writesForUnknownRegistry {
        return ScriptRemark(
          .credentialsElsewhere, .review,
          "nothing in the job has credentials for `\(host)`, and Kaniko logs in to the registries of the GitLab instance, "
            + "Amazon, Google and Azure by itself",
          advice: "check which registry it is, and write its credentials to `~/.docker/config.json`")
      }
      return ScriptRemark(
        .credentialsElsewhere, .safe, "nothing in the job has credentials for `\(host)`",
        advice: "a file that the runner mounts at `/kaniko/.docker` belongs at `\(CredentialPlan.home)/.docker` now")
    }
  }

  /// A registry that Kaniko logs in to if it is that of the GitLab instance. The plan adds that entry, which is the whole
  /// truth unless the runner mounts a file with credentials.
  private func perhapsGitLab(_ need: CredentialNeed) -> ScriptRemark {
    let host = need.host.shown
    let mounted = "the file that the runner mounts at `/kaniko/.docker`"
    if needs.restOnMountedFile(analysis) {
      return ScriptRemark(
        .credentialsAssumed, .review,
        "Kaniko logs in to `\(host)` by itself if it is the registry of the GitLab instance; BuildKit does not",
        advice: "check that \(mounted) names it, and mount it at `\(CredentialPlan.home)/.docker`")
    }
    let isMountPossible = analysis.documents.isEmpty && need.roles != [.base]
    return ScriptRemark(
      .credentialsAssumed, isMountPossible ? .review : .safe,
      "nothing in the job has credentials for `\(host)`; Kaniko logs in by itself if it is the registry of the GitLab "
        + "instance, and so does BuildKit with an entry for `$CI_REGISTRY`",
      advice: isMountPossible
        ? "check that it is; otherwise mount \(mounted) at `\(CredentialPlan.home)/.docker`, and take out the lines that "
          + "write `config.json`" : nil)
  }

  /// Whether the job writes credentials for a registry that only the run tells: it may be any other such registry.
  private var writesForUnknownRegistry: Bool {
    after.configs.contains { config in config?.auths.contains(where: \.mayBeECR) ?? true }
  }

  private func assumed(_ host: RegistryHost) -> ScriptRemark {
    let hadHelper = host.kind != .other && host.kind != .dockerHub
    return ScriptRemark(
      .credentialsAssumed, hadHelper ? .review : .safe,
      "the credentials for `\(host.shown)` are taken to be in the file that the job writes, which is not readable here",
      advice: hadHelper ? "check that the file names the registry: Kaniko had a helper for it, BuildKit has none" : nil)
  }

  private var unresolved: [ScriptRemark] {
    guard needs.unresolved.contains(where: { $0.role != .base }) else { return [] }
    let writes = !analysis.documents.isEmpty || analysis.values.isSet("DOCKER_CONFIG")
    return [
      ScriptRemark(
        .credentialsAssumed, writes ? .safe : .review,
        "the registry of an image is known only at run time",
        advice: writes
          ? "the credentials that the job writes are taken to be for it"
          : "check that it is the registry of the GitLab instance")
    ]
  }
}

extension RegistryHost.Kind {
  /// Who runs registries of this kind.
  fileprivate var owner: String {
    switch self {
    case .gitLab, .dependencyProxy: "the GitLab instance"
    case .ecr: "Amazon"
    case .google: "Google"
    case .azure: "Azure"
    case .dockerHub: "Docker"
    case .other: "its owner"
    }
  }

  /// How a job logs in to such a registry without the helper.
  fileprivate var advice: String {
    switch self {
    case .google:
      "write an `auths` entry with the user `_json_key` and a service account key, or `oauth2accesstoken` and a token"
    case .azure: "write an `auths` entry with the client id and the client secret of a service principal"
    default: "write an `auths` entry for it"
    }
  }
}

internal import Diagnostics
internal import ShellSyntax
internal import SourceText

extension CredentialPlanner {
  /// Gives the certificates that the script adds a directory of their own, which Go reads besides the image's own file.
  mutating func planCertificates() {
    guard let first = paths.certificateStatements.first else { return }
    var added: [ScriptLine] = []
    let isMade = outline.entries.contains { entry in
      entry.branch.isEmpty && entry.statement <= first
        && outline.name(of: entry.command) == "mkdir"
        && outline.words(of: entry.command).contains {
          analysis.values.path(ShellFragment($0, in: outline.script.text)) == "/kaniko/ssl/certs"
        }
    }
    if !isMade { added.append(.command("mkdir -p ~/certs")) }
    if !analysis.values.isSet("SSL_CERT_DIR") { added.append(.command("export SSL_CERT_DIR=\"$HOME/certs\"")) }
    insert(added, before: first)
  }

  /// Takes `DOCKER_AUTH_CONFIG` out of BuildKit's sight, where it would win over what the job writes: since version 0.24
  /// BuildKit reads it before the file, registry by registry; Kaniko 1.24 does not read it.
  mutating func planOverride(_ entries: [CredentialEntry]) {
    let name = "DOCKER_AUTH_CONFIG"
    guard analysis.shows(name), !isUnset(name) else { return }
    let isOther = after.documents.contains { document in
      if case .variable(name) = document.output { return false }
      return true
    }
    guard isOther || !entries.isEmpty, mayOverride(entries) else { return }
    let uses = outline.variableUses[name] ?? []
    let last = (uses + after.documents.map(\.statement)).max()
    if let last, !comesBeforeBuild(after: last) {
      remarks.append(
        ScriptRemark(
          .credentialsAssumed, .review, "BuildKit reads `\(name)` before the `config.json` that the job writes",
          advice: "unset the variable before the build", range: outline.script.statements[last].range))
      return
    }
    let unset = [ScriptLine.command("unset \(name)")]
    if let last { insert(unset, after: last) } else { insert(unset, .head) }
  }

  /// Whether the variable may hold an entry for a registry that the job's own file has: always, where YAML does not show
  /// its value.
  private func mayOverride(_ entries: [CredentialEntry]) -> Bool {
    guard let values = analysis.values.variables["DOCKER_AUTH_CONFIG"], !values.isEmpty else { return true }
    let written = after.configs.flatMap { $0?.auths ?? [] } + entries.map(\.host)
    guard !after.configs.contains(where: { $0 == nil }) else { return true }
    return values.contains { value in
      guard let json = JSONText(TextUnit.units(ofVariableValue: value)), let auths = json.member("auths") else {
        return true
      }
      return auths.value.members.map { analysis.resolver.host(ofKey: $0.name) }.contains { host in
        written.contains(where: host.isSame)
      }
    }
  }

  private func isUnset(_ name: String) -> Bool {
    outline.entries.contains { entry in
      let words = outline.words(of: entry.command).map(outline.staticValue)
      return words.first == "unset" && words.contains(name)
    }
  }
}

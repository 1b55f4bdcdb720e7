internal import ShellSyntax

/// An entry of `config.json` that is added to a script.
struct CredentialEntry: Sendable, Hashable {
  /// What the entry says.
  enum Secret: Sendable, Hashable {
    /// `auths`: user and password from variables.
    case login(user: String, password: String)
    /// `auths`: the base64 text that a command prints.
    case encoded(command: String)
    /// `credHelpers`: the name of a helper.
    case helper(String)
  }

  /// The registry.
  let host: RegistryHost
  /// Its credentials.
  let secret: Secret

  /// Whether the entry belongs under `credHelpers`.
  var isHelper: Bool {
    if case .helper = secret { return true }
    return false
  }

  /// The entry for the registry of the GitLab instance (GitLab documentation, "Use BuildKit").
  static func gitLab(_ host: RegistryHost) -> CredentialEntry {
    CredentialEntry(host: host, secret: .login(user: "CI_REGISTRY_USER", password: "CI_REGISTRY_PASSWORD"))
  }

  /// The entry for the dependency proxy (GitLab documentation, "Dependency proxy").
  static let dependencyProxy = CredentialEntry(
    host: .dependencyProxy, secret: .login(user: "CI_DEPENDENCY_PROXY_USER", password: "CI_DEPENDENCY_PROXY_PASSWORD"))

  /// The entry for a registry of Amazon.
  static func ecr(_ host: RegistryHost) -> CredentialEntry {
    CredentialEntry(host: host, secret: .helper("ecr-login"))
  }

  /// The entry for a registry of Azure, where the service principal works as user and password.
  static func azure(_ host: RegistryHost) -> CredentialEntry {
    CredentialEntry(
      host: host,
      secret: .encoded(
        command: #"printf '%s:%s' "$AZURE_CLIENT_ID" "$AZURE_CLIENT_SECRET" | base64 | tr -d '\n'"#))
  }

  /// The entry for a registry of Google, where a key file works as the password of `_json_key`.
  static func google(_ host: RegistryHost) -> CredentialEntry {
    CredentialEntry(
      host: host,
      secret: .encoded(
        command: #"printf '_json_key:%s' "$(cat "$GOOGLE_APPLICATION_CREDENTIALS")" | base64 | tr -d '\n'"#))
  }

  /// The member of `auths` or `credHelpers`.
  ///
  /// - Parameter isSpaced: whether a space follows each colon.
  func json(isSpaced: Bool = false) -> JSONSource {
    let colon = isSpaced ? ": " : ":"
    let comma = isSpaced ? ", " : ","
    let key: JSONSource = [.literal("\"")] + host.fragment.jsonSource + [.literal("\"\(colon)")]
    switch secret {
    case .helper(let name): return key + [.literal("\"\(name)\"")]
    case .login(let user, let password):
      return key + [
        .literal("{\"username\"\(colon)\""), .expansion("$\(user)"),
        .literal("\"\(comma)\"password\"\(colon)\""), .expansion("$\(password)"), .literal("\"}"),
      ]
    case .encoded(let command):
      return key + [.literal("{\"auth\"\(colon)\""), .expansion("$(\(command))"), .literal("\"}")]
    }
  }
}

/// JSON that a script writes: literal text and what the shell expands in it.
typealias JSONSource = [JSONPiece]

/// One piece of JSON that a script writes.
enum JSONPiece: Sendable, Hashable {
  case literal(String)
  case expansion(String)
}

extension JSONSource {
  /// Members of one kind, joined by commas.
  static func members(_ entries: [CredentialEntry], isSpaced: Bool = false) -> JSONSource {
    var result: JSONSource = []
    for entry in entries {
      if !result.isEmpty { result.append(.literal(isSpaced ? ", " : ",")) }
      result += entry.json(isSpaced: isSpaced)
    }
    return result
  }

  /// A whole member that holds entries: `"auths":{…}`.
  static func member(_ name: String, _ entries: [CredentialEntry], isSpaced: Bool = false) -> JSONSource {
    [.literal("\"\(name)\"\(isSpaced ? ": " : ":"){")] + members(entries, isSpaced: isSpaced) + [.literal("}")]
  }

  /// The members `credHelpers` and `auths` that hold entries, those that are empty left out.
  static func config(_ entries: [CredentialEntry], isSpaced: Bool = false) -> JSONSource {
    let helpers = entries.filter(\.isHelper)
    let auths = entries.filter { !$0.isHelper }
    var result: JSONSource = []
    if !helpers.isEmpty { result += member("credHelpers", helpers, isSpaced: isSpaced) }
    if !helpers.isEmpty, !auths.isEmpty { result.append(.literal(isSpaced ? ", " : ",")) }
    if !auths.isEmpty { result += member("auths", auths, isSpaced: isSpaced) }
    return result
  }

  /// Whether the shell expands a part of it.
  var hasExpansions: Bool { contains { if case .expansion = $0 { true } else { false } } }

  /// The text to stand in a kind of quotes, or nil where it cannot.
  func written(in quoting: TextUnit.Quoting) -> String? {
    switch quoting {
    case .double: return text(escaping: "\"\\$`") { $0 }
    case .hereDocument: return text(escaping: "\\$`") { $0 }
    case .quotedHereDocument: return hasExpansions ? nil : text(escaping: "") { $0 }
    case .single:
      return map { piece in
        switch piece {
        case .literal(let text): text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        case .expansion(let source): "'\"\(source)\"'"
        }
      }.joined()
    case .none, .elsewhere: return nil
    }
  }

  private func text(escaping special: String, expansion: (String) -> String) -> String {
    map { piece in
      switch piece {
      case .expansion(let source): return expansion(source)
      case .literal(let text):
        var bytes: [UInt8] = []
        for byte in text.utf8 {
          if special.utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
          bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
      }
    }.joined()
  }
}

extension ShellFragment {
  /// The fragment as a part of a JSON string.
  fileprivate var jsonSource: JSONSource {
    pieces.map { piece in
      switch piece {
      case .literal(let text, _): .literal(text)
      case .expansion(let source, _, _): .expansion(source)
      }
    }
  }
}

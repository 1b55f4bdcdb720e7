internal import ShellSyntax
internal import SourceText

/// What the variables of a script may hold: values from YAML, and values that the script itself assigns.
struct ScriptValues: Sendable {
  /// The values that YAML gives to variables.
  let variables: [String: [String]]
  /// The values that the script gives to variables, in the order of the assignments.
  let assignments: [String: [ShellFragment]]

  /// Collects the values.
  init(_ outline: ScriptOutline, variables: [String: [String]]) {
    self.variables = variables
    var assignments: [String: [ShellFragment]] = [:]
    for entry in outline.entries {
      switch entry.command.kind {
      case .simple(let simple): Self.collect(simple, in: outline, to: &assignments)
      case .forClause(let name, let words, _):
        for word in words ?? [] {
          assignments[outline.text(name), default: []].append(ShellFragment(word, in: outline.script.text))
        }
      default: break
      }
    }
    self.assignments = assignments
  }

  /// Commands whose arguments are assignments.
  static let declarationCommands: Set<String> = ["export", "readonly", "local", "declare", "typeset"]

  /// Whether YAML or the script sets a variable.
  func isSet(_ name: String) -> Bool { variables[name] != nil || assignments[name] != nil }

  /// The value of a variable when it is literal text and there is no other.
  func staticValue(_ name: String) -> String? {
    if let assigned = assignments[name] {
      guard assigned.count == 1, let value = assigned.first else { return nil }
      return staticValue(of: value, defaults: [:], depth: 0)
    }
    guard let values = variables[name], values.count == 1, let value = values.first,
      !value.utf8.contains(UInt8(ascii: "$"))
    else {
      return nil
    }
    return value
  }

  /// The path that a word means under Kaniko, where it can be told: `~` and `$HOME` are `/root`, and `$DOCKER_CONFIG` and
  /// `$SSL_CERT_DIR` are what the Kaniko image sets (Kaniko, `deploy/Dockerfile`), unless the job sets them.
  ///
  /// - Returns: the path without doubled and final slashes.
  func path(_ fragment: ShellFragment) -> String? {
    staticValue(of: fragment, defaults: Self.kanikoDefaults, depth: 0).map(PathText.normalized)
  }

  /// The path that a word means in the BuildKit image, where it can be told.
  func pathForBuildKit(_ fragment: ShellFragment) -> String? {
    staticValue(of: fragment, defaults: Self.buildKitDefaults, depth: 0).map(PathText.normalized)
  }

  private static let kanikoDefaults = [
    "HOME": "/root", "DOCKER_CONFIG": "/kaniko/.docker", "SSL_CERT_DIR": "/kaniko/ssl/certs",
  ]
  private static let buildKitDefaults = ["HOME": CredentialPlan.home]

  private func staticValue(of fragment: ShellFragment, defaults: [String: String], depth: Int) -> String? {
    guard depth < RegistryHostResolver.depthLimit else { return nil }
    var result = ""
    for (index, piece) in fragment.pieces.enumerated() {
      switch piece {
      case .literal(let text, .none) where index == 0 && (text == "~" || text.hasPrefix("~/")):
        result += (defaults["HOME"] ?? "") + text.dropFirst()
      case .literal(let text, _): result += text
      case .expansion(_, let name?, _):
        if let assigned = assignments[name] {
          guard assigned.count == 1, let only = assigned.first else { return nil }
          guard let value = staticValue(of: only, defaults: defaults, depth: depth + 1) else { return nil }
          result += value
        } else if let value = staticValue(name) ?? (isSet(name) ? nil : defaults[name]) {
          result += value
        } else {
          return nil
        }
      case .expansion: return nil
      }
    }
    return result
  }

  private static func collect(
    _ command: SimpleCommand, in outline: ScriptOutline, to assignments: inout [String: [ShellFragment]]
  ) {
    for assignment in command.assignments where command.words.isEmpty {
      let value = assignment.value.map { ShellFragment($0, in: outline.script.text) } ?? ShellFragment([])
      assignments[outline.text(assignment.name), default: []].append(value)
    }
    guard let name = command.words.first.flatMap(outline.staticValue), declarationCommands.contains(name) else {
      return
    }
    for word in command.words.dropFirst() {
      guard let split = ShellFragment(word, in: outline.script.text).splitAtFirst("="),
        let variable = split.head.staticValue
      else { continue }
      assignments[variable, default: []].append(split.tail)
    }
  }
}

internal import Diagnostics
internal import SourceText
internal import YAMLSyntax

/// Reads typed values out of a YAML tree and collects what is wrong with them.
struct SettingsValueReader {
  private let tree: YAMLTree
  private let rule: RuleID
  private(set) var diagnostics: [Diagnostic] = []

  init(tree: YAMLTree, rule: RuleID) {
    self.tree = tree
    self.rule = rule
  }

  /// The root of the only document; nil when the file is empty.
  mutating func onlyRoot() -> YAMLNodeID? {
    let roots = tree.documents.compactMap(\.root)
    if roots.count > 1 {
      report("the settings are more than one document", at: roots[1], help: "remove every document but the first")
    }
    return roots.first
  }

  /// The entries of a mapping whose keys are known; an empty value counts as an empty mapping.
  mutating func entries(of node: YAMLNodeID, keys: [String]) -> [(key: String, value: YAMLNodeID)] {
    allEntries(of: node).filter { entry in
      if keys.contains(entry.key) { return true }
      let near = NearestName.of(entry.key, among: keys).map { "did you mean `\($0)`? " } ?? ""
      report(
        "`\(entry.key)` is not a setting here", at: entry.node,
        help: near + "use one of: \(keys.joined(separator: ", "))")
      return false
    }.map { ($0.key, $0.value) }
  }

  /// The entries of a mapping with scalar keys, each key once.
  private mutating func allEntries(of node: YAMLNodeID) -> [(key: String, node: YAMLNodeID, value: YAMLNodeID)] {
    if isEmpty(node) { return [] }
    guard case .mapping(let entries, _) = tree[tree.resolved(node)].kind else {
      reportType("a mapping of keys to values", at: node)
      return []
    }
    var found: [(key: String, node: YAMLNodeID, value: YAMLNodeID)] = []
    var seen: Set<String> = []
    for entry in entries {
      guard case .scalar = tree[tree.resolved(entry.key)].kind else {
        reportType("a plain text as key", at: entry.key)
        continue
      }
      let key = tree.text(of: entry.key)
      if seen.insert(key).inserted {
        found.append((key, entry.key, entry.value))
      } else {
        report("`\(key)` is set twice", at: entry.key, help: "remove one of the two")
      }
    }
    return found
  }

  /// A text that is not empty.
  mutating func string(_ node: YAMLNodeID) -> String? {
    guard case .scalar = tree[tree.resolved(node)].kind, !isEmpty(node), !tree.bytes(of: node).isEmpty else {
      reportType("a text", at: node)
      return nil
    }
    return tree.text(of: node)
  }

  /// A text that becomes part of one word of a script: without blanks, quotes, backslashes and what else is named.
  mutating func word(_ node: YAMLNodeID, without excluded: [Unicode.Scalar]) -> String? {
    guard let text = string(node) else { return nil }
    let refused: [Unicode.Scalar] = ["\"", "'", "\\", "`"] + excluded
    if let scalar = text.unicodeScalars.first(where: { $0.value <= 0x20 || $0.value == 0x7F || refused.contains($0) }) {
      let name = scalar.value <= 0x20 || scalar.value == 0x7F ? "blanks or control characters" : "`\(scalar)`"
      report("this value cannot hold \(name)", at: node, help: "write it without")
      return nil
    }
    return text
  }

  /// A text that a condition holds for.
  ///
  /// - Parameter help: what to write instead of one for which it does not.
  mutating func text(_ node: YAMLNodeID, where isPossible: (String) -> Bool, else help: String) -> String? {
    guard let text = string(node) else { return nil }
    if isPossible(text) { return text }
    report("`\(text)` is not possible here", at: node, help: help)
    return nil
  }

  /// A list of texts; an empty value counts as an empty list.
  mutating func strings(_ node: YAMLNodeID) -> [String] {
    if isEmpty(node) { return [] }
    guard case .sequence(let items, _) = tree[tree.resolved(node)].kind else {
      reportType("a list", at: node)
      return []
    }
    return items.compactMap { string($0.node) }
  }

  /// A mapping of texts to texts.
  mutating func stringMap(_ node: YAMLNodeID) -> [String: String] {
    var result: [String: String] = [:]
    for entry in allEntries(of: node) { result[entry.key] = string(entry.value) }
    return result
  }

  /// A mapping of names of variables to values, which may be empty.
  mutating func variables(_ node: YAMLNodeID) -> [String: String] {
    var result: [String: String] = [:]
    for entry in allEntries(of: node) {
      guard Self.isVariableName(entry.key) else {
        report(
          "`\(entry.key)` is not the name of a variable", at: entry.node,
          help: "use letters, digits and underscores, and no digit at the start")
        continue
      }
      guard case .scalar = tree[tree.resolved(entry.value)].kind else {
        reportType("a text", at: entry.value)
        continue
      }
      result[entry.key] = tree.text(of: entry.value)
    }
    return result
  }

  /// One of the cases of a type.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(_ node: YAMLNodeID) -> Choice?
  where Choice.RawValue == String {
    guard let text = string(node) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    report("`\(text)` is not possible here", at: node, help: "use one of: \(names)")
    return nil
  }

  /// A SHA-256 digest, in lower case.
  mutating func sha256(_ node: YAMLNodeID) -> String? {
    guard let text = string(node) else { return nil }
    guard text.utf8.count == 64, text.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }) else {
      report("this is not a SHA-256 digest", at: node, help: "write 64 hexadecimal digits")
      return nil
    }
    return text.lowercased()
  }

  /// Whether a value is left empty or is a plain `null`.
  private func isEmpty(_ node: YAMLNodeID) -> Bool {
    guard case .scalar(.plain) = tree[tree.resolved(node)].kind else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(tree.text(of: node))
  }

  private static func isVariableName(_ name: String) -> Bool {
    let isLetter: (UInt8) -> Bool = { $0 == UInt8(ascii: "_") || (65...90).contains($0) || (97...122).contains($0) }
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
  }

  private mutating func reportType(_ expected: String, at node: YAMLNodeID) {
    report("this is \(name(of: node))", at: node, help: "write \(expected)")
  }

  private func name(of node: YAMLNodeID) -> String {
    switch tree[tree.resolved(node)].kind {
    case .scalar: isEmpty(node) || tree.bytes(of: node).isEmpty ? "empty" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }

  private mutating func report(_ message: String, at node: YAMLNodeID, help: String) {
    let location = Location(path: tree.source.path, range: tree[node].range)
    diagnostics.append(Diagnostic(rule: rule, severity: .error, message: message, location: location, help: [help]))
  }
}

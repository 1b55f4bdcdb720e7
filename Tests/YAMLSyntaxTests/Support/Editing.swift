import Invariants
import SourceText
import Testing
import YAMLSyntax

/// The text after edits.
func apply(_ edits: [Edit], to tree: YAMLTree) throws -> String {
  var set = EditSet()
  try set.insert(contentsOf: edits)
  return String(decoding: set.apply(to: tree.source.bytes), as: UTF8.self)
}

/// What is wrong with edits that must lead from one model to another; nil when nothing is.
func problem(
  with edits: [Edit], of tree: YAMLTree, expected: Model, matches: (Model, Model) -> Bool = { $0 == $1 }
) -> String? {
  let before = tree.source.text(ByteRange(0, tree.source.bytes.count))
  do {
    let after = try apply(edits, to: tree)
    do {
      let result = try YAMLTree(parsing: SourceFile(path: "test.yml", text: after))
      let problems = YAMLInvariants.problems(of: result)
      if !problems.isEmpty { return "\(problems)" }
      if matches(Model(result), expected) { return nil }
      return "another meaning\n\(before)=== became\n\(after)=== found\n\(Model(result))\n=== expected\n\(expected)"
    } catch {
      return "\(error)\n\(before)=== became\n\(after)===\n\(edits)"
    }
  } catch {
    return "\(error)\n\(before)"
  }
}

/// A generated document for editing, a damaged one for every third seed, or nil where it cannot be used.
///
/// A literal at the end of a file without a line break lacks its final newline; text behind it would add that. Lines
/// that start with a tab, with a comment behind it or not, are only valid below plain text, lines that LS or PS end keep that in what is above, and a
/// byte order mark inside a file shifts the columns of its line.
func editableTree(seed: UInt64, allowsAliases: Bool) throws -> YAMLTree? {
  let isDamaged = seed.isMultiple(of: 3)
  let text = isDamaged ? DocumentGenerator.damagedDocument(seed: seed) : DocumentGenerator.document(seed: seed)
  let parsed = try? YAMLTree(parsing: SourceFile(path: "test.yml", text: text))
  if isDamaged, parsed == nil { return nil }
  let tree = try #require(parsed)
  if tree.tokens.last?.kind == .blockScalarBody, tree.source.bytes.last != UInt8(ascii: "\n") { return nil }
  if tree.tokens.dropFirst().contains(where: { $0.kind == .byteOrderMark }) { return nil }
  for (token, next) in zip(tree.tokens, tree.tokens.dropFirst()) {
    let hasTab = { (token: YAMLToken) in tree.source[token.range].contains(UInt8(ascii: "\t")) }
    if token.kind == .newline, token.range.count == 3 || next.kind == .whitespace && hasTab(next) { return nil }
    if token.kind == .whitespace, next.kind == .comment, hasTab(token) { return nil }
  }
  if !allowsAliases, tree.tokens.contains(where: { $0.kind == .alias }) { return nil }
  return tree.nodes.isEmpty ? nil : tree
}

extension YAMLTree {
  /// The node that keys and item numbers lead to from the root of the last document.
  func node(_ path: any PathStep...) throws -> YAMLNodeID { try node(path) }

  func node(_ path: [any PathStep]) throws -> YAMLNodeID {
    var id = try #require(documents.last?.root)
    for step in path {
      switch self[id].kind {
      case .mapping(let entries, _):
        id = try #require(entries.last { text(of: $0.key) == step as? String }?.value)
      case .sequence(let items, _):
        id = try #require(items.indices.contains(step as? Int ?? -1) ? items[step as? Int ?? 0].node : nil)
      default: Issue.record("\(step) leads nowhere")
      }
    }
    return id
  }
}

/// A key or the number of an item.
protocol PathStep {}
extension String: PathStep {}
extension Int: PathStep {}

/// Asserts what a file becomes, byte for byte, and that the result parses with all invariants.
func expect(
  _ before: String, becomes after: String, sourceLocation: SourceLocation = #_sourceLocation,
  by edits: (YAMLEditor, YAMLTree) throws -> [Edit]
) throws {
  let tree = try parse(before, sourceLocation: sourceLocation)
  let result = try apply(edits(YAMLEditor(tree), tree), to: tree)
  #expect(result == after, sourceLocation: sourceLocation)
  _ = try parse(result, sourceLocation: sourceLocation)
}

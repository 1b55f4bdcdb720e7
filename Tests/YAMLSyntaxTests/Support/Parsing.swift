import Invariants
import SourceText
import Testing
import YAMLSyntax

/// Parses a text and checks what holds for every tree: nothing is lost, spans nest, values come from their bytes.
func parse(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> YAMLTree {
  try parse(bytes: Array(text.utf8), sourceLocation: sourceLocation)
}

/// The same for bytes.
func parse(
  bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
) throws -> YAMLTree {
  let tree = try YAMLTree(parsing: SourceFile(path: "test.yml", bytes: bytes))
  expectInvariants(of: tree, sourceLocation: sourceLocation)
  return tree
}

/// Asserts the invariants of a tree.
func expectInvariants(of tree: YAMLTree, sourceLocation: SourceLocation = #_sourceLocation) {
  for problem in YAMLInvariants.problems(of: tree) {
    Issue.record(
      "\(problem)\n---\n\(tree.source.text(ByteRange(0, tree.source.bytes.count)))", sourceLocation: sourceLocation)
  }
}

/// The nodes that a node contains, in order.
func children(of id: YAMLNodeID, in tree: YAMLTree) -> [YAMLNodeID] {
  switch tree[id].kind {
  case .scalar, .alias: []
  case .sequence(let items, _): items.map(\.node)
  case .mapping(let entries, _): entries.flatMap { [$0.key, $0.value] }
  }
}

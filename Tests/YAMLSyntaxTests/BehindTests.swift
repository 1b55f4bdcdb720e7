import SourceText
import Testing
import YAMLSyntax

/// Files of one or two jobs, in which something is put behind the first.
private let files = [
  "a:\n  x: 1\n", "a:\n  x: 1", "a:\n  x: 1\n\nb:\n  y: 2\n", "a:\n  x: 1\nb:\n  y: 2\n",
  "a:\r\n  x: 1\r\n\r\nb: 2\r\n",
  "a:\n  x: |\n    text\n\n\nb: 2\n", "a:\n  x: |+\n    text\n\n\nb: 2\n", "a:\n  x: >-\n    text\n",
  "a:\n  x: 1 # end\n  # more\n\n# b\nb: 2\n",
  "a: &a\n  x: 1\nb: *a\n", "a: [1,\n  2]\nb: 2\n", "---\na:\n  x: 1\n...\n", "\u{FEFF}a:\n  x: 1\n", "a: 1\n\n\n\n",
  "a:\n  - 1\n  - 2\n\n\n\nb: 2\n\n\nc: 3\n",
]

@Test(arguments: files)
func whatIsPutBehindAnEntryCanBeTakenAway(_ text: String) throws {
  let tree = try YAMLTree(parsing: SourceFile(path: "a.yml", bytes: Array(text.utf8)))
  let root = try #require(tree.documents.first?.root)
  let entries = [
    YAMLNewEntry(
      key: "new",
      content: .mapping([
        YAMLNewEntry(key: "script", content: .sequence([YAMLNewItem(.literal("one\ntwo\n"))])),
        YAMLNewEntry(key: "last", content: .source("true")),
      ]))
  ]
  let edit = try #require(YAMLEditor(tree).insertEntries(entries, behind: 0, of: root))
  #expect(edit.range.isEmpty)
  let changed = try EditSet([edit]).apply(to: tree.source.bytes)

  let after = try YAMLTree(parsing: SourceFile(path: "a.yml", bytes: changed))
  let newRoot = try #require(after.documents.first?.root)
  guard case .mapping(let old, _) = tree[root].kind, case .mapping(let new, _) = after[newRoot].kind else {
    Issue.record("no mapping")
    return
  }
  #expect(new.map { after.text(of: $0.key) } == ["a", "new"] + old.dropFirst().map { tree.text(of: $0.key) })
  #expect(after.dumpedValue(of: new[0].value) == tree.dumpedValue(of: old[0].value), "the value before it stays")

  let editor = YAMLEditor(after)
  let start = try #require(editor.endOfEntry(0, of: newRoot))
  let end = try #require(editor.endOfEntry(1, of: newRoot))
  #expect(start == edit.range.lowerBound)
  let restored = try EditSet([Edit(ByteRange(start, end), with: "")]).apply(to: changed)
  #expect(String(decoding: restored, as: UTF8.self) == text)
}

@Test func nothingIsPutBehindInFlow() throws {
  let tree = try YAMLTree(parsing: SourceFile(path: "a.yml", bytes: Array("{a: 1, b: 2}\n".utf8)))
  let root = try #require(tree.documents.first?.root)
  let entry = YAMLNewEntry(key: "c", content: .scalar("3"))
  #expect(YAMLEditor(tree).insertEntries([entry], behind: 0, of: root) == nil)
  #expect(YAMLEditor(tree).endOfEntry(2, of: root) == nil)
}

extension YAMLTree {
  /// The decoded scalars below a node.
  fileprivate func dumpedValue(of id: YAMLNodeID) -> [String] {
    switch self[resolved(id)].kind {
    case .scalar: [text(of: resolved(id))]
    case .alias: []
    case .sequence(let items, _): items.flatMap { dumpedValue(of: $0.node) }
    case .mapping(let entries, _): entries.flatMap { dumpedValue(of: $0.key) + dumpedValue(of: $0.value) }
    }
  }
}

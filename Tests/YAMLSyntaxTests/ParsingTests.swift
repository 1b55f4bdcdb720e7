import SourceText
import Testing
import YAMLSyntax

@Test func everyStyleDecodes() throws {
  let tree = try parse(
    """
    plain: a b
    folded plain: a
      b

      c
    single: 'it''s
      here'
    double: "tab\\t \\u00e9 \\
      joined"
    literal: |
      one
        two

    stripped: |-
      one
    kept: |+
      one

    folded: >
      a
      b

      c
        d
      e
    """)
  let expected = [
    "a b", "a b\nc", "it's here", "tab\t é joined", "one\n  two\n", "one", "one\n\n", "a b\nc\n  d\ne",
  ]
  #expect(values(of: tree) == expected)
}

/// The texts of the values of the mapping at the root.
func values(of tree: YAMLTree) -> [String] {
  guard let root = tree.documents.first?.root, case .mapping(let entries, _) = tree[root].kind else { return [] }
  return entries.map { tree.text(of: $0.value) }
}

/// GitLab reads up to the `...` alone; libyaml would refuse what follows.
@Test(arguments: [
  ("a: 1\n...\nb: [\n", ["b: ["]),
  ("a: 1\n... b: 2 # c\n# d\n\n  é: \"\n--- \nc: 3\n...\n\t@x\r\n", ["b: 2 # c", "é: \"", "@x"]),
  ("a: 1\r\n...\r\n}", ["}"]),
  ("a: 1\n...\n# c\n", []),
])
func textBehindTheEndOfADocumentIsKeptUnread(text: String, unread: [String]) throws {
  let tree = try parse(text)
  let found = tree.tokens.filter { $0.kind == .ignoredText }.map { tree.source.text($0.range) }
  #expect(found == unread)
  #expect(tree.comments().allSatisfy { tree.source.text($0).hasPrefix("#") })
}

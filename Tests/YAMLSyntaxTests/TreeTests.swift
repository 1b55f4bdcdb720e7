import SourceText
import Testing
import YAMLSyntax

@Test func theDumpShowsEveryNode() throws {
  let tree = try parse(
    """
    job: &x # comment
      script: !reference [.a, b]
      text: |-
        one
        "two"
    other: *x
    ---
    - k:

    """)
  #expect(
    tree.dump() == """
      document 0..<86
        mapping 0..<85
          key plain 0..<3 "job"
          value mapping 5..<75 &x
            key plain 20..<26 "script"
            value flow sequence 28..<46 !reference
              item plain 40..<42 ".a"
              item plain 44..<45 "b"
            key plain 49..<53 "text"
            value literal 55..<75 "one\\n\\"two\\""
          key plain 76..<81 "other"
          value alias 83..<85 of 5..<75
      document 86..<95
        sequence 90..<94
          item mapping 92..<94
            key plain 92..<93 "k"
            value plain 94..<94 ""

      """)
}

@Test func rangesEndWhereTheDocumentationSays() throws {
  for (text, expected) in [
    ("a: |\n  x\n\n\nb: c\n", "|\n  x\n"), ("a: |-\n  x\n\n\nb: c\n", "|-\n  x"),
    ("a: |+\n  x\n\n\nb: c\n", "|+\n  x\n\n\n"), ("a: |\n\n\nb: c\n", "|"),
    ("a: >2+\n\n\nb: c\n", ">2+\n\n\n"), ("a:   \n\nb: c\n", ""), ("a: &x # c\n\nb: c\n", "&x"),
    ("a:\n  - b # c\n  # d\n\nb: c\n", "- b"),
    ("a: &x\n  # c\n  !t\n  b: c\n", "&x\n  # c\n  !t\n  b: c"), ("a: x\n  y\n\n# c\n", "x\n  y"),
    ("a: [b: c , d]\n", "[b: c , d]"),
  ] {
    let tree = try parse(text)
    #expect(try tree.source.text(tree[tree.node("a")].range) == expected)
  }
  let pair = try parse("[b: c , d]\n")
  #expect(try pair.source.text(pair[pair.node(0)].range) == "b: c")
}

@Test func commentsAreFoundByRange() throws {
  let tree = try parse("# one\na: b # two\nc: '# no'\nd: |\n  # no\n# three\n")
  #expect(tree.comments().map { tree.source.text($0) } == ["# one", "# two", "# three"])
  #expect(tree.comments(in: ByteRange(6, 17)).map { tree.source.text($0) } == ["# two"])
  #expect(tree.comments(in: ByteRange(1, 6)).isEmpty)
  #expect(tree.comments(in: ByteRange(17, 17)).isEmpty)
}

@Test func documentsDivideTheFile() throws {
  let tree = try parse("# c\nspec:\n  inputs:\n---\njob: x\n...\n# d\n--- # e\nlast\n")
  #expect(
    tree.documents.map { tree.source.text($0.range) } == [
      "# c\nspec:\n  inputs:\n", "---\njob: x\n...\n# d\n", "--- # e\nlast\n",
    ])
  #expect(tree.documents.map { $0.startMarker?.lowerBound } == [nil, 20, 39])
  #expect(try parse("# nothing\n").documents.isEmpty)
}

@Test func duplicateKeysStay() throws {
  let tree = try parse("a: 1\na: 2\n")
  guard case .mapping(let entries, false) = tree[try tree.node()].kind else { return #expect(Bool(false)) }
  #expect(entries.map { tree.text(of: $0.value) } == ["1", "2"])
}

@Test func insertingKeepsEveryComment() throws {
  for seed in seeds(400) {
    guard let tree = try editableTree(seed: seed, allowsAliases: true), let root = tree.documents.first?.root else {
      continue
    }
    let editor = YAMLEditor(tree)
    let edits =
      editor.insertEntries([YAMLNewEntry(key: "new", content: .literal("# text\n"))], into: root, at: .last)
      + editor.insertItems([YAMLNewItem(.scalar("new"))], into: root, at: 0)
    let after = try YAMLTree(parsing: SourceFile(path: "a", text: apply(edits, to: tree)))
    let texts = { (tree: YAMLTree) in tree.comments().map { tree.source.text($0) } }
    #expect(texts(after) == texts(tree))
  }
}

@Test func aBlockAtTheEndGainsItsNewline() throws {
  try expect("a: |\n  b", becomes: "a: |\n  b\n\nc: d") { editor, tree in
    try editor.insertEntries([YAMLNewEntry(key: "c", content: .scalar("d"))], into: tree.node(), at: .last)
  }
}

import SourceText
import Testing
import YAMLSyntax

private let flags = YAMLNewEntry(key: "BUILDKITD_FLAGS", content: .scalar("--oci-worker-no-process-sandbox"))

@Test func anEntryJoinsTheVariablesOfAJob() throws {
  try expect(
    """
    job:
      variables:
        A: b   # keep
      # about the script
      script:
        - c

    """,
    becomes: """
      job:
        variables:
          A: b   # keep
          BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
        # about the script
        script:
          - c

      """
  ) { editor, tree in try editor.insertEntries([flags], into: tree.node("job", "variables"), at: .last) }
}

@Test func anEntryFillsAnEmptyValue() throws {
  try expect(
    "job:\n    variables: # none yet\n    script: x\n",
    becomes:
      "job:\n    variables: # none yet\n        BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n    script: x\n"
  ) { editor, tree in try editor.insertEntries([flags], into: tree.node("job", "variables"), at: .last) }
}

@Test func anEntryJoinsFlowMappings() throws {
  let b = YAMLNewEntry(key: "b", content: .scalar("c, d"))
  for (before, after) in [
    ("v: {a: x}\n", "v: {a: x, b: \"c, d\"}\n"), ("v: { a: x } # y\n", "v: { a: x, b: \"c, d\" } # y\n"),
    ("v: {a: x,}\n", "v: {a: x, b: \"c, d\",}\n"), ("v: {}\n", "v:\n  b: c, d\n"),
    ("v: {} # y\n", "v: # y\n  b: c, d\n"),
    ("v: {\n  a: x\n}\n", "v: {\n  a: x,\n  b: \"c, d\"\n}\n"),
    ("v: {\n  a: x, # y\n}\n", "v: {\n  a: x, # y\n  b: \"c, d\",\n}\n"),
    ("v: {\n  a: x # y\n}\n", "v: {\n  a: x, # y\n  b: \"c, d\"\n}\n"), ("v: [{}]\n", "v: [{}]\n"),
  ] {
    try expect(before, becomes: after) { editor, tree in
      try editor.insertEntries([b], into: tree.node("v"), at: .last)
    }
  }
  try expect("v: [{}, a]\n", becomes: "v: [{b: \"c, d\"}, a]\n") { editor, tree in
    try editor.insertEntries([b], into: tree.node("v", 0), at: .last)
  }
}

@Test func anEntryGoesWhereItIsWanted() throws {
  let text = "a: 1\n# about b\nb: 2\nc: |\n  3\n\n\n# about d\nd: 4"
  let new = YAMLNewEntry(key: "new", content: .scalar("5"), leadingComments: ["why", ""])
  for (place, after) in [
    (YAMLPlace.first, "# why\n#\nnew: \"5\"\na: 1\n# about b\nb: 2\nc: |\n  3\n\n\n# about d\nd: 4"),
    (.before(1), "a: 1\n# why\n#\nnew: \"5\"\n# about b\nb: 2\nc: |\n  3\n\n\n# about d\nd: 4"),
    (.after(2), "a: 1\n# about b\nb: 2\nc: |\n  3\n# why\n#\nnew: \"5\"\n\n\n# about d\nd: 4"),
    (.before(3), "a: 1\n# about b\nb: 2\nc: |\n  3\n\n\n# why\n#\nnew: \"5\"\n# about d\nd: 4"),
    (.last, "a: 1\n# about b\nb: 2\nc: |\n  3\n\n\n# about d\nd: 4\n# why\n#\nnew: \"5\""),
  ] {
    try expect(text, becomes: after) { editor, tree in try editor.insertEntries([new], into: tree.node(), at: place) }
  }
}

@Test func aJobKeepsTheDistanceOfTheOthers() throws {
  let job = YAMLNewEntry(
    key: ".build",
    content: .mapping([YAMLNewEntry(key: "script", content: .sequence([YAMLNewItem(.scalar("make"))]))]))
  let text = "stages: [a]\n\nb:\n    script:\n    - c\n\n# about d\nd:\n    script:\n    - e\n"
  try expect(text, becomes: text + "\n.build:\n    script:\n    - make\n") { editor, tree in
    try editor.insertEntries([job], into: tree.node(), at: .last)
  }
  try expect(
    text,
    becomes:
      "stages: [a]\n\nb:\n    script:\n    - c\n\n.build:\n    script:\n    - make\n\n# about d\nd:\n    script:\n    - e\n"
  ) { editor, tree in try editor.insertEntries([job], into: tree.node(), at: .before(2)) }
  try expect(
    text,
    becomes:
      "stages: [a]\n\n.build:\n    script:\n    - make\n\nb:\n    script:\n    - c\n\n# about d\nd:\n    script:\n    - e\n"
  ) { editor, tree in try editor.insertEntries([job], into: tree.node(), at: .after(0)) }
}

@Test func linesEndAsInTheFile() throws {
  try expect(
    "job:\r\n  variables:\r\n    A: b\r\n",
    becomes: "job:\r\n  variables:\r\n    A: b\r\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\r\n"
  ) { editor, tree in try editor.insertEntries([flags], into: tree.node("job", "variables"), at: .last) }
  try expect("a: b", becomes: "a: b\n\nc: |-\n  d\n  e") { editor, tree in
    try editor.insertEntries([YAMLNewEntry(key: "c", content: .literal("d\ne"))], into: tree.node(), at: .last)
  }
}

@Test func anItemKeepsTheShapeOfTheList() throws {
  let item = YAMLNewItem(.scalar("echo \"a: b\""), leadingComments: ["say it"])
  for (before, after) in [
    ("s:\n- a\n- b\n", "s:\n- a\n# say it\n- 'echo \"a: b\"'\n- b\n"),
    (
      "s:\n    -   a\n    # about b\n    -   b\n",
      "s:\n    -   a\n    # say it\n    -   'echo \"a: b\"'\n    # about b\n    -   b\n"
    ),
    ("s: [a, b]\n", "s: [a, 'echo \"a: b\"', b]\n"),
    ("s:\n  - |\n    a\n\n  - b\n", "s:\n  - |\n    a\n\n  # say it\n  - 'echo \"a: b\"'\n  - b\n"),
    ("- - a\n  - b\n", "- - a\n  # say it\n  - 'echo \"a: b\"'\n  - b\n"),
  ] {
    try expect(before, becomes: after) { editor, tree in
      try editor.insertItems(
        [item], into: tree.parent(of: tree.node(before.hasPrefix("s") ? "s" : 0, 0)) ?? tree.node(), at: 1)
    }
  }
}

@Test func anItemGoesFirstAndLast() throws {
  let text = "s:\n  # about a\n  - a\n  - b # c\n  # after b\nt: u\n"
  try expect(text, becomes: "s:\n  - x\n  # about a\n  - a\n  - b # c\n  # after b\nt: u\n") { editor, tree in
    try editor.insertItems([YAMLNewItem(.scalar("x"))], into: tree.node("s"), at: 0)
  }
  try expect(text, becomes: "s:\n  # about a\n  - a\n  - b # c\n  # after b\n  - x\nt: u\n") { editor, tree in
    try editor.insertItems([YAMLNewItem(.scalar("x"))], into: tree.node("s"), at: 2)
  }
  try expect("s:\n- a\n# about t\nt: u\n", becomes: "s:\n- a\n- x\n# about t\nt: u\n") { editor, tree in
    try editor.insertItems([YAMLNewItem(.scalar("x"))], into: tree.node("s"), at: 1)
  }
  try expect("- - a\n", becomes: "- - x\n  - a\n") { editor, tree in
    try editor.insertItems([YAMLNewItem(.scalar("x"))], into: tree.node(0), at: 0)
  }
  try expect("s: []\n", becomes: "s:\n  - x\n") { editor, tree in
    try editor.insertItems([YAMLNewItem(.scalar("x"))], into: tree.node("s"), at: 0)
  }
}

@Test func stringsStayStrings() throws {
  let texts = [
    "--flag=x", "$CI_REGISTRY/a:b", "a b", "yes", "010", "1.10", "1e3", "1:30", "80:80", "2020-01-31", "~", ":sym",
    "a: b", "a #b", "- a", "@a", "'", "\"", "it's: \"x\"", "C:\\d: e", "",
  ]
  let expected = [
    "--flag=x", "$CI_REGISTRY/a:b", "a b", "\"yes\"", "\"010\"", "\"1.10\"", "\"1e3\"", "\"1:30\"", "\"80:80\"",
    "\"2020-01-31\"", "\"~\"", "\":sym\"", "\"a: b\"", "\"a #b\"", "\"- a\"",
    "\"@a\"", "\"'\"", "'\"'", "\"it's: \\\"x\\\"\"", "'C:\\d: e'", "\"\"",
  ]
  try expect("- a\n", becomes: "- a\n" + expected.map { "- \($0)\n" }.joined()) { editor, tree in
    try editor.insertItems(texts.map { YAMLNewItem(.scalar($0)) }, into: tree.node(), at: 1)
  }
  try expect(
    "a: 'b'\n",
    becomes: "a: 'b'\nc: ['']\nd: ['x, y', z]\n".replacing("\nc", with: "\n\nc").replacing("\nd", with: "\n\nd")
  ) { editor, tree in
    try editor.insertEntries(
      [
        YAMLNewEntry(key: "c", content: .flowSequence([""])),
        YAMLNewEntry(key: "d", content: .flowSequence(["x, y", "z"])),
      ], into: tree.node(), at: .last)
  }
}

@Test func insertionsAtOnePlaceKeepTheirOrder() throws {
  try expect("a:\n  b: c\n", becomes: "a:\n  b: c\n  d: e\n  f: g\n") { editor, tree in
    try editor.insertEntries([YAMLNewEntry(key: "d", content: .scalar("e"))], into: tree.node("a"), at: .after(0))
      + editor.insertEntries([YAMLNewEntry(key: "f", content: .scalar("g"))], into: tree.node("a"), at: .last)
  }
}

@Test func anAliasIsEditedAtItsAnchor() throws {
  try expect("a: &x\n  b: c\nd: *x\n", becomes: "a: &x\n  b: c\n  e: f\nd: *x\n") { editor, tree in
    try editor.insertEntries([YAMLNewEntry(key: "e", content: .scalar("f"))], into: tree.node("d"), at: .last)
  }
}

@Test func whatMakesNoSenseChangesNothing() throws {
  try expect("a: b\nc: [d]\n", becomes: "a: b\nc: [d]\n") { editor, tree in
    try editor.insertEntries([flags], into: tree.node("a"), at: .last)
      + editor.insertEntries([flags], into: tree.node("c"), at: .last)
      + editor.insertItems([YAMLNewItem(.scalar("x"))], into: tree.node(), at: 0)
      + editor.removeEntry(at: 7, of: tree.node())
      + editor.removeItem(at: 0, of: tree.node()) + editor.rewriteScalar(tree.node("c"), edits: EditSet())
  }
}

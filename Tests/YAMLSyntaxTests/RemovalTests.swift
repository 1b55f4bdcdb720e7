import SourceText
import Testing
import YAMLSyntax

@Test func anEntryGoesWithItsComments() throws {
  let text = "j:\n  # head\n  a: 1 # tail\n\n  # about b\n  b:\n    c: d\n    # inside\n  e: f\n"
  for (index, after) in [
    (0, "j:\n\n  # about b\n  b:\n    c: d\n    # inside\n  e: f\n"), (1, "j:\n  # head\n  a: 1 # tail\n\n  e: f\n"),
    (2, "j:\n  # head\n  a: 1 # tail\n\n  # about b\n  b:\n    c: d\n    # inside\n"),
  ] {
    try expect(text, becomes: after) { editor, tree in try editor.removeEntry(at: index, of: tree.node("j")) }
  }
}

@Test func oneOfTwoGapsGoesWithAnEntry() throws {
  let text = "a: 1\n\n# about b\nb: 2\n\nc: 3\n"
  for (index, after) in [(0, "# about b\nb: 2\n\nc: 3\n"), (1, "a: 1\n\nc: 3\n"), (2, "a: 1\n\n# about b\nb: 2\n")] {
    try expect(text, becomes: after) { editor, tree in try editor.removeEntry(at: index, of: tree.node()) }
  }
  try expect("a: |+\n  x\n\nb: 2\n\nc: 3\n", becomes: "a: |+\n  x\n\nc: 3\n") { editor, tree in
    try editor.removeEntry(at: 1, of: tree.node())
  }
}

@Test func commentsOfOthersStay() throws {
  try expect("# license\n\n# about a\na: 1\n# about b\nb: 2\n", becomes: "# license\n\n# about b\nb: 2\n") {
    editor, tree in
    try editor.removeEntry(at: 0, of: tree.node())
  }
  try expect("s:\n- a\n#- old\n- b\n", becomes: "s:\n- a\n") { editor, tree in
    try editor.removeItem(at: 1, of: tree.node("s"))
  }
  try expect("s:\n  - a\n#  - old\n  - b\n", becomes: "s:\n  - a\n#  - old\n") { editor, tree in
    try editor.removeItem(at: 1, of: tree.node("s"))
  }
}

@Test func theLastChildLeavesAnEmptyCollection() throws {
  try expect("v: # c\n  a: b\nw: x\n", becomes: "v: {} # c\nw: x\n") { editor, tree in
    try editor.removeEntry(at: 0, of: tree.node("v"))
  }
  try expect("s:\n  # c\n  - a # d\nw: x\n", becomes: "s: []\nw: x\n") { editor, tree in
    try editor.removeItem(at: 0, of: tree.node("s"))
  }
  try expect("- - a\n  - b\n- c", becomes: "- []\n- c") { editor, tree in
    try editor.removeItems(at: [0, 1], of: tree.node(0))
  }
  try expect("v: &x {a: b}\n", becomes: "v: &x {}\n") { editor, tree in
    try editor.removeEntry(at: 0, of: tree.node("v"))
  }
}

@Test func aChildBehindItsDashGoes() throws {
  try expect("- a: b\n  # about c\n  c: d\n  e: f\n", becomes: "- # about c\n  c: d\n  e: f\n") { editor, tree in
    try editor.removeEntry(at: 0, of: tree.node(0))
  }
  try expect("- a: b\n  c: d\n  e: f\n", becomes: "- e: f\n") { editor, tree in
    try editor.removeEntries(at: [1, 0], of: tree.node(0))
  }
  try expect("- - a\n  - b\n", becomes: "- - b\n") { editor, tree in try editor.removeItem(at: 0, of: tree.node(0)) }
}

@Test func flowChildrenGoWithOneComma() throws {
  for (indices, after) in [
    ([0], "[b, c]"), ([1], "[a, c]"), ([2], "[a, b]"), ([0, 1], "[c]"), ([1, 2], "[a]"), ([0, 2], "[b]"),
    ([0, 1, 2], "[]"),
  ] {
    try expect("s: [a, b, c]\n", becomes: "s: \(after)\n") { editor, tree in
      try editor.removeItems(at: indices, of: tree.node("s"))
    }
  }
  try expect("s: {a: b, c: , d: e}\n", becomes: "s: {a: b, c: }\n") { editor, tree in
    try editor.removeEntry(at: 2, of: tree.node("s"))
  }
  try expect("s: [a, b, c,]\n", becomes: "s: [a, ]\n") { editor, tree in
    try editor.removeItem(at: 1, of: tree.node("s")) + editor.removeItem(at: 2, of: tree.node("s"))
  }
}

@Test func aFileWithoutFinalNewlineLosesItsLastEntry() throws {
  try expect("a: 1\n\nb: 2", becomes: "a: 1\n") { editor, tree in try editor.removeEntry(at: 1, of: tree.node()) }
}

@Test func removingMeetsInsertingAndReplacing() throws {
  let text = "image: kaniko\nuser: root\nscript:\n  - /kaniko/executor\n  - echo\n"
  try expect(
    text,
    becomes:
      "image:\n  name: moby\nvariables:\n  A: b\nscript:\n  - |\n    buildctl \\\n      build\n  - echo\n  - done\n"
  ) { editor, tree in
    var set = EditSet()
    try set.insert(Edit(ByteRange(0, 16), with: "buildctl \\\n  build\n"))
    let image = YAMLContent.mapping([YAMLNewEntry(key: "name", content: .scalar("moby"))])
    let variables = YAMLNewEntry(key: "variables", content: .mapping([YAMLNewEntry(key: "A", content: .scalar("b"))]))
    return try editor.rewriteScalar(tree.node("script", 0), edits: set)
      + editor.removeEntry(at: 1, of: tree.node())
      + editor.insertEntries([variables], into: tree.node(), at: .before(2))
      + editor.replaceValue(tree.node("image"), with: image)
      + editor.insertItems([YAMLNewItem(.scalar("done"))], into: tree.node("script"), at: 2)
  }
}

import SourceText
import Testing
import YAMLSyntax

private let image = YAMLContent.mapping([
  YAMLNewEntry(key: "name", content: .scalar("moby/buildkit:rootless")),
  YAMLNewEntry(key: "entrypoint", content: .flowSequence([""])),
])

@Test func textBecomesAMapping() throws {
  for (before, after) in [
    ("image: old\n", "image:\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n"),
    ("image: 'old' # why\nx: y", "image: # why\n  name: moby/buildkit:rootless\n  entrypoint: ['']\nx: y"),
    ("image:\n  old\n# c\n", "image:\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n# c\n"),
    ("image: &i old\n", "image: &i\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n"),
    ("image: >-\n  old\n\nx: y\n", "image:\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n\nx: y\n"),
    ("image: [a,\n  b]\n", "image:\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n"),
    ("{image: old}\n", "{image: {name: moby/buildkit:rootless, entrypoint: [\"\"]}}\n"),
    ("image: # none\n", "image: # none\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n"),
    (
      "image:\n    name: a\n    # why\n    entrypoint: [ '' ]\n",
      "image:\n    name: moby/buildkit:rootless\n    entrypoint: [ '' ]\n"
    ),
  ] {
    try expect(before, becomes: after) { editor, tree in try editor.replaceValue(tree.node("image"), with: image) }
  }
}

@Test func aMappingBecomesText() throws {
  for (before, after) in [
    ("image:\n  # why\n  name: a\n  entrypoint: [\"\"]  # c\n\nx: y\n", "image: new\n\nx: y\n"),
    ("image: # why\n  name: a\nx: y\n", "image: new # why\nx: y\n"), ("image: {name: a} # c\n", "image: new # c\n"),
    ("image: &i !t\n  name: |\n    a\n\n\nx: y\n", "image: &i !t new\n\n\nx: y\n"),
    ("image: *i\n".replacing("*i", with: "!x y"), "image: !x new\n"),
    ("image: | # c\n  a\n  b\nx: y\n", "image: new # c\nx: y\n"),
  ] {
    try expect(before, becomes: after) { editor, tree in
      try editor.replaceValue(tree.node("image"), with: .scalar("new"))
    }
  }
}

@Test func aTagStaysOrGoes() throws {
  try expect("a: !reference [.x, y] # c\n", becomes: "a: new # c\n") { editor, tree in
    try editor.replaceValue(tree.node("a"), with: .scalar("new"), keepingTag: false)
  }
  try expect("a: !t &x y\nb: &z !t y\n", becomes: "a: &x new\nb: &z new\n") { editor, tree in
    try editor.replaceValue(tree.node("a"), with: .scalar("new"), keepingTag: false)
      + editor.replaceValue(tree.node("b"), with: .scalar("new"), keepingTag: false)
  }
}

@Test func anAliasIsReplacedItself() throws {
  try expect("a: &x\n  b: c\nd: *x\n", becomes: "a: &x\n  b: c\nd:\n  <<: *x\n  e: f\n") { editor, tree in
    let merged = YAMLContent.mapping([
      YAMLNewEntry(key: "<<", content: .source("*x")), YAMLNewEntry(key: "e", content: .scalar("f")),
    ])
    return try editor.replaceValue(
      tree.parent(of: tree.node("a")).map { root in
        guard case .mapping(let entries, _) = tree[root].kind else { return root }
        return entries[1].value
      } ?? tree.node(), with: merged)
  }
}

@Test func itemsAndTheRootAreReplaced() throws {
  try expect("s:\n-   a\n-   b\n", becomes: "s:\n-   x: v\n    z:\n    -   u\n-   b\n") { editor, tree in
    try editor.replaceValue(
      tree.node("s", 0),
      with: .mapping([
        YAMLNewEntry(key: "x", content: .scalar("v")),
        YAMLNewEntry(key: "z", content: .sequence([YAMLNewItem(.scalar("u"))])),
      ])
    )
  }
  try expect("- a\n- - b\n  - c\n", becomes: "- a\n- |-\n  d\n  e\n") { editor, tree in
    try editor.replaceValue(tree.node(1), with: .literal("d\ne"))
  }
  try expect("# top\na: b\n# end\n", becomes: "# top\n- x\n- z\n# end\n") { editor, tree in
    try editor.replaceValue(tree.node(), with: .sequence([YAMLNewItem(.scalar("x")), YAMLNewItem(.scalar("z"))]))
  }
  try expect("--- # c\n", becomes: "--- # c\na: b\n") { editor, tree in
    try editor.insertEntries([YAMLNewEntry(key: "a", content: .scalar("b"))], into: tree.node(), at: .last)
  }
  try expect("a: {b: c}\n", becomes: "a: {d: c}\n") { editor, tree in
    guard case .mapping(let entries, _) = try tree[tree.node("a")].kind else { return [] }
    return editor.replaceValue(entries[0].key, with: .scalar("d"))
  }
}

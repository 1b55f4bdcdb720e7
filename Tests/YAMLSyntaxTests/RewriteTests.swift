import SourceText
import Testing
import YAMLSyntax

/// Asserts what a file becomes when one part of one scalar's value is replaced by another text.
private func expectRewrite(
  _ before: String, _ part: String, by replacement: String, becomes after: String,
  finalNewline: YAMLFinalNewline = .allow, at path: [any PathStep] = ["a"],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expect(before, becomes: after, sourceLocation: sourceLocation) { editor, tree in
    let id = try tree.node(path)
    let text = tree.text(of: id)
    let range = try #require(part.isEmpty ? text.startIndex..<text.startIndex : text.firstRange(of: part))
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    var set = EditSet()
    try set.insert(Edit(ByteRange(start, start + part.utf8.count), with: replacement))
    return editor.rewriteScalar(id, edits: set, finalNewline: finalNewline)
  }
}

@Test(arguments: [
  ("a: x y # c\n", "a: --p 1 --q 2 # c\n"), ("a: x\n  y\n", "a: --p 1 --q 2\n"), ("a: 'x y'\n", "a: '--p 1 --q 2'\n"),
  ("a: \"x\"\n", "a: \"--p 1 --q 2\"\n"), ("a: >\n  x\n  y\nb: c\n", "a: >\n  --p 1\n  --q 2\nb: c\n"),
  ("a: >-\n    x\n", "a: >-\n    --p 1\n    --q 2\n"), ("a: |\n  x\n  y\n", "a: |\n  --p 1\n  --q 2\n"),
  ("a: &n >+ # c\n  x\n\nb: *n\n", "a: &n > # c\n  --p 1\n  --q 2\nb: *n\n"),
  ("{a: x, b: y}\n", "{a: --p 1 --q 2, b: y}\n"),
])
func wordsAreLaidOutAsBefore(_ before: String, _ after: String) throws {
  try expect(before, becomes: after) { editor, tree in
    editor.rewriteWords(try tree.node(["a"]), with: ["--p 1", "--q 2"])
  }
}

@Test func everyStyleIsKeptWhereItHolds() throws {
  try expectRewrite("a: x old z # c\n", "old", by: "new", becomes: "a: x new z # c\n")
  try expectRewrite("a: x\n  old\n  z\n", "old", by: "new", becomes: "a: x\n  new\n  z\n")
  try expectRewrite("a: 'it''s old'\n", "old", by: "'new'", becomes: "a: 'it''s ''new'''\n")
  try expectRewrite("a: \"\\u00e9 old\\n\"\n", "old", by: "\"n\\w\"", becomes: "a: \"\\u00e9 \\\"n\\\\w\\\"\\n\"\n")
  try expectRewrite("a: |\n   x\n   old\n\nb: c\n", "old", by: "new", becomes: "a: |\n   x\n   new\n\nb: c\n")
  try expectRewrite("a: >-\n  x\n  old\n  z\n", "old", by: "new", becomes: "a: >-\n  x\n  new\n  z\n")
  try expectRewrite("a: true\n", "true", by: "false", becomes: "a: false\n")
  try expectRewrite("a: &x !t old\n", "old", by: "new", becomes: "a: &x !t new\n")
  try expectRewrite("[old, *x]\n".replacing(", *x", with: ""), "old", by: "new", becomes: "[new]\n", at: [0])
}

@Test func linesOfALiteralAreEditedAlone() throws {
  let text = "a: |3- # c\n   x\n   old\n   y\n\n   z\nb: c\n"
  try expectRewrite(text, "old\n", by: "", becomes: "a: |3- # c\n   x\n   y\n\n   z\nb: c\n")
  try expectRewrite(
    text, "old", by: "new\n  more\n\nlast",
    becomes: "a: |3- # c\n   x\n   new\n     more\n\n   last\n   y\n\n   z\nb: c\n")
  try expectRewrite(text, "z", by: "z\n", becomes: text)
  try expectRewrite(text, "\n\n", by: "\nfilled\n", becomes: "a: |3- # c\n   x\n   old\n   y\n   filled\n   z\nb: c\n")
  try expectRewrite(text, "x\nold", by: "x", becomes: "a: |3- # c\n   x\n   y\n\n   z\nb: c\n")
  let crlf = "a: |\r\n  x\r\n  old\r\n"
  try expectRewrite(crlf, "old", by: "new\nmore", becomes: "a: |\r\n  x\r\n  new\r\n  more\r\n")
  try expectRewrite(
    "- a: |\n    old\n  b: c\n", "old", by: "new\nmore", becomes: "- a: |\n    new\n    more\n  b: c\n", at: [0, "a"])
}

@Test func oneLineThatCannotStayPlainIsQuoted() throws {
  try expectRewrite("a: old # c\n", "old", by: "x: y", becomes: "a: \"x: y\" # c\n")
  try expectRewrite("a: old\nb: 'c'\n", "old", by: "x #y", becomes: "a: 'x #y'\nb: 'c'\n")
  try expectRewrite("a: old\n", "old", by: "1.5", becomes: "a: \"1.5\"\n")
  try expectRewrite("a: old\n", "old", by: "it's: \"x\"", becomes: "a: |\n  it's: \"x\"\n")
  try expectRewrite("a: old\n", "old", by: "it's: \"x\"", becomes: "a: |-\n  it's: \"x\"\n", finalNewline: .exact)
  try expectRewrite("a: old\n", "old", by: "", becomes: "a: \"\"\n")
  try expectRewrite("[old]\n", "old", by: "a, b", becomes: "[\"a, b\"]\n", at: [0])
  try expectRewrite("[old]\n", "old", by: "a\nb", becomes: "[\"a\\nb\"]\n", at: [0])
  try expectRewrite("a:\n", "", by: "x", becomes: "a: x\n")
}

@Test func severalLinesBecomeALiteral() throws {
  let command = "buildctl build \\\n  --x"
  let block = "buildctl build \\\n      --x\n"
  try expectRewrite(
    "s:\n  - old\n  - z\n", "old", by: command, becomes: "s:\n  - |\n    \(block)  - z\n", at: ["s", 0])
  try expectRewrite(
    "s:\n-   old\n-   z\n", "old", by: command, becomes: "s:\n-   |\n    \(block)-   z\n", at: ["s", 0])
  try expectRewrite(
    "s:\n  - &x !t old # c\n  # z\n  - z\n", "old", by: command,
    becomes: "s:\n  - &x !t | # c\n    \(block)  # z\n  - z\n", at: ["s", 0])
  try expectRewrite(
    "s:\n  - /kaniko/executor\n    --context x\n    --y # c\n", "/kaniko/executor --context x --y", by: command,
    becomes: "s:\n  - | # c\n    \(block)", at: ["s", 0])
  try expectRewrite("s: 'old'\n", "old", by: command, becomes: "s: |\n  buildctl build \\\n    --x\n", at: ["s"])
  try expectRewrite(
    "s:\n    old\nt: u", "old", by: command, becomes: "s: |\n  buildctl build \\\n    --x\nt: u", at: ["s"])
  try expectRewrite("s: >\n  old\n", "old", by: command, becomes: "s: |\n  buildctl build \\\n    --x\n", at: ["s"])
  try expectRewrite(
    "s: >- # c\n   old\n", "old", by: command, becomes: "s: |- # c\n   buildctl build \\\n     --x\n", at: ["s"])
  try expectRewrite(
    "- - - old\n", "old", by: command, becomes: "- - - |\n      buildctl build \\\n        --x\n", at: [0, 0, 0])
  try expectRewrite("s: old", "old", by: command, becomes: "s: |\n  buildctl build \\\n    --x", at: ["s"])
  try expectRewrite("s: old", "old", by: "a\nb\n", becomes: "s: |\n  a\n  b\n", finalNewline: .exact, at: ["s"])
  try expectRewrite("s: old\n", "old", by: "  a\nb", becomes: "s: |2\n    a\n  b\n", at: ["s"])
  try expectRewrite("s: old\r\n", "old", by: "a\nb", becomes: "s: |\r\n  a\r\n  b\r\n", at: ["s"])
}

@Test func aLiteralStaysClearOfWhatFollows() throws {
  try expectRewrite(
    "s:\n  - old\n    # deeper\n  - z\n", "old", by: "a\nb",
    becomes: "s:\n  - |\n     a\n     b\n    # deeper\n  - z\n", at: ["s", 0])
  try expectRewrite("s: old\n    \nt: u\n", "old", by: "a\nb", becomes: "s: |\n    a\n    b\n    \nt: u\n", at: ["s"])
}

@Test func anAliasIsRewrittenAtItsAnchor() throws {
  try expectRewrite("x: &x old\na: *x\n", "old", by: "new", becomes: "x: &x new\na: *x\n")
}

@Test func severalPartsOfOneScalarChangeAtOnce() throws {
  try expect("a: |\n  one\n  two\n  three\n", becomes: "a: |\n  1\n  two\n  3\n  4\n") { editor, tree in
    var set = EditSet()
    try set.insert(Edit(ByteRange(0, 3), with: "1"))
    try set.insert(Edit(ByteRange(8, 13), with: "3\n4"))
    return try editor.rewriteScalar(tree.node("a"), edits: set)
  }
}

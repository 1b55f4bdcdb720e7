import Invariants
import SourceText
import TestSupport
import Testing
import YAMLSyntax

/// The error with which a file is refused.
private func refusal(
  of bytes: [UInt8], limits: YAMLLimits = .gitLab, sourceLocation: SourceLocation = #_sourceLocation
) -> YAMLSyntaxError? {
  do throws(YAMLSyntaxError) {
    _ = try YAMLTree(parsing: SourceFile(path: "dir/ci.yml", bytes: bytes), limits: limits)
    Issue.record("the file is accepted", sourceLocation: sourceLocation)
    return nil
  } catch {
    #expect(error.path == "dir/ci.yml", sourceLocation: sourceLocation)
    return error
  }
}

private func refusal(of text: String, sourceLocation: SourceLocation = #_sourceLocation) -> YAMLSyntaxError? {
  refusal(of: Array(text.utf8), sourceLocation: sourceLocation)
}

@Test func anAliasNeedsAnAnchorBeforeIt() throws {
  let error = refusal(of: "é: &b c\na: *x\n")
  #expect(error?.message == "the alias *x has no anchor before it")
  #expect(error?.range == ByteRange(12, 14))
  #expect(error?.help?.contains("define &x above") == true)
  #expect(refusal(of: "a: *x\nb: &x c\n") != nil)
  #expect(refusal(of: "a: &x b\n---\nc: *x\n") != nil)
}

@Test func anAliasCannotContainItself() {
  for text in ["&a [*a]", "&a {b: {c: *a}}", "a: &a\n  - b\n  - *a\n", "x: &a b\ny: &a\n  z: *a\n"] {
    #expect(refusal(of: text)?.message == "the alias *a lies inside the node it names")
  }
}

@Test func anAliasNamesTheLatestAnchor() throws {
  let tree = try parse("- &a x\n- *a\n- &a y\n- *a\n- &b [*a]\n- *b\n")
  #expect(try tree.text(of: tree.node(1)) == "x")
  #expect(try tree.text(of: tree.node(3)) == "y")
  #expect(try tree.resolved(tree.node(5)) == tree.node(4))
}

@Test func aliasBombsStaySmall() throws {
  var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
  for level in 1...60 {
    text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
  }
  let tree = try parse(text)
  #expect(tree.nodes.count < 1_000)
  #expect(tree.dump().utf8.count < 100_000)
}

@Test(arguments: [10_000, 100_000])
func deepNestingIsRefused(levels: Int) {
  let block = (0..<min(levels, 1_500)).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
  for text in [
    String(repeating: "[", count: levels), String(repeating: "{a: ", count: levels),
    String(repeating: "- ", count: levels),
    String(repeating: "? ", count: levels),
    String(repeating: "[", count: levels) + String(repeating: "]", count: levels), block,
    String(repeating: "[{", count: levels),
  ] {
    #expect(refusal(of: text)?.message == "collections lie more than 1000 levels deep")
  }
}

@Test func theDepthLimitIsExact() throws {
  let limits = YAMLLimits(maximumBytes: 1_000, maximumDepth: 3)
  #expect(throws: Never.self) { try YAMLTree(parsing: SourceFile(path: "a", text: "[[[x]]]"), limits: limits) }
  #expect(throws: YAMLSyntaxError.self) {
    try YAMLTree(parsing: SourceFile(path: "a", text: "[[[[x]]]]"), limits: limits)
  }
}

@Test func aThousandLevelsWork() throws {
  let tree = try parse(String(repeating: "[", count: 1_000) + "x" + String(repeating: "]", count: 1_000))
  let editor = YAMLEditor(tree)
  let inner = YAMLNodeID(index: 999)
  #expect(editor.insertItems([YAMLNewItem(.scalar("y"))], into: inner, at: 1).count == 1)
  #expect(tree.dump().hasSuffix("plain 1000..<1001 \"x\"\n"))
}

@Test func bigFilesAreRefusedUnlessAllowed() throws {
  let bytes = Array("a: b\n".utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: 2 * 1_024 * 1_024)
  let error = refusal(of: bytes)
  #expect(error?.message == "the file has 2097157 bytes, more than the limit of 2097152")
  let limits = YAMLLimits(maximumBytes: bytes.count)
  #expect(throws: Never.self) { try YAMLTree(parsing: SourceFile(path: "a", bytes: bytes), limits: limits) }
}

@Test func otherEncodingsAreNamed() {
  #expect(refusal(of: [0xFF, 0xFE, 0x61, 0x00])?.message == "the file is encoded in UTF-16")
  #expect(refusal(of: [0xFE, 0xFF, 0x00, 0x61])?.help == "save the file as UTF-8")
  let latin = refusal(of: Array("a: é ".utf8) + [0xE9, 0x0A])
  #expect(latin?.message == "byte 6 is not UTF-8")
  #expect(latin?.range == ByteRange(6, 7))
  for bytes: [UInt8] in [
    [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xF0, 0x80, 0x80, 0x80],
  ] {
    #expect(refusal(of: bytes)?.message == "byte 0 is not UTF-8")
  }
  let binary = refusal(of: [0x61, 0x00, 0x62])
  #expect(binary?.message == "the character U+0000 is not allowed in YAML")
  #expect(binary?.range == ByteRange(1, 2))
  #expect(refusal(of: "a: \u{7F}")?.message == "the character U+007F is not allowed in YAML")
}

@Test func errorsOfTheParserNameThePlaceInBytes() {
  let colon = refusal(of: "\u{FEFF}é: b: c\n")
  #expect(colon?.message == "mapping values are not allowed in this context")
  #expect(colon?.range == ByteRange(at: 8))
  #expect(colon?.help?.contains("colon followed by a space") == true)
  let key = refusal(of: "a:\n  b: c\n d: e\n")
  #expect(key?.message == "while parsing a block mapping, did not find expected key")
  #expect(key?.range == ByteRange(at: 11))
  #expect(refusal(of: "a: \"b\n")?.help == "close the quote that is open")
  #expect(refusal(of: "a: @b\n")?.help?.contains("quote text that starts with @") == true)
  #expect(refusal(of: "a:\n\tb: c\n")?.help?.contains("spaces") == true)
}

@Test func manyTagDirectivesAreRefused() {
  let text = (0..<50_000).map { "%TAG !t\($0)! x\n" }.joined() + "---\na\n"
  #expect(refusal(of: text)?.message == "more than 1000 lines start with %")
}

@Test func randomBytesNeverCrash() {
  var random = SeededGenerator(seed: 11)
  let pieces: [[UInt8]] = [
    Array("\n  - a: ".utf8), Array("|+2\n".utf8), Array("? ".utf8), Array("*a".utf8), Array("&a ".utf8),
    Array("\"\\x4".utf8), [0xC2, 0x85], [0xE2, 0x80, 0xA8], [0x0D], [0xEF, 0xBB, 0xBF], Array("{[]},:#'\"!% \t-".utf8),
    [0xF0, 0x9F, 0x9A, 0x80],
  ]
  var accepted = 0
  for _ in 0..<20_000 {
    var bytes: [UInt8] = []
    for _ in 0..<random.number(0...12) {
      bytes +=
        random.oneIn(3)
        ? [UInt8.random(in: 0...255, using: &random)]
        : random.oneIn(2) ? random.pick(pieces) : [random.pick(pieces[10])]
    }
    guard let tree = try? YAMLTree(parsing: SourceFile(path: "a", bytes: bytes)) else { continue }
    accepted += 1
    let problems = YAMLInvariants.problems(of: tree)
    #expect(problems.isEmpty, "\(bytes)")
    exerciseEditor(of: tree)
  }
  #expect(accepted > 500)
}

/// Calls every operation on every node; what it answers is checked elsewhere, here it must only answer.
private func exerciseEditor(of tree: YAMLTree) {
  let editor = YAMLEditor(tree)
  var set = EditSet()
  try? set.insert(Edit(ByteRange(0, 0), with: "x\ny"))
  for index in tree.nodes.indices {
    let id = YAMLNodeID(index: index)
    let item = YAMLNewItem(.literal("a\nb"), leadingComments: ["c"])
    let entry = YAMLNewEntry(key: "k", content: .sequence([item]))
    let edits = [
      editor.insertEntries([entry], into: id, at: .first), editor.insertEntries([entry], into: id, at: .last),
      editor.insertItems([item], into: id, at: 0),
      editor.insertItems([item], into: id, at: 9), editor.removeEntry(at: 0, of: id), editor.removeItem(at: 0, of: id),
      editor.replaceValue(id, with: .mapping([entry])),
      editor.replaceValue(id, with: .scalar("a"), keepingTag: false), editor.rewriteScalar(id, edits: set),
    ]
    for edit in edits.joined() { #expect(edit.range.upperBound <= tree.source.bytes.count) }
  }
}

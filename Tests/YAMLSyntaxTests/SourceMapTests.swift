import SourceText
import Testing
import YAMLSyntax

/// The text in the file that stands for a part of a value.
private func source(of part: String, in text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> (
  text: String, isVerbatim: Bool
) {
  let tree = try parse(text, sourceLocation: sourceLocation)
  let map = tree.sourceMap(of: try tree.node("a"))
  let value = String(decoding: map.decoded, as: UTF8.self)
  let range = try #require(value.firstRange(of: part), sourceLocation: sourceLocation)
  let start = value.utf8.distance(from: value.startIndex, to: range.lowerBound)
  let decoded = ByteRange(start, start + part.utf8.count)
  return (tree.source.text(map.sourceRange(of: decoded)), map.isVerbatim(decoded))
}

@Test func partsOfAValueComeFromTheirBytes() throws {
  for (part, text, expected, isVerbatim) in [
    ("two", "a: one two three\n", "two", true), ("one two", "a: one\n  two\n", "one\n  two", false),
    ("it's", "a: 'so it''s'\n", "it''s", false), ("so", "a: 'so it''s'\n", "so", true),
    ("é", "a: \"x \\u00e9 y\"\n", "\\u00e9", false),
    ("xy", "a: \"x\\\n  y\"\n", "x\\\n  y", false), ("x\n y", "a: |\n  x\n   y\n", "x\n   y", false),
    ("y", "a: |\n  x\n   y\n", "y", true),
    ("x y", "a: >\n  x\n  y\n", "x\n  y", false), ("x\ny", "a: |\r\n  x\r\n  y\r\n", "x\r\n  y", false),
    ("x\n", "a: |\n  x\n", "x\n", true), ("日", "a: 本日\n", "日", true),
  ] {
    let found = try source(of: part, in: text)
    #expect(found.text == expected)
    #expect(found.isVerbatim == isVerbatim)
  }
}

@Test func emptyRangesArePlacesInTheText() throws {
  let tree = try parse("a: |\n  x\n  y\nb: ''\nc:\nd: [e]\n")
  let a = tree.sourceMap(of: try tree.node("a"))
  // The start of a line lies behind its indentation, the end of the text behind its last line break.
  #expect(a.sourceRange(of: ByteRange(at: 2)) == ByteRange(at: 11))
  #expect(a.sourceRange(of: ByteRange(at: 4)) == ByteRange(at: 13))
  #expect(a.sourceRange(of: ByteRange(2, 99)) == ByteRange(11, 13))
  #expect(!a.isVerbatim(ByteRange(2, 99)))
  #expect(tree.sourceMap(of: try tree.node("b")).sourceRange(of: ByteRange(at: 0)) == ByteRange(at: 17))
  #expect(tree.sourceMap(of: try tree.node("c")).sourceRange(of: ByteRange(at: 0)) == ByteRange(at: 21))
  #expect(tree.sourceMap(of: try tree.node("d")).decoded.isEmpty)
}

@Test func anAliasHasTheValueOfItsTarget() throws {
  let tree = try parse("a: &x 'it''s'\nb: *x\n")
  #expect(tree.text(of: try tree.node("b")) == "it's")
  #expect(tree.sourceMap(of: try tree.node("b")).sourceRange(of: ByteRange(0, 2)) == ByteRange(7, 9))
}

import SourceText
import Testing

private func diff(
  _ text: String, _ edits: [Edit], sections: [FileChange.Section] = [], contextLines: Int = 3
) throws -> String {
  let change = FileChange(path: "f.yml", original: Array(text.utf8), edits: try EditSet(edits), sections: sections)
  return String(decoding: UnifiedDiff([change], contextLines: contextLines).bytes, as: UTF8.self)
}

private let header = "diff --git a/f.yml b/f.yml\n--- a/f.yml\n+++ b/f.yml\n"
private let tenLines = (1...10).map { "line \($0)\n" }.joined()

/// The edit that replaces the only occurrence of a text.
private func replace(_ old: String, by new: String, in text: String) throws -> Edit {
  let bytes = Array(text.utf8)
  let needle = Array(old.utf8)
  let starts = bytes.indices.filter { bytes[$0...].starts(with: needle) }
  let start = try #require(starts.first)
  return Edit(ByteRange(start, start + needle.count), with: new)
}

@Test func showsThreeLinesOfContext() throws {
  let edit = try replace("line 5", by: "LINE 5", in: tenLines)
  #expect(
    try diff(tenLines, [edit])
      == header + "@@ -2,7 +2,7 @@\n line 2\n line 3\n line 4\n-line 5\n+LINE 5\n line 6\n line 7\n line 8\n")
}

@Test func mergesHunksThatAreCloserThanTheirContext() throws {
  let text = (1...20).map { "\($0)\n" }.joined()
  let near = [try replace("5\n", by: "five\n", in: text), try replace("12\n", by: "twelve\n", in: text)]
  #expect(try diff(text, near).split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -2,14 +2,14 @@"])
  let far = [try replace("5\n", by: "five\nand\n", in: text), try replace("13\n", by: "thirteen\n", in: text)]
  #expect(
    try diff(text, far).split(separator: "\n").filter { $0.hasPrefix("@@") } == [
      "@@ -2,7 +2,8 @@", "@@ -10,7 +11,7 @@",
    ])
}

@Test func namesTheSectionOfTheFirstChange() throws {
  let text = "stages: [b]\nbuild image:\n  a: 1\ntest:\n  b: 2\n"
  let sections = [
    FileChange.Section(range: ByteRange(0, 11), name: "stages"),
    FileChange.Section(range: ByteRange(12, 31), name: "build image"),
    FileChange.Section(range: ByteRange(32, 44), name: "te\nst"),
  ]
  func name(_ edit: Edit) throws -> String? {
    let line = try diff(text, [edit], sections: sections).split(separator: "\n").first { $0.hasPrefix("@@") }
    return line.map { String($0.drop { $0 != " " }.dropFirst().drop { $0 != "@" }.dropFirst(2)) }
  }
  #expect(try name(replace("1", by: "3", in: text)) == " build image")
  #expect(try name(Edit(ByteRange(at: 33), with: "  c: 4\n")) == " te?st")
  #expect(try name(replace("test", by: "unit", in: text)) == " te?st")
  // A line added at the end of a job, right before the next one.
  let end = try replace("test:", by: "", in: text).range.lowerBound
  #expect(try name(Edit(ByteRange(at: end), with: "  c: 4\n")) == " build image")
  #expect(try name(Edit(ByteRange(at: 0), with: "# new\n")) == "")
}

@Test func leavesOutLinesThatAnEditKeeps() throws {
  let edit = Edit(ByteRange(0, tenLines.utf8.count), with: tenLines.replacing("line 5\n", with: "line 5a\nline 5b\n"))
  #expect(
    try diff(tenLines, [edit], contextLines: 1) == header
      + "@@ -4,3 +4,4 @@\n line 4\n-line 5\n+line 5a\n+line 5b\n line 6\n")
}

@Test func showsAnInsertionInsideALineEndAsNewLinesOnly() throws {
  #expect(
    try diff("a\nb\n", [Edit(ByteRange(at: 1), with: "\nx")], contextLines: 0) == header + "@@ -1,0 +2 @@\n+x\n")
}

@Test func saysNothingWhenNothingChanges() throws {
  #expect(try diff(tenLines, []).isEmpty)
  #expect(try diff(tenLines, [try replace("line 5", by: "line 5", in: tenLines)]).isEmpty)
  let apart = [Edit(ByteRange(0, 7), with: ""), Edit(ByteRange(at: 7), with: "line 1\n")]
  #expect(try diff(tenLines, apart).isEmpty)
}

@Test func marksAMissingFinalNewline() throws {
  let none = "\\ No newline at end of file\n"
  #expect(try diff("a\nb", [Edit(ByteRange(at: 3), with: "\n")]) == header + "@@ -1,2 +1,2 @@\n a\n-b\n\(none)+b\n")
  #expect(try diff("a\nb\n", [Edit(ByteRange(3, 4), with: "")]) == header + "@@ -1,2 +1,2 @@\n a\n-b\n+b\n\(none)")
  #expect(try diff("a\nb", [Edit(ByteRange(0, 1), with: "A")]) == header + "@@ -1,2 +1,2 @@\n-a\n+A\n b\n\(none)")
  #expect(try diff("b", [Edit(ByteRange(0, 1), with: "c")]) == header + "@@ -1 +1 @@\n-b\n\(none)+c\n\(none)")
  #expect(
    try diff("b", [Edit(ByteRange(at: 1), with: "\nc")]) == header + "@@ -1 +1,2 @@\n-b\n\(none)+b\n+c\n\(none)")
}

@Test func keepsCarriageReturns() throws {
  #expect(
    try diff("a\r\nb\r\n", [Edit(ByteRange(at: 3), with: "x\r\n")]) == header + "@@ -1,2 +1,3 @@\n a\r\n+x\r\n b\r\n")
}

@Test func emptiesAndFillsFiles() throws {
  #expect(try diff("a\n", [Edit(ByteRange(0, 2), with: "")]) == header + "@@ -1 +0,0 @@\n-a\n")
  #expect(try diff("", [Edit(ByteRange(at: 0), with: "a\n")]) == header + "@@ -0,0 +1 @@\n+a\n")
}

@Test func countsFilesAndLines() throws {
  let change = FileChange(
    path: "a", original: Array("1\n2\n".utf8), edits: try EditSet([Edit(ByteRange(0, 2), with: "x\ny\n")]))
  let same = FileChange(path: "b", original: Array("1\n".utf8), edits: EditSet())
  let diff = UnifiedDiff([change, same, FileChange(newFile: "c", content: Array("z\n".utf8))])
  #expect(diff.fileCount == 2)
  #expect(diff.addedLines == 3)
  #expect(diff.removedLines == 1)
}

@Test func doesNotSlowDownWithManyEdits() throws {
  // Quadratic work would need minutes for this many lines.
  let lines = 200_000
  let text = String(repeating: "key: value\n", count: lines)
  let edits = stride(from: 0, to: lines, by: 2).map { Edit(ByteRange($0 * 11 + 5, $0 * 11 + 10), with: "other") }
  let change = FileChange(path: "f", original: Array(text.utf8), edits: try EditSet(edits))
  #expect(UnifiedDiff([change]).addedLines == lines / 2)
}

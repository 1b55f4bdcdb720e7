import Diagnostics
import Reporting
import SourceText
import Testing

private let rule = RuleID(code: "K101", name: "kaniko-image")

private func range(of needle: String, in text: String) throws -> ByteRange {
  let bytes = Array(text.utf8)
  let part = Array(needle.utf8)
  let start = try #require(bytes.indices.first { bytes[$0...].starts(with: part) })
  return ByteRange(start, start + part.count)
}

private func finding(_ path: String, _ range: ByteRange, message: String = "it is here") -> Diagnostic {
  Diagnostic(rule: rule, severity: .error, message: message, location: Location(path: path, range: range))
}

private func report(_ diagnostics: [Diagnostic], files: [String: String], width: Int = 120) -> String {
  TextReport(diagnostics, options: .init(width: width, showsSummary: false)) { path in
    files[path].map { SourceFile(path: path, text: $0) }
  }.text
}

/// The marker row and the source row above it, for a report of one marked line.
private func rows(_ text: String, _ needle: String, width: Int = 120) throws -> (source: String, mark: String) {
  let output = report([finding("f", try range(of: needle, in: text))], files: ["f": text], width: width)
  let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let mark = try #require(lines.firstIndex { $0.contains("^") })
  return (String(lines[mark - 1].drop { $0 != "|" }.dropFirst(2)), String(lines[mark].drop { $0 != "|" }.dropFirst(2)))
}

@Test func showsPlaceExcerptLabelsAndHelp() throws {
  let pipeline = """
    include: templates/build.yml
    build:
      extends: .kaniko
      image:
        name: kaniko
      tags: [a]
      script: [x]
      after_script: [y]
      stage: build

    """
  let template = ".kaniko:\n  image: x\n"
  let diagnostic = Diagnostic(
    rule: rule, severity: .warning, confidence: .medium, message: "the job uses a Kaniko image",
    location: Location(path: ".gitlab-ci.yml", range: try range(of: "kaniko\n  tags", in: pipeline)),
    labels: [
      Label(location: Location(path: "t.yml", range: try range(of: ".kaniko", in: template)), message: "from here"),
      Label(
        location: Location(path: ".gitlab-ci.yml", range: try range(of: "extends", in: pipeline)), message: "by this"),
      Label(location: Location(path: ".gitlab-ci.yml", range: try range(of: "stage", in: pipeline)), message: "stage"),
      Label(location: Location(path: "gone.yml", range: ByteRange(0, 1)), message: "not at hand"),
    ],
    help: ["run `migrate`", "first\nsecond"], job: "build")
  let text = report([diagnostic], files: [".gitlab-ci.yml": pipeline, "t.yml": template])
  #expect(
    text == """
      warning[K101 kaniko-image]: the job uses a Kaniko image
       --> .gitlab-ci.yml:5:11
        |
      3 |   extends: .kaniko
        |   ------- by this
      4 |   image:
      5 |     name: kaniko
        |           ^^^^^^
      6 |   tags: [a]
        |   ^^^^
      ...
      9 |   stage: build
        |   ----- stage
       ::: t.yml:1:1
        |
      1 | .kaniko:
        | ------- from here
       ::: gone.yml
        = here: not at hand
        |
        = job: build
        = confidence: medium
        = help: run `migrate`
        = help: first
                second


      """)
}

@Test(arguments: [
  ("\t\ta: kaniko", "        a: kaniko", 11, 6), ("名前: kaniko", "名前: kaniko", 6, 6),
  ("e\u{301}: kaniko", "e\u{301}: kaniko", 3, 6), ("👩‍💻👍🏽🇩🇪: kaniko", "👩‍💻👍🏽🇩🇪: kaniko", 8, 6),
  ("❤️ kaniko", "❤️ kaniko", 3, 6), ("\u{1B}[31mkaniko", "\\x1b[31mkaniko", 8, 6),
  ("a\u{202E}b\r c kaniko\r\n", "a\\u{202e}b\\r c kaniko", 15, 6), ("é kaniko é", "é kaniko é", 2, 6),
])
func alignsCaretsUnderWhatTheyMark(text: String, shown: String, before: Int, count: Int) throws {
  let rows = try rows(text, "kaniko")
  #expect(rows.source == shown)
  #expect(rows.mark == String(repeating: " ", count: before) + String(repeating: "^", count: count))
}

@Test func marksWideCharactersOverTheirWholeWidth() throws {
  #expect(try rows("a 名前 b", "名前").mark == "  ^^^^")
}

@Test func marksAnEmptyPlaceWithOneCaret() {
  let output = report([finding("f", ByteRange(at: 3))], files: ["f": "ab:\nc"])
  #expect(output.contains("1 | ab:\n  |    ^\n"))
  #expect(report([finding("f", ByteRange(at: 0))], files: ["f": ""]).contains(" --> f:1:1\n  |\n1 |\n  | ^\n"))
}

@Test func showsLongSpansByTheirEnds() throws {
  let text = "run: |\n  one\n\n  two\n  three\n  four\n  five\nend: 1\n"
  let output = report(
    [finding("f", try range(of: "|\n  one\n\n  two\n  three\n  four\n  five\n", in: text))], files: ["f": text])
  let body = output.split(separator: "\n").dropFirst(3).joined(separator: "\n")
  #expect(body == "1 | run: |\n  |      ^\n2 |   one\n  |   ^^^\n...\n7 |   five\n  |   ^^^^")
}

@Test func cutsLongLinesAroundTheMark() throws {
  let text = "start " + String(repeating: "é名 ", count: 100) + "kaniko" + String(repeating: " tail", count: 100)
  for width in [40, 60, 80, 100] {
    let rows = try rows(text, "kaniko", width: width)
    #expect(rows.source.hasPrefix("...") && rows.source.hasSuffix("..."))
    let columns = rows.mark.prefix { $0 == " " }.count
    // All characters before the mark are é (1 column), 名 (2 columns) and spaces.
    var column = 0
    let tail = rows.source.drop { character in
      defer { column += character == "名" ? 2 : 1 }
      return column < columns
    }
    #expect(tail.hasPrefix("kaniko"))
    let shownWidth = rows.source.reduce(0) { $0 + ($1 == "名" ? 2 : 1) }
    #expect(shownWidth <= width - 4)
  }
}

@Test func showsTheStartAndTheEndOfLongLinesWithoutNeedlessCuts() throws {
  let text = "kaniko " + String(repeating: "x", count: 300) + " last"
  #expect(try rows(text, "kaniko", width: 60).source.hasPrefix("kaniko xx"))
  #expect(try rows(text, "last", width: 60).source.hasSuffix("xx last"))
}

@Test func showsFarPartsOfOneLongLineSeparately() throws {
  let text = "first" + String(repeating: " x", count: 200) + " second"
  let diagnostic = Diagnostic(
    rule: rule, severity: .note, message: "m", location: Location(path: "f", range: try range(of: "first", in: text)),
    labels: [Label(location: Location(path: "f", range: try range(of: "second", in: text)), message: "other")])
  let output = report([diagnostic], files: ["f": text], width: 50)
  #expect(output.split(separator: "\n").filter { $0.hasPrefix("1 |") }.count == 2)
  #expect(output.contains("^^^^^\n") && output.contains("------ other\n"))
}

@Test func escapesEverythingThatComesFromFiles() {
  let evil = "\u{1B}]0;x\u{7}\u{9B}\u{202E}\n"
  let diagnostic = Diagnostic(
    rule: rule, severity: .error, message: evil, location: Location(path: evil, range: ByteRange(0, 2)),
    labels: [Label(location: Location(path: evil, range: ByteRange(0, 1)), message: evil)], help: [evil], job: evil)
  let output = report([diagnostic], files: [evil: evil])
  #expect(output.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) })
}

@Test func showsBytesThatAreNotText() {
  let file = SourceFile(path: "f", bytes: [0x61, 0xFF, 0xC3, 0x28, 0x62])
  let output = TextReport([finding("f", ByteRange(4, 5))]) { _ in file }.text
  #expect(output.contains("1 | a\\xff\\xc3(b\n  |           ^\n"))
}

@Test func usesColourOnlyWhenAsked() throws {
  let findings = [finding("f", ByteRange(0, 1))]
  let plain = TextReport(findings) { _ in SourceFile(path: "f", text: "abc") }.text
  let coloured = TextReport(findings, options: .init(usesColor: true)) { _ in SourceFile(path: "f", text: "abc") }.text
  #expect(!plain.contains("\u{1B}"))
  #expect(coloured.contains("\u{1B}[1;31merror[K101 kaniko-image]\u{1B}[0m"))
  #expect(coloured.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "") == plain)
}

@Test func sortsFindingsAndSumsThemUp() {
  let note = Diagnostic(
    rule: RuleID(code: "K201", name: "n"), severity: .note, message: "z",
    location: Location(path: "a", range: ByteRange(5, 6)))
  let list = [finding("b", ByteRange(0, 1)), note, finding("a", ByteRange(5, 6)), finding("a", ByteRange(1, 2)), note]
  let sorted = list.inReportOrder().map { "\($0.location.path) \($0.location.range) \($0.rule.code)" }
  #expect(sorted == ["a 1..<2 K101", "a 5..<6 K101", "a 5..<6 K201", "a 5..<6 K201", "b 0..<1 K101"])
  #expect(TextReport(list) { _ in nil }.text == TextReport(list.reversed()) { _ in nil }.text)
  #expect(TextReport.summary(of: list) == "3 errors, 2 notes in 2 files")
  #expect(TextReport.summary(of: [note]) == "1 note in 1 file")
  #expect(TextReport([]) { _ in nil }.text == "no findings\n")
}

@Test func survivesRangesOutsideTheFileAndEndlessLines() {
  #expect(report([finding("f", ByteRange(50, 90))], files: ["f": "ab"]).contains("1 | ab\n  |   ^"))
  #expect(report([finding("f", ByteRange(-5, -1))], files: ["f": "ab"]).contains("1 | ab\n  | ^"))
  let long = String(repeating: "é", count: 1_000_000) + "kaniko"
  let text = report([finding("f", ByteRange(2_000_000, 2_000_006))], files: ["f": long])
  #expect(text.contains("ékaniko\n"))
  #expect(text.utf8.count < 1_000)
}

@Test(arguments: [7, 8, 9, 10, 500])
func showsEightRelatedPlacesAtMost(_ count: Int) throws {
  let text = "image\n" + (0..<count).map { "job-\($0):\n" }.joined()
  let table = LineTable(Array(text.utf8))
  let labels = (0..<count).map { number in
    Label(location: Location(path: "f", range: table.range(ofLine: number + 2)), message: "label \(number)")
  }
  let diagnostic = Diagnostic(
    rule: rule, severity: .warning, message: "m", location: Location(path: "f", range: ByteRange(0, 5)), labels: labels)
  let lines = report([diagnostic], files: ["f": text]).split(separator: "\n")
  #expect(lines.count { $0.contains("- label ") } == min(count, 8))
  let note = lines.filter { $0.contains("related: ") }.map { $0.drop { $0 != "r" } }
  let hidden = count - 8
  #expect(note == (hidden > 0 ? ["related: \(hidden) more place\(hidden == 1 ? "" : "s"), see --format json"] : []))
}

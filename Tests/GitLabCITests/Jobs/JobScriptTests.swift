import GitLabCI
import SourceText
import Testing
import YAMLSyntax

private func script(
  _ job: String, _ text: String, _ keywords: [JobScript.Keyword] = [.beforeScript, .script]
) throws -> JobScript {
  JobScript(keywords, of: try #require(load(text).pipelines.first?.job(named: job)).effective)
}

@Test func itemsAreTrimmedAndJoinedByLines() throws {
  let script = try script(
    "j", "j:\n  before_script:\n    - '  one  '\n  script:\n    - |\n\n      two\n      three\n\n    - four\n")
  #expect(String(decoding: script.text, as: UTF8.self) == "one\ntwo\nthree\nfour\n")
  #expect(script.items.map(\.keyword) == [.beforeScript, .script, .script])
  #expect(script.items.map { script.string($0.range) } == ["one", "two\nthree", "four"])
  #expect(script.items.map(\.trimmedPrefix) == [2, 1, 0])
  #expect(script.unreadableItems.isEmpty)
}

@Test func trimmingKnowsTheSpacesOfUnicode() throws {
  let script = try script("j", "j: {script: [\"\u{00A0}\u{3000}a b\u{2003}\\x85\", \"é\"]}\n")
  #expect(script.items.map { script.string($0.range) } == ["a b", "é"])
  #expect(script.items.map(\.trimmedPrefix) == [5, 0])
}

@Test func emptyItemsStay() throws {
  let script = try script("j", "j: {script: ['', a, '   ']}\n")
  #expect(String(decoding: script.text, as: UTF8.self) == "\na\n\n")
  #expect(script.items.map(\.range.isEmpty) == [true, false, true])
}

@Test func aScriptMayBeOneString() throws {
  let script = try script("j", "j:\n  before_script: echo a\n  script: |\n    b\n    c\n")
  #expect(script.items.map { script.string($0.range) } == ["echo a", "b\nc"])
}

@Test func nestedListsAndReferencesAreFlattened() throws {
  let text = ".r: {s: [r1, [r2]]}\nj: {script: [&x [a, b], [[c]], *x, !reference [.r, s], d]}\n"
  let script = try script("j", text)
  #expect(script.items.map { script.string($0.range) } == ["a", "b", "c", "a", "b", "r1", "r2", "d"])
}

@Test func onlyTenLevelsOfListsAreRead() throws {
  func nested(_ levels: Int) -> String {
    "j: {script: \(String(repeating: "[", count: levels))x\(String(repeating: "]", count: levels))}\n"
  }
  #expect(try script("j", nested(10)).items.count == 1)
  let tooDeep = try script("j", nested(11))
  #expect(tooDeep.items.isEmpty)
  #expect(tooDeep.unreadableItems.count == 1)
}

@Test func itemsThatAreNoTextAreNamed() throws {
  let text = """
    include: {template: X.gitlab-ci.yml}
    j:
      script: [1, yes, ~, {a: b}, !reference [.gone], ok, x, "y"]
      after_script:
        - :sym
    """
  let script = try script("j", text, [.script, .afterScript])
  #expect(script.items.map { script.string($0.range) } == ["ok", "x", "y"])
  #expect(script.unreadableItems.map(flow) == ["1", "true", "null", "{a: 'b'}", "!reference [.gone]", ":sym"])
}

@Test func aMissingScriptIsEmpty() throws {
  let script = try script("j", "j: {script: ~, stage: x}\n")
  #expect(script.items.isEmpty && script.text.isEmpty && script.unreadableItems.isEmpty)
}

@Test func hooksAndStepsHaveScriptsOfTheirOwn() throws {
  let text =
    "j: {hooks: {pre_get_sources_script: [h]}, run: [{name: a, script: r1}, {name: b, step: s}, {script: r2}], after_script: [z]}\n"
  #expect(try script("j", text, [.preGetSources]).items.map(\.value.text) == ["h"])
  #expect(try script("j", text, [.run]).items.map(\.value.text) == ["r1", "r2"])
  #expect(try script("j", text, [.afterScript]).items.map(\.value.text) == ["z"])
  #expect(try script("j", text).items.isEmpty)
}

@Test func itemsAreFoundByRange() throws {
  let script = try script("j", "j: {script: [abc, '', def]}\n")
  #expect(script.item(holding: ByteRange(1, 3))?.value.text == "abc")
  #expect(script.item(holding: ByteRange(5, 8))?.value.text == "def")
  #expect(script.item(holding: ByteRange(at: 4))?.value.text == "")
  #expect(script.item(holding: ByteRange(at: 8))?.value.text == "def")
  #expect(script.item(holding: ByteRange(2, 6)) == nil)
  #expect(script.item(holding: ByteRange(3, 4)) == nil)
  #expect(script.item(holding: ByteRange(9, 10)) == nil)
}

/// Every word `NAME` of the script leads back to bytes of the file that say `NAME`, whatever the style of the scalar.
@Test(arguments: [
  "j:\n  script:\n    - run NAME --flag\n",
  "j:\n  script:\n    - run\n      NAME\n      --flag\n",
  "j:\n  script:\n    - 'it''s NAME'\n",
  "j:\n  script:\n    - \"a\\tb \\\"NAME\\\"\"\n",
  "j:\n  script:\n    - \"a\n      NAME \\\n      b\"\n",
  "j:\n  script:\n    - |\n\n      first\n        NAME\n",
  "j:\n  script:\n    - >-\n      run\n      NAME\n\n      b\n",
  "j:\r\n  script:\r\n    - |\r\n      first\r\n      NAME\r\n",
  "j:\n  script: &s\n    - &x é NAME\nk:\n  script: *s\n",
  ".r:\n  s:\n    - é\n    - '  NAME  '\nj:\n  script:\n    - !reference [.r, s]\n",
  "j: {script: [a, [\" NAME\"]]}\n",
  "\u{FEFF}j:\n  script: NAME\n",
  "j:\n  script: |2\n      NAME\n    b\n",
])
func rangesOfTheScriptLeadBackToTheFile(text: String) throws {
  let project = load(text)
  let job = try #require(project.pipelines.first?.jobs.first { !$0.isHidden })
  let script = JobScript([.script], of: job.effective)
  let needle = Array("NAME".utf8)
  let found = script.text.indices.first { script.text[$0...].starts(with: needle) }
  let start = try #require(found)
  let range = ByteRange(start, start + needle.count)
  let item = try #require(script.item(holding: range))
  let tree = project.documents[item.value.origin.file].tree
  let map = tree.sourceMap(of: item.value.origin.node)
  let decoded = item.decodedRange(range)
  #expect(map.decoded[decoded.indices].elementsEqual(needle))
  #expect(tree.source.text(map.sourceRange(of: decoded)) == "NAME")
}

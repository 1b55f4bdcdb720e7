import GitLabCI
import SourceText
import Testing

/// The line of `load.rb` for a text as the product reads it.
private func line(_ text: String) -> String {
  let file = SourceFile(path: "t.yml", text: text)
  let project = ProjectLoader.load(entries: [("t.yml", .template)], from: ProjectFiles([file]))
  guard let pipeline = project.pipelines.first, !project.hasUnreadableFiles else { return "error" }
  return Canonical.line(pipeline.root)
}

/// Compares every text with Psych; texts on which Ruby itself fails say nothing.
private func compare(_ texts: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
  let expected = try Ruby.load(texts)
  try #require(expected.count == texts.count, sourceLocation: sourceLocation)
  let crashes = expected.count { $0 == "crash" }
  let errors = expected.count { $0 == "error" }
  #expect(crashes * 20 < texts.count, sourceLocation: sourceLocation)
  #expect(errors * 2 < texts.count, "most texts must load, or nothing is compared", sourceLocation: sourceLocation)
  var differences = 0
  for (text, line) in zip(texts, expected) where line != "crash" {
    let own = GitLabCITests.line(text)
    guard own != line, differences < 5 else { continue }
    differences += 1
    Issue.record("Psych reads\n\(text)\nas\n\(line)\nhere it is\n\(own)", sourceLocation: sourceLocation)
  }
}

@Test func plainScalarsAreTypedAsPsychTypesThem() throws {
  var generator = YAMLGenerator(seed: 1)
  try compare((0..<6_000).map { _ in "k: \(generator.plainScalar())\n" })
}

@Test func wordsAreTypedAsPsychTypesThem() throws {
  let words = ["yes", "no", "on", "off", "true", "false", "null", "~", "y", "n", "nil", "none", "inf", ".inf", "nan"]
  let forms = words.flatMap {
    [
      $0, $0.uppercased(), $0.prefix(1).uppercased() + $0.dropFirst(), String($0.reversed()), $0 + "s", "+" + $0,
      "-" + $0,
    ]
  }
  try compare(forms.map { "k: \($0)\n" } + forms.map { "k:\n  \($0)\n\n  \($0)\n" })
}

@Test(arguments: 1...6) func generatedFilesAreReadAsPsychReadsThem(seed: UInt64) throws {
  var generator = YAMLGenerator(seed: seed)
  try compare((0..<400).map { _ in generator.file() })
}

@Test func handwrittenFilesAreReadAsPsychReadsThem() throws {
  try compare([
    "a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a, x: 4}\n", "a: &a [1]\nb: {<<: *a}\n", "a: &a ~\nb: {<<: *a}\n",
    "a: &a {k: 1}\nb: &b {<<: *a}\nc: {<<: [*b, *a], k: 2}\n", "a: &x 1\nb: &x 2\nc: *x\n", "? a\n: b\n",
    "a: b\n---\nc: d\n", "--- # c\na: b\n", "spec: {}\n---\na: b\n", "spec: {}\n---\n---\na: b\n", "a: b\n---",
    "---\n---\na: b\n", "a: b\n...\n", "a: b\n...\nc: d\n", "a: b\n... c: [\n---\n- x\n",
    "spec: {}\n...\n@\n--- # c\na: b\n...\n%\n---\n}\n", "a: b\n...x\n", "a: |\n  x\n...\n}\n",
    "%YAML 1.1\n---\na: b\n", "- a\n", "x\n", "", "---\n",
    "a: [\n", "a: b: c\n", "a: @x\n", "\ta: b\n", "a: *gone\n", "a: 2020-01-01\n", "2020-01-01: a\n",
    "a: !ruby/object:Object {}\n", "a: !!set {b}\n", "a: !foo {b: c}\n", "a: !!str\n", "a: !!int '5'\n",
    "a: !!float 5\n", "a: ! '5'\n", "a: !reference [b, c]\n", "a: !reference [b, [c]]\n", "a: 'x\n  y\n\n  z'\n",
    "a: >\n  x\n   y\n\n  z\n", "a: |2-\n   x\n\n", "\u{FEFF}a: b\n", "a: b\r\nc: |\r\n  d\r\n  e\r\n",
    "a: \"\\u00e9\\x41\\n\"\n",
    "a: [x, {b: c}, d: e]\n", "a: {b, c: }\n", "k: no\nk: {a: b}\nk: [c]\n",
  ])
}

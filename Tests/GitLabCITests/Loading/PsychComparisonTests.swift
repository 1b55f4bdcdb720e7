import GitLabCI
import Invariants
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
private func compare(
  _ texts: [String], expectsMostToLoad: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let expected = try Ruby.load(texts)
  try #require(expected.count == texts.count, sourceLocation: sourceLocation)
  let crashes = expected.count { $0 == "crash" }
  let errors = expected.count { $0 == "error" }
  #expect(crashes * 20 < texts.count, sourceLocation: sourceLocation)
  if expectsMostToLoad {
    #expect(errors * 2 < texts.count, "most texts must load, or nothing is compared", sourceLocation: sourceLocation)
  }
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

/// What GitLab's loader makes of YAML, rule by rule; Psych has the last word on each.
///
/// Two things are left alone as errors of syntax that GitLab would load: a mapping on the line of a `---`, which libyaml
/// refuses in a whole file, and `!!binary`.
@Test(arguments: [
  ("the last of equal keys counts, without merging", ["a: {x: 1}\na: {y: 2}\n", "a: 1\nb: 2\na: ~\n"]),
  (
    "a merge key counts where it stands",
    [
      "b: &b {y: 2}\na: {y: 3, <<: *b}\n", "b: &b {y: 2}\na: {<<: *b, y: 3}\n",
      "b: &b {y: {k: 1}}\na: {y: {l: 1}, <<: *b}\n",
      "b: &b {y: 2}\nc: &c {y: 3, z: 4}\na: {<<: [*b, *c]}\n", "b: &b {y: 2}\nc: &c {y: 3}\na: {<<: *b, <<: *c}\n",
      "b: &b {y: 2}\na: {\"<<\": *b}\n", "b: &b {y: 2}\na: {'<<': *b, y: 1}\n", "a: {<<: text}\n", "a: {<<: [x, y]}\n",
      "b: &b {y: 2}\na:\n  <<: *b\n  y:\n", "l: &l [{x: 1}]\na: {<<: *l}\n",
    ]
  ),
  (
    "scalars have the types of YAML 1.1",
    [
      "yes", "nO", "Off", "ON", "y", "N", "~", "Null", "NULL", "nUll", "010", "0x1F", "0o10", "1_000", "1,000", "1:30",
      "1e3", "1.10", "08", "+1", "-0b11", ".5", "5.", "1.e+3", ":foo", ":\"a b\"", "'yes'", "\"010\"", "0_1", "1__0",
    ].map { "k: \($0)\n" }
  ),
  ("keys have types too", ["010: x\n8: y\n", "yes: x\ntrue: y\n", "~: x\n", "1.10: x\n", ":a: x\n"]),
  (
    "dates are refused unless they are quoted",
    ["k: 2020-01-01\n", "k: 2020-01-01 10:00:00\n", "k: '2020-01-01'\n", "k: 2020-1-1x\n"]
  ),
  (
    "tags that mean nothing are ignored",
    [
      "k: !foo x\n", "k: !foo [1]\n", "k: !foo {a: 010}\n", "k: !!str 010\n", "k: !reference [a, b]\n",
      "k: !ruby/object:Object {}\n",
      "k: !!set {a}\n", "k: !ruby/regexp /x/\n",
    ]
  ),
  (
    "some text cannot stand plain",
    [
      "k: @x\n", "k: `x`\n", "k: %x\n", "k:\n\t- x\n", "k: [${Y}]\n", "k: [$[[ inputs.x ]]]\n", "k: $[[ inputs.x ]]\n",
      "$[[ inputs.x ]]: y\n", "k: [a, ${Y}, b]\n", "k: ${Y}\n",
    ]
  ),
  (
    "a colon or a hash in an item",
    ["k:\n  - echo \"a: b\"\n", "k:\n  - echo a #b\n", "k:\n  - 'echo \"a: b\"'\n", "k:\n  - a:b\n"]
  ),
  (
    "lines are folded",
    [
      "k:\n  - x\n    --context y\n", "k: >-\n  x\n  y\n    --more\n  z\n", "k: |\r\n  x\r\n  y\r\n",
      "k: |+\n  x\n\nl: y\n",
      "k: \"x\\\n  y\"\n",
    ]
  ),
  (
    "documents are cut at dashes with white space behind them",
    [
      "a: b\n---\nc: d\n", "a: b\n--- # x\nc: d\n", "a: b\n---", "a: |\n  ---\n  x\n", "---\n---\na: b\n",
      "spec: {}\n---\na: b\n---\nc: d\n", "a: b\n---\nspec: {}\n", "spec: {}\n", "a: b\n---\n- x\n",
      "%YAML 1.2\n---\na: b\n",
      "a: b\n----\n", "a: b\n ---\n",
    ]
  ),
  ("the byte order mark stands at the start", ["\u{FEFF}a: b\n", "\u{FEFF}# c\na: b\n"]),
  ("the configuration is a mapping", ["- a\n", "x\n", "", "# c\n", "{}\n", "[]\n", "~\n", "false\n"]),
])
func loadingFollowsPsych(rule: String, texts: [String]) throws {
  try compare(texts, expectsMostToLoad: false)
}

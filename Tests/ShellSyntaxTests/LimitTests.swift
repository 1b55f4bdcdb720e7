import ShellSyntax
import Testing

@Test(arguments: [
  "(", "{ ", "$(", "\"$(", "${a:-", "\"${a:-\"", "$((", "((", "if ", "if a; then ", "while a; do ", "f() ", "! ( ",
  "case a in a) ", "for a in b; do ", "<(", "a=(", "a | (", "a && (", "[[ $(", "function f ", "time (", "\"`",
  "cat <<E\n$(", "$((a[$(", "else ", "x=${a#${b%", "{\n", "(\n", "if a\nthen\n", "a $(\n", "echo \"$(\n",
])
func tenThousandLevelsEndWithAProblem(opener: String) {
  let text = Array(String(repeating: opener, count: 10_000).utf8)
  let script = ShellScript(parsing: text)
  #expect(!script.problems.isEmpty)
  #expect(!script.dump().isEmpty)
  script.forEachCommand { _, _ in }
}

@Test(arguments: [("( ", "a", ")"), ("$(", "a", ")"), ("{ ", "a", ";}"), ("${a:-", "b", "}"), ("\"$(", "a", ")\"")])
func nestingIsParsedUpToTheLimit(opener: String, middle: String, closer: String) {
  let levels = 40
  let text = String(repeating: opener, count: levels) + middle + String(repeating: closer, count: levels)
  #expect(parse(text).problems.isEmpty)
  let shallow = ShellScript(parsing: Array(text.utf8), limits: ShellLimits(nestingDepth: 10))
  #expect(shallow.problems.map(\.message) == ["more than 10 levels of nesting"])
}

@Test func closedNestingBeyondTheLimitIsOpaque() {
  let text = String(repeating: "( ", count: 10_000) + "a" + String(repeating: ")", count: 10_000)
  let script = parse(text)
  #expect(script.problems.count == 1)
}

/// Each of these took time that grows with the square of the length in a parser without a bound on what it reads again.
@Test(arguments: [
  "a b c $d \"e f\" 'g' > h\n", "a\"\n", "'", "$[[ ", "$[[ a ]] ", "`a` ", "\\\n", "# a\n", "cat <<E\n",
  "cat <<E\na\nE\n",
  "a;", "a | ", "a && ", "$((", "$((a)", "((a) ", "if a\n", "a $(\n", "(\n", "\"", "\"$a", "${", "${a:-", "=(",
  "a=(b\n",
  "\\", "1", "<", "<<", "<<<", "a <<'E' ", "!", ") ", "}\n", ";;", "case a in a) ", "[[ a ", "[[ a =~ (", "é", "\0",
  "~",
  "fi\n", "(\"\n", "{ '\n", "f() { a; }\n", "x=\\", "&\\\n", "i\\\nf ", "$\\\n", "a\\\n",
])
func longTextsOfAnythingAreParsed(unit: String) {
  let text = repeated(unit, upTo: 256 << 10)
  let script = ShellScript(parsing: text)
  #expect(script.text.count == text.count)
  #expect(!script.statements.isEmpty || unit.first == "\\" || unit.first == "#")
}

@Test func aScriptOfTwoMebibytesIsParsed() {
  let line = "/kaniko/executor --context \"$CI_PROJECT_DIR\" --build-arg 'A=$B' ${C:-d} > e # f\n"
  let script = ShellScript(parsing: repeated(line, upTo: 2 << 20))
  #expect(script.statements.count == (2 << 20) / line.utf8.count + 1)
  #expect(script.problems.isEmpty)
}

private func repeated(_ unit: String, upTo count: Int) -> [UInt8] {
  let bytes = Array(unit.utf8)
  var text: [UInt8] = []
  text.reserveCapacity(count + bytes.count)
  while text.count < count { text += bytes }
  return text
}

@Test func oneLongPipelineAndOneLongListAreFlat() {
  let pipeline = parse(Array(repeating: "a", count: 20_000).joined(separator: "|"))
  #expect(pipeline.statements.first?.first.commands.count == 20_000)
  let list = parse(Array(repeating: "a", count: 20_000).joined(separator: "&&"))
  #expect(list.statements.first?.rest.count == 19_999)
}

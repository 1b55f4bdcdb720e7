import ShellSyntax
import SourceText
import Testing

/// The commands of a script at its top level, opaque ones in angle brackets.
private func commands(_ script: ShellScript) -> [String] {
  script.statements.map { statement in
    let text = String(decoding: script.text[statement.range.indices], as: UTF8.self)
    if case .opaque = statement.first.commands[0].kind { return "<\(text)>" }
    return text
  }
}

@Test(arguments: [
  ("if [ -f x ]\na\n", "`if` without `then`", 0..<2),
  ("if a; then b\n", "`if` is not closed", 0..<2),
  ("if a; then b; elif c; fi\n", "`elif` without `then`", 14..<18),
  ("while a; b; done\n", "`while` without `do`", 0..<5),
  ("for a in b; c; done\n", "`for` without `do`", 0..<3),
  ("for ((i=0;i<1;i++)); do a; done\n", "`for` without a variable name", 0..<3),
  ("case a b) c;; esac\n", "`case` without `in`", 0..<4),
  ("case a in b c) d;; esac\n", "`)` expected after the `case` pattern", 10..<11),
  ("fi\n", "unexpected `fi`", 0..<2),
  ("a; }\n", "unexpected `}`", 3..<4),
  ("{ a; fi\n", "unexpected `fi` in unclosed `{`", 5..<7),
  ("(a\n", "`(` is not closed", 0..<1),
  ("( )\n", "no command after `(`", 2..<3),
  ("if a; then fi\n", "no command after `then`", 11..<13),
  ("a 'b\n", "quote `'` is not closed", 2..<3),
  ("a \"b\n", "quote `\"` is not closed", 2..<3),
  ("a $'b\n", "quote `$'` is not closed", 2..<4),
  ("a `b\n", "quote ``` is not closed", 2..<3),
  ("a $(b\n", "`$(` is not closed", 2..<4),
  ("a ${b:-c\n", "`${` is not closed", 2..<4),
  ("a ${b!}\n", "bad substitution", 2..<4),
  ("a $((1\n", "`((` is not closed", 3..<5),
  ("a &&\n", "no command after `&&`", 2..<4),
  ("a |\n", "no command after `|`", 2..<3),
  ("!\n", "unexpected `\n`", 1..<2),
  ("a >\n", "nothing after `>`", 2..<3),
  ("a > 2>b\n", "nothing after `>`", 2..<3),
  ("a (b)\n", "unexpected `(`", 2..<3),
  ("a;; b\n", "unexpected `;;`", 1..<3),
  ("f()\n", "function `f` without a body", 0..<1),
  ("function\n", "`function` without a name", 0..<8),
  ("[[ a\n", "`[[` without `]]`", 0..<2),
  ("a $(cat <<E)\nE\n", "here-document without a body before the `)`", 8..<10),
  ("cat <<$(a)\nE\n", "substitution in the delimiter of a here-document", 6..<10),
  ("a=(b)c\n", "unexpected `c`", 5..<6),
  ("cat <<E\n${a-\nE\n", "`${` is not closed", 8..<10),
])
func aProblemSaysWhatIsWrongAndWhere(text: String, message: String, range: Range<Int>) {
  let problem = parse(text).problems.first
  #expect(problem?.message == message)
  #expect(problem?.range.indices == range)
}

@Test func laterLinesAreParsedAfterAProblem() {
  let script = parse("a\nif b\nc \"d\ne\nf $(g\n/kaniko/executor --context .\n")
  #expect(commands(script) == ["a", "<if b>", "<c \"d>", "e", "<f $(g>", "/kaniko/executor --context ."])
}

@Test func statementsBeforeAProblemOnTheSameLineAreKept() {
  #expect(commands(parse("a; b && c; fi; d\ne\n")) == ["a", "b && c", "<fi; d>", "e"])
}

@Test func aBodyThatCannotBeParsedIsNotTakenForCommands() {
  let script = parse("cat <<E && a\n$(\nexecutor\nE\nb\n")
  #expect(commands(script) == ["cat <<E && a", "b"])
  #expect(script.problems.map(\.message) == ["`$(` is not closed"])
}

@Test func aHereDocumentKeepsItsBodyWhenTheRestOfItsLineIsNoShell() {
  #expect(commands(parse("cat <<E; )\nbody\nE\na\n")) == ["cat <<E", "<)>", "a"])
}

@Test func anOpaqueCommandEndsAtItsFirstLine() {
  let script = parse("for a in b\ndo\n  c \"d\ndone\n")
  #expect(commands(script).first == "<for a in b>")
  #expect(script.problems.first == ShellProblem(message: "quote `\"` is not closed", range: ByteRange(18, 19)))
}

@Test func emptyTextsHaveNoStatements() {
  for text in ["", "\n", "  \n\t\n", "# a", "\\\n"] {
    let script = parse(text)
    #expect(script.statements.isEmpty)
    #expect(script.problems.isEmpty)
  }
}

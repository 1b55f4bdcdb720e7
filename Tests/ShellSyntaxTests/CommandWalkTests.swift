import ShellSyntax
import SourceText
import Testing

/// The names of the simple commands of a script with their contexts.
private func contexts(_ text: String) -> [String: CommandContext] {
  let script = parse(text)
  #expect(script.problems.isEmpty)
  var result: [String: CommandContext] = [:]
  script.forEachCommand { command, context in
    guard case .simple(let simple) = command.kind, let name = simple.words.first else { return }
    result[String(decoding: script.text[name.range.indices], as: UTF8.self)] = context
  }
  return result
}

@Test func everyCommandAtAnyDepthIsVisitedOnce() {
  let script = parse(
    """
    c1; c2 | c3 && ! c4 &
    if c5; then c6; elif c7; then c8; else c9; fi > $(c10)
    for x in $(c11) `c12`; do c13; done
    while c14; do c15; done < <(c16)
    case $(c17) in $(c18)) c19;; esac
    f() { c20 "${x:-$(c21)}" "$(c22 $((1 + $(c23))))"; }
    A=$(c24) B=($(c25))
    (c26; { c27; }) <<E
    $(c28) \\$(no)
    E
    [[ $(c29) ]] && (( $(c30) ))
    """)
  var names: [String] = []
  script.forEachCommand { command, _ in
    guard case .simple(let simple) = command.kind, let name = simple.words.first else { return }
    names.append(String(decoding: script.text[name.range.indices], as: UTF8.self))
  }
  #expect(script.problems.isEmpty)
  #expect(names.sorted() == (1...30).map { "c\($0)" }.sorted())
}

@Test func theContextSaysWhereACommandStands() {
  let all = contexts(
    """
    plain
    if condition; then branch; fi
    while loopcondition; do body; done
    ! negated
    first && second
    left | right
    background &
    (subshell)
    { group; }
    f() { inner $(infunction); }
    for x in y; do a $(inloop); done
    """)
  #expect(all["plain"]?.depth == 0)
  #expect(all["plain"]?.isConditional == false)
  #expect(all["condition"]?.isCondition == true)
  #expect(all["condition"]?.isConditional == false)
  #expect(all["branch"]?.isCondition == false)
  #expect(all["branch"]?.isConditional == true)
  #expect(all["branch"]?.depth == 1)
  #expect(all["loopcondition"]?.isCondition == true)
  #expect(all["loopcondition"]?.isInLoop == true)
  #expect(all["body"]?.isInLoop == true)
  #expect(all["negated"]?.isNegated == true)
  #expect(all["first"]?.isInAndOrList == true)
  #expect(all["first"]?.isConditional == false)
  #expect(all["second"]?.isConditional == true)
  #expect(all["left"]?.isInPipeline == true)
  #expect(all["background"]?.isInBackground == true)
  #expect(all["subshell"]?.isInSubshell == true)
  #expect(all["group"]?.isInSubshell == false)
  #expect(all["inner"]?.function == "f")
  #expect(all["infunction"]?.function == "f")
  #expect(all["infunction"]?.isInSubstitution == true)
  #expect(all["inloop"]?.isInLoop == true)
  #expect(all["inloop"]?.isConditional == false)
}

@Test func aFunctionBodyStartsAnew() {
  let all = contexts("if f() { a; }; then (g() { b; }) && c; fi\n")
  #expect(all["a"]?.isCondition == false)
  #expect(all["a"]?.function == "f")
  #expect(all["b"]?.isInSubshell == false)
  #expect(all["c"]?.isConditional == true)
}

@Test func theContextKnowsTheStatementAndThePipeline() {
  let all = contexts("a && b | c; d\n")
  #expect(all["b"]?.statement.indices == 0..<10)
  #expect(all["b"]?.pipeline.indices == 5..<10)
  #expect(all["d"]?.statement.indices == 12..<13)
}

@Test func interpolationsAreSeenInEveryQuoting() {
  let text = "a $[[ b ]] \"$[[ c ]]\" '$[[ d ]]' # $[[ e ]]\ncat <<'E'\n$[[ f ]]\nE\n$[[ g\n]] $[[h]]"
  let script = parse(text)
  let found = script.interpolations.map { String(decoding: script.text[$0.indices], as: UTF8.self) }
  #expect(found == ["$[[ b ]]", "$[[ c ]]", "$[[ d ]]", "$[[ e ]]", "$[[ f ]]", "$[[h]]"])
}

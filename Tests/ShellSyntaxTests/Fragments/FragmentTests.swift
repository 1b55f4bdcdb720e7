import ShellSyntax
import SourceText
import Testing

/// The fragment of the second word of a script.
private func fragment(_ word: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> ShellFragment {
  let script = parse("a \(word)\n", sourceLocation: sourceLocation)
  guard case .simple(let simple)? = script.statements.first?.first.commands.first?.kind, simple.words.count == 2 else {
    throw NotOneWord(text: word)
  }
  return ShellFragment(simple.words[1], in: script.text)
}

private struct NotOneWord: Error { let text: String }

@Test(arguments: [
  "a", "--x=$Y", "\"$Y\"", "\"$Y/z\"", "${Y}z", "'a b'", "\"a b\"", "\"\"", "''", "$X\"\"", "\"$@\"", "$*",
  "\"${X:-y}\"",
  "$X\"_\"a", "*.tar", "{a,b}", "~/x", "~", "~user/x", "\"{\\\"k\\\":\\\"$V\\\"}\"", "\"a\\d\"", "'it'\"'\"'s'",
  "a$(b c)d",
  "`a`", "$((1+2))", "$[[ inputs.x ]]/y", "'$[[ inputs.x ]]'", "\"$X\"'y'z", "é", "<(a)",
])
func writingKeepsTheQuotingOfTheOriginal(word: String) throws {
  #expect(try fragment(word).source == word)
}

@Test(arguments: [
  ("$X", "_a", "${X}_a"), ("$X", "1", "${X}1"), ("$X", "/a", "$X/a"), ("$X", "-a", "$X-a"), ("${X}", "a", "${X}a"),
  ("\"$X\"", "a", "\"${X}a\""), ("\"$X\"", "/a", "\"$X/a\""), ("$1", "0", "$10"), ("$@", "a", "$@a"),
  ("$?", "a", "$?a"),
  ("$X", "a b", "$X\"a b\""), ("$X", "*", "$X\"*\""), ("'x'", "it's", "'xit'\\''s'"), ("\"x\"", "$", "\"x\\$\""),
  ("$(a)", "b", "$(a)b"), ("~/x", "y", "~/xy"), ("a", "é", "aé"), ("$X", "é", "$Xé"),
])
func aNameIsBracedWhereTextWouldLengthenIt(word: String, text: String, expected: String) throws {
  #expect((try fragment(word) + text).source == expected)
}

@Test func aNameIsBracedBeforeAnInterpolation() throws {
  #expect((try fragment("$X") + fragment("$[[ inputs.y ]]")).source == "${X}$[[ inputs.y ]]")
  #expect((try fragment("\"$X\"") + fragment("y")).source == "\"$X\"y")
}

@Test func aTildeThatNoLongerStartsTheWordIsStillTheHomeDirectory() throws {
  #expect(("context=" + (try fragment("~/x"))).source == "context=\"$HOME\"/x")
  #expect(("context=" + (try fragment("~"))).source == "context=\"$HOME\"")
  #expect(("context=" + (try fragment("'~'"))).source == "'context=~'")
  #expect(try fragment("~/x y'z'".replacing(" ", with: "")).doubleQuotedContent == "$HOME/xyz")
  #expect(try fragment("~user/x").staticValue == nil)
}

@Test(arguments: [
  ("", "\"\""), ("a", "a"), ("a b", "\"a b\""), ("*", "\"*\""), ("a?", "\"a?\""), ("[x]", "\"[x]\""), ("~", "\"~\""),
  ("~/x", "\"~/x\""), ("#x", "\"#x\""), ("{a,b}", "\"{a,b}\""), ("!", "\"!\""), ("^", "\"^\""), ("$x", "\"\\$x\""),
  ("a\"b", "\"a\\\"b\""), ("it's", "\"it's\""), ("a\\", "\"a\\\\\""), ("a\\b", "\"a\\b\""), ("`", "\"\\`\""),
  ("type=image,name=r/a:b,push=true", "type=image,name=r/a:b,push=true"), ("a;b", "\"a;b\""), ("a\nb", "\"a\nb\""),
])
func aCreatedLiteralIsQuotedWhereTheShellSeesMore(text: String, expected: String) {
  #expect(ShellFragment(literal: text).source == expected)
  #expect(ShellFragment(literal: text).staticValue == text)
}

@Test(arguments: [
  ("\\*", "*", "\"*\""), ("a\\ b", "a b", "a\" \"b"), ("'*'", "*", "'*'"), ("\"\\*\"", "\\*", "\"\\*\""),
  ("\\~", "~", "\"~\""), ("\\é", "é", "\"é\""), ("$'a\\tb'", "a\tb", "'a\tb'"), ("a\\\nb", "ab", "ab"),
  ("x\\'y", "x'y", "x\"'\"y"),
])
func escapedTextKeepsItsMeaning(word: String, value: String, source: String) throws {
  #expect(try fragment(word).staticValue == value)
  #expect(try fragment(word).source == source)
}

@Test(arguments: [
  ("a=b", "a", "b"), ("\"a=b\"", "\"a\"", "\"b\""), ("--x=$Y", "--x", "$Y"), ("\"--x=$Y\"", "\"--x\"", "\"$Y\""),
  ("a=", "a", "\"\""), ("\"a=\"", "\"a\"", "\"\""), ("'a='", "'a'", "''"), ("=b", "\"\"", "b"),
  ("a=~/x", "a", "\"~\"/x"),
  ("a=#x", "a", "\\#x"), ("a=\"$X\"", "a", "\"$X\""), ("$A=$B", "$A", "$B"), ("'a'=\"b\"", "'a'", "\"b\""),
  ("a=b=c", "a", "b=c"),
])
func splittingAtTheFirstSeparatorKeepsTheQuoting(word: String, head: String, tail: String) throws {
  let split = try fragment(word).splitAtFirst("=")
  #expect(split?.head.source == head)
  #expect(split?.tail.source == tail)
}

@Test func splittingAtTheLastSeparatorLooksAtLiteralTextOnly() throws {
  let split = try fragment("\"$R:5000/${X:-a:b}:tag$(c:d)\"").splitAtLast(":")
  #expect(split?.head.source == "\"$R:5000/${X:-a:b}\"")
  #expect(split?.tail.source == "\"tag$(c:d)\"")
  #expect(try fragment("$X").splitAtLast(":") == nil)
  #expect(try fragment("\"${X:-a}\"").splitAtFirst(":") == nil)
}

@Test(arguments: [
  ("a", false), ("\"$X\"", false), ("'*'", false), ("$X", true), ("\"$@\"", true), ("\"${@}\"", true),
  ("\"$*\"", false),
  ("*.tar", true), ("\"${x[@]}\"", true), ("$(a)", true), ("\"$(a)\"", false), ("${X:-y}", true), ("\"${@:-y}\"", true),
])
func whatMayBecomeSeveralWordsIsKnown(word: String, expected: Bool) throws {
  #expect(try fragment(word).mayBecomeSeveralWords == expected)
}

@Test(arguments: [
  ("$@", "@"), ("$*", "*"), ("\"$@\"", "@"), ("$1", "1"), ("${X}", "X"), ("$X", "X"), ("${10}", "10"),
])
func plainParametersAreNamed(word: String, name: String) throws {
  guard case .expansion(_, let found, _)? = try fragment(word).pieces.first else {
    Issue.record("no expansion")
    return
  }
  #expect(found == name)
}

@Test(arguments: [
  ("a b", "a b"), ("\"a\\\"b\"", "a\\\"b"), ("'$x`'", "\\$x\\`"), ("$X'_y'", "${X}_y"), ("<(a)", "\"<(a)\""),
  ("x${Y:-'z'}", "x\"${Y:-'z'}\""), ("\"${Y:-\"z\"}\"", "${Y:-\"z\"}"), ("''", ""), ("*", "*"),
])
func theContentForDoubleQuotesHoldsTheWord(word: String, expected: String) throws {
  let quoted = word == "a b" ? "'a b'" : word
  #expect(try fragment(quoted).doubleQuotedContent == expected)
}

@Test func aHereDocumentIsReadAsItsBody() throws {
  let script = parse("cat <<E\n{\"a\":\"$X\",\"b\":\"\\$\"}\nE\ncat <<-'E'\n\t$y\n\t\tz\tz\n\tE\n")
  let fragments = script.statements.compactMap { statement -> ShellFragment? in
    guard let redirection = statement.first.commands.first?.redirections.first,
      let document = redirection.hereDocument
    else { return nil }
    return ShellFragment(document, of: redirection, in: script.text)
  }
  #expect(fragments.map(\.source) == ["\"{\\\"a\\\":\\\"$X\\\",\\\"b\\\":\\\"\\$\\\"}\n\"", "'$y\nz\tz\n'"])
}

import GitLabCI
import Testing

@Test(arguments: [
  ("yes", "true"), ("nO", "false"), ("On", "true"), ("OFF", "false"), ("TRUE", "true"), ("y", "'y'"), ("N", "'N'"),
  ("~", "null"), ("null", "null"), ("Null", "null"), ("", "null"), ("nullo", "'nullo'"),
  ("010", "8"), ("0x1F", "31"), ("0b101", "5"), ("0o10", "'0o10'"), ("08", "'08'"), ("1_000", "1000"),
  ("1,000", "1000"), ("-12", "-12"), ("+5", "5"), ("0", "0"), ("-0", "0"), ("1__0", "'1__0'"),
  ("99999999999999999999", "99999999999999999999"), ("0xFFFFFFFFFFFFFFFFFFFF", "1208925819614629174706175"),
  ("1:30", "5400"), ("1:30:15", "5415"), ("-1:30", "-1800"), ("1:75", "'1:75'"), ("1:30:15.5", "5415.5"),
  ("1.10", "1.1"), (".5", "0.5"), ("1.", "1.0"), ("1e3", "'1e3'"), ("1.5e3", "'1.5e3'"), ("1.5e+3", "1500.0"),
  ("1.e+5", "100000.0"), ("1.0e+20", "1.0e+20"), ("0.00001", "1.0e-05"), ("0.0001", "0.0001"), (".inf", "Infinity"),
  ("-.INF", "-Infinity"), (".nan", "NaN"), (".", "'.'"), ("-.", "'-.'"), ("1.2.3", "'1.2.3'"),
  ("2020-13-01", "'2020-13-01'"), ("2020-01", "'2020-01'"), (":foo", ":foo"), (":\"a b\"", ":a b"), ("a:b", "'a:b'"),
  ("\"010\"", "'010'"), ("'yes'", "'yes'"), ("!!str 010", "'010'"), ("!foo 010", "8"), ("!foo \"010\"", "8"),
  ("! \"010\"", "8"), ("!!int \"0x10\"", "16"), ("!!float 5", "5.0"), ("!!bool \"yes\"", "true"),
])
func scalarsHaveTheTypesOfPsych(written: String, shown: String) throws {
  #expect(try content("key: \(written)\n") == "{key: \(shown)}")
}

@Test(arguments: [
  "2020-01-01", "2020-1-9", "2020-01-01 10:20:30", "2020-01-01T10:20:30Z", "2001-12-14t21:59:43.10-05:00",
])
func datesMakeAFileInvalid(written: String) {
  let project = load("job: {script: a}\nkey: \(written)\n")
  #expect(project.messages == ["error: `\(written)` is a date, which GitLab does not load"])
  #expect(project.pipelines.isEmpty)
  #expect(project.hasUnreadableFiles)
}

@Test func aDateAsAKeyMakesAFileInvalid() {
  #expect(load("2020-01-01: a\n").hasUnreadableFiles)
}

@Test(arguments: ["!ruby/object:Object {}", "!!set {a, b}", "!!omap [a: b]", "!!binary aGk=", "!!float x"])
func tagsOfRubyObjectsMakeAFileInvalid(written: String) {
  let project = load("key: \(written)\n")
  #expect(project.messages.first?.contains("GitLab does not load a value with the tag") ?? false)
  #expect(project.hasUnreadableFiles)
}

@Test func unknownTagsAreIgnored() throws {
  #expect(try content("a: !foo {b: !bar [1, !baz x]}\n") == "{a: {b: [1, 'x']}}")
}

@Test func keysAreNamedAsGitLabNamesThem() throws {
  #expect(try content("010: a\nyes: b\n:sym: c\n'010': d\n~: e\n") == "{8: 'a', true: 'b', sym: 'c', 010: 'd', : 'e'}")
}

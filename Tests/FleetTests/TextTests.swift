import Reporting
import Testing

@testable import Fleet

@Test(arguments: [
  ("https://gitlab.example.com/group/sub/app.git", "group/sub/app"),
  ("git@gitlab.example.com:group/app.git", "group/app"),
  ("ssh://git@gitlab.example.com:2222/group/app", "group/app"), ("file:///srv/git/app.git/", "srv/git/app"),
])
func theNameOfARemoteIsItsPath(_ url: String, _ path: String) throws {
  #expect(try RemoteLocation(url)?.path == path)
}

@Test(arguments: [
  "ext::sh -c true", "https://user:secret@example.com/a/b", "https://secret@example.com/a", "ftp://x/y",
])
func someURLsAreNotUsed(_ url: String) {
  #expect { try RemoteLocation(url) } throws: { !(($0 as? GitFailure)?.message.contains("secret") ?? true) }
}

@Test(arguments: ["checkouts", "./a:b", "/srv/x", "-x:y"])
func aPathIsNoURL(_ text: String) throws {
  #expect(try RemoteLocation(text) == nil)
}

@Test(arguments: [
  ("*", "", true), ("a*", "abc", true), ("*c", "abc", true), ("a?c", "abc", true), ("a?c", "ac", false),
  ("group/*-api", "group/x-api", true), ("*a*b", "xxaxxaxb", true), ("", "a", false), ("a*", "ba", false),
])
func patternsMatchNames(_ pattern: String, _ text: String, _ matches: Bool) {
  #expect(WildcardPattern(pattern).matches(text) == matches)
}

@Test func passwordsAreTakenOutOfWhatGitSays() {
  let text = "fatal: unable to access 'https://oauth2:glpat-x@h/a.git/': and http://u@h2/b"
  #expect(
    GitFailure.withoutPassword(text) == "fatal: unable to access 'https://…@h/a.git/': and http://…@h2/b")
}

@Test func theAddressOfAMergeRequestIsFound() {
  let output = """
    remote:
    remote: To create a merge request for x, visit:
    remote:   https://gitlab.example.com/g/p/-/merge_requests/new?merge_request%5Bsource_branch%5D=x
    remote: View merge request for x:
    remote:   https://gitlab.example.com/g/p/-/merge_requests/12
    """
  #expect(Remote.mergeRequest(in: Array(output.utf8)) == "https://gitlab.example.com/g/p/-/merge_requests/12")
  #expect(Remote.mergeRequest(in: Array("remote: hello\n".utf8)) == nil)
}

@Test func treesAreRead() {
  let id = [UInt8](repeating: 0xAB, count: 20)
  let bytes = Array("100644 a b".utf8) + [0] + id + Array("40000 dir".utf8) + [0] + id
  let entries = TreeObject.entries(of: bytes, idLength: 20)
  #expect(entries?.map(\.mode) == ["100644", "40000"])
  #expect(entries?.first?.name == Array("a b".utf8))
  #expect(entries?.first?.id == String(repeating: "ab", count: 20))
  for length in 1..<bytes.count where length != 31 {
    #expect(TreeObject.entries(of: Array(bytes.prefix(length)), idLength: 20) == nil)
  }
}

@Test func linksAreRelative() {
  #expect(HTMLTable.relative("/a/state/diffs/x.diff", to: "/a/state") == "./diffs/x.diff")
  #expect(HTMLTable.relative("/a/state/diffs/x.diff", to: "/a/reports/today") == "../../state/diffs/x.diff")
  #expect(PercentText.encoded("a b/ü:%", keeping: "/") == "a%20b/%C3%BC%3A%25")
}

@Test func aDescriptionStaysOnOneLineAndShort() {
  let text = RepositoryApply.description(String(repeating: "line\n", count: 20_000))
  #expect(!text.contains("\n"))
  #expect(text.utf8.count < 31_000)
  #expect(text.hasSuffix("has the whole receipt."))
  #expect(RepositoryApply.description("a\nb") == "a\\nb")
}

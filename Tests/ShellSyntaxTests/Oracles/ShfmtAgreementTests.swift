import ShellSyntax
import Testing

/// Snippets that shfmt reads in another way than the shells, or does not read, each with the reason.
private let exceptions = [
  "a $\\\nb\n": "shfmt takes the `$` before a line continuation for literal text; bash, dash and ash expand `$b`",
  "!(a)\n": "shfmt takes it for an extended pattern of bash; the shells negate the subshell",
  "((a); (b))\n": "shfmt wants arithmetic after `((`; the shells run two subshells",
  "((a) && (b))\n": "shfmt wants arithmetic after `((`; the shells run two subshells",
  "cat <<E\n${a:-\"b c\"} ${d:-'e'}\nE\n": "shfmt reads single quotes there; in dash and ash they are literal text",
]

@Test(arguments: ["posix", "bash"]) func treesAgreeWithShfmt(dialect: String) throws {
  let snippets = try Snippet.all(in: dialect)
  #expect(snippets.count > 80)
  for snippet in snippets where exceptions[snippet.text] == nil {
    try expectAgreement(snippet.text, dialect: dialect, "\(snippet)")
  }
}

/// Compares the nodes of our tree with those of shfmt's.
func expectAgreement(
  _ text: String, dialect: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let script = parse(text, sourceLocation: sourceLocation)
  #expect(script.problems == [], "\(name)", sourceLocation: sourceLocation)
  let shfmt = try Program("shfmt", ["-ln", dialect, "--to-json"])
  let result = try shfmt.run(input: Array(text.utf8))
  guard result.status == 0 else {
    Issue.record("shfmt does not read \(name): \(result.errors)", sourceLocation: sourceLocation)
    return
  }
  let theirs = try ShfmtNodes(json: result.output, text: script.text).lines.sorted()
  let ours = TreeNodes(script, dialect: dialect).lines.sorted()
  let differences = ours.difference(from: theirs).map(\.shown)
  #expect(differences == [], "\(name)", sourceLocation: sourceLocation)
}

extension CollectionDifference<String>.Change {
  /// The change with who has the line.
  var shown: String {
    switch self {
    case .insert(_, let element, _): "ours: \(element)"
    case .remove(_, let element, _): "shfmt: \(element)"
    }
  }
}

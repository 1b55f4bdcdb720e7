import ShellSyntax
import Testing

/// Snippets on which the shells and the parser differ, each with the reason.
private let exceptions = [
  "a ${b!}\n": "the shells notice a bad substitution only when they expand it",
  "a ${}\n": "the shells notice a bad substitution only when they expand it",
  "a ${ b}\n": "the shells notice a bad substitution only when they expand it",
  "a `b)`\n": "the shells stop reading at the `)` and forget the rest of the backquotes",
  "a $(cat <<E)\nb\nE\n": "ash and dash give the document an empty body, bash takes the lines below: we do not guess",
]

@Test(arguments: ["busybox", "dash"]) func shellsReadWhatHasNoProblem(shell: String) throws {
  let program = try Program(shell, shell == "busybox" ? ["sh", "-n"] : ["-n"])
  let snippets = try Snippet.all(in: "posix") + Snippet.all(in: "broken")
  for snippet in snippets where exceptions[snippet.text] == nil {
    let script = parse(snippet.text)
    let result = try program.run(input: script.text)
    #expect((result.status == 0) == script.problems.isEmpty, "\(shell): \(snippet) \(script.problems) \(result.errors)")
  }
}

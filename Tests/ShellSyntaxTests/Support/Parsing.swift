import Invariants
import ShellSyntax
import Testing

/// Parses a script and checks everything that holds for every tree.
func parse(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> ShellScript {
  parse(Array(text.utf8), sourceLocation: sourceLocation)
}

/// Parses a script and checks everything that holds for every tree.
func parse(_ text: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) -> ShellScript {
  let script = ShellScript(parsing: text)
  let violations = ShellInvariants(script).violations
  if !violations.isEmpty {
    let shown = String(decoding: text, as: UTF8.self).debugDescription
    Issue.record("\(violations.joined(separator: "\n")) in \(shown)", sourceLocation: sourceLocation)
  }
  return script
}

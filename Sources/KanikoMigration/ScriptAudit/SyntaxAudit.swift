internal import Diagnostics
internal import ShellSyntax
internal import SourceText

/// Finds syntax that busybox's shell does not know. Each form was run with busybox: `[[ … ]]`, `${x/a/b}`, `${x:1}`,
/// `$'…'`, `<(…)`, `&>` and `function f {` work there.
struct SyntaxAudit: Sendable {
  private(set) var remarks: [ScriptRemark] = []
  private let outline: ScriptOutline

  init(_ outline: ScriptOutline, excluded: [ByteRange]) {
    self.outline = outline
    for problem in outline.script.problems { report("the shell cannot read this: \(problem.message)", problem.range) }
    for entry in outline.entries where !excluded.contains(where: { $0.contains(entry.command.range) }) { check(entry) }
    for site in outline.sites where !excluded.contains(where: { $0.contains(site.range) }) {
      check(site.parts, depth: 0)
    }
  }

  private mutating func report(_ message: String, _ range: ByteRange) {
    remarks.append(
      ScriptRemark(
        .shellSyntax, .manual, message, advice: "write it for `sh`: the image's shell is busybox's", range: range))
  }

  private mutating func check(_ entry: ScriptOutline.Entry) {
    let command = entry.command
    if entry.position == 0 {
      for pipe in entry.pipeline.pipes where pipe.count > 1 {
        report("`|&` is bash's; `2>&1 |` works everywhere", pipe)
      }
    }
    for redirection in command.redirections where [.hereString, .appendOutputAndError].contains(redirection.op) {
      report("the redirection `\(redirection.op.rawValue)` is bash's", redirection.operatorRange)
    }
    switch command.kind {
    case .simple(let simple):
      for assignment in simple.assignments where assignment.appends {
        report("`+=` is bash's; `x=\"$x…\"` works everywhere", assignment.range)
      }
    case .arithmetic(let expression, _):
      report("the command `((…))` is bash's; `[ $((…)) -ne 0 ]` works everywhere", expression)
    case .caseClause(_, let items):
      for item in items {
        guard let terminator = item.terminator, terminator.count > 1, outline.text(terminator).contains("&") else {
          continue
        }
        report("`\(outline.text(terminator))` is bash's", terminator)
      }
    default: break
    }
  }

  private mutating func check(_ parts: [ShellWord.Part], depth: Int) {
    guard depth < ScriptOutline.depthLimit else { return }
    for part in parts {
      switch part.kind {
      case .array: report("arrays are bash's; `set -- …` and `\"$@\"` work everywhere", part.range)
      case .parameter(let parameter):
        if let operation = parameter.operation, ["!", "[", "^", "^^", ",", ",,", "@"].contains(operation) {
          report("`\(outline.text(part.range))` is bash's", part.range)
        }
      case .doubleQuoted(let inner): check(inner, depth: depth + 1)
      default: break
      }
    }
  }
}

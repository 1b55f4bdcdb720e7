import ShellSyntax
import SourceText

/// The commands that print a text into the job's log and do nothing else with it.
///
/// Such a text may name the executor, as in `echo "/kaniko/executor --context …"` in front of the call: nothing runs it.
struct PrintedText {
  private var printed: [ByteRange] = []
  private var substituted: [ByteRange] = []
  private var redirected: [ByteRange] = []

  /// Looks for such commands at any depth.
  init(in script: ShellScript) {
    script.forEachCommand { command, context in
      if context.isInSubstitution { substituted.append(command.range) }
      guard case .simple(let simple) = command.kind else {
        if !command.redirections.isEmpty { redirected.append(command.range) }
        return
      }
      let name = simple.words.first.flatMap { $0.staticValue(in: script.text) }
      guard let name, ["echo", "printf"].contains(name) else { return }
      let goesElsewhere = context.isInPipeline || context.isInSubstitution || !command.redirections.isEmpty
      if !goesElsewhere, context.function == nil { printed.append(command.range) }
    }
  }

  /// Whether a range is part of a text that is only printed.
  func contains(_ range: ByteRange) -> Bool {
    printed.contains { $0.contains(range) } && !(substituted + redirected).contains { $0.contains(range) }
  }
}

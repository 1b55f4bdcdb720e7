/// A job in parts that can be left out or made simpler one by one.
struct GeneratedJob: Sendable {
  /// The files of the repository beside the pipeline.
  var checkout: [String: String] = [:]
  /// Whether the migration may look at the checkout.
  var isCheckoutKnown = true
  var variables: [GeneratedVariable] = []
  /// Lines that log in to registries.
  var login: [String] = []
  var steps: [Step] = []
  var layout = PipelineLayout()
  /// Whether builds end with an error.
  var buildsFail = false

  /// The calls of the executor, in order of the script.
  var calls: [GeneratedCall] { steps.flatMap(\.calls) }
}

/// A variable and the place that defines it.
struct GeneratedVariable: Sendable {
  enum Place: Sendable, CaseIterable {
    /// `variables:` of the job.
    case job
    /// `variables:` of the pipeline.
    case pipeline
    /// The project's settings: nothing in the repository shows it.
    case project
    /// `export NAME=value` at the head of the script.
    case export
    /// `NAME=value` at the head of the script.
    case assignment
  }

  var name: String
  var value: String
  var place: Place
}

/// One item of a script.
struct Step: Sendable {
  enum Content: Sendable {
    /// Lines without a call.
    case lines(String)
    case calls(CallForm, [GeneratedCall])
  }

  var content: Content
  var style = ScalarStyle.literal
  /// Decides where long lines are folded.
  var folding: UInt64 = 0

  var calls: [GeneratedCall] {
    if case .calls(_, let calls) = content { return calls }
    return []
  }

  /// The text that the shell reads.
  var text: String {
    switch content {
    case .lines(let text): text
    case .calls(let form, let calls): form.text(calls)
    }
  }
}

/// One call of the executor.
struct GeneratedCall: Sendable {
  /// What stands between the words.
  enum Separator: Sendable, CaseIterable { case space, continuation, pairs }

  /// Assignments and words in front of the executor.
  var prefix = ""
  var executor = "/kaniko/executor"
  var arguments: [Argument] = []
  var separator = Separator.space

  var text: String {
    let start = prefix.isEmpty ? executor : "\(prefix) \(executor)"
    let words = [start] + arguments.map(\.text)
    switch separator {
    case .space: return words.joined(separator: " ")
    case .continuation: return words.joined(separator: " \\\n  ")
    case .pairs:
      return stride(from: 0, to: words.count, by: 2).map { words[$0..<min($0 + 2, words.count)].joined(separator: " ") }
        .joined(separator: " \\\n    ")
    }
  }
}

/// One argument of a call.
struct Argument: Sendable {
  /// What stands between a flag and its value.
  enum Joint: Sendable, CaseIterable { case equals, space, attached, attachedEquals }

  /// The name without dashes, or one letter for the short form.
  var flag: String
  var joint = Joint.equals
  /// The value; nil for a bool that stands alone.
  var value: ShellValue?
  var quoting = ShellValue.Quoting.double
  /// Whether the quotes enclose the flag too.
  var isWhole = false
  /// The text of a word that is no flag, such as `$KANIKO_ARGS`.
  var raw: String?

  var text: String {
    if let raw { return raw }
    let dashes = flag.count == 1 ? "-" : "--"
    guard let value else { return dashes + flag }
    switch joint {
    case .space: return "\(dashes)\(flag) \(value.source(quoting))"
    case .equals, .attachedEquals:
      let head = "\(dashes)\(flag)="
      if isWhole { return (ShellValue(head) + value).source(quoting) }
      return head + value.source(quoting)
    case .attached:
      return flag.count == 1 ? dashes + flag + value.source(quoting) : "\(dashes)\(flag)=\(value.source(quoting))"
    }
  }
}

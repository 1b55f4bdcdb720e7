import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

/// A call of the executor with what takes its place.
struct TranslatedCall {
  let call: ExecutorCall
  let translation: BuildTranslation
  /// The replacement in the joined script.
  let edit: Edit
  /// The words whose flags show only when the job runs: a function translates such a call then.
  var opaqueWords: [KanikoInvocation.OpaqueWord] = []
  /// The call with values of variables in their places, where those stay behind the command as its arguments.
  var whole: [BuildTranslation] = []
}

/// Replaces one call of the executor by the command that builds the same image with BuildKit.
struct CallRewriter {
  let call: ExecutorCall
  let script: JobScript
  /// Whether each flag gets a line of its own.
  let isMultiline: Bool

  /// Words in front of the executor that stay in front of buildctl.
  private static let keptWrappers: Set<String> = ["time", "command", "nohup", "nice", "timeout"]

  /// Translates the call.
  ///
  /// - Parameters:
  ///   - environment: what is known about the place in which the call runs.
  ///   - variables: what becomes of variables that hold arguments.
  func translate(
    in environment: InvocationEnvironment, variables: ArgumentVariables.Decision
  ) -> Result<TranslatedCall, ManualReasons> {
    let invocation = variables.invocation
    if invocation.subcommand == .version { return version() }
    let translation = BuildSpec.translating(invocation, in: environment).leavingOut(variables.rewritten.keys.sorted())
    var reasons = Self.reasons(of: translation) + opaqueReasons(invocation)
    let wrappers = readWrappers()
    if wrappers == nil {
      reasons.append(
        ManualReason(
          rule: MigrationRules.script, message: "the executor runs under a command that the migration does not know",
          advice: ["call /kaniko/executor directly"], scriptRange: call.range))
    }
    if let redirection = call.redirections.first(where: { replacedRange.overlaps($0.range) }) {
      reasons.append(
        ManualReason(
          rule: MigrationRules.script, message: "a redirection stands between the arguments of the executor",
          advice: ["move the redirection behind the last argument"], scriptRange: redirection.range))
    }
    guard reasons.isEmpty, let wrappers else { return .failure(ManualReasons(reasons: reasons)) }
    let layout = CommandLayout(
      isMultiline: isMultiline, indentation: indentation, leadingWords: wrappers.leading,
      replacesShell: wrappers.replacesShell,
      trailingWords: variables.trailingWords)
    let text = translation.command.source(layout)
    if case .quoted(let quoting) = call.form, !Self.fits(text, between: quoting) {
      return .failure(ManualReasons(reasons: [quotingReason]))
    }
    return .success(
      TranslatedCall(
        call: call, translation: translation, edit: Edit(replacedRange, with: text), whole: variables.whole))
  }

  /// `executor version` only prints: so does buildctl.
  private func version() -> Result<TranslatedCall, ManualReasons> {
    let place = ShellFragment(literal: ".")
    let spec = BuildSpec(context: .directory(place), dockerfile: .directory(place, name: nil))
    return .success(
      TranslatedCall(
        call: call,
        translation: BuildTranslation(
          spec: spec, outcomes: [], command: BuildctlCommand(spec), dockerfiles: [], baseImages: []),
        edit: Edit(call.programRange, with: "buildctl --version")))
  }

  // MARK: - The text around the call

  /// From the first word or assignment to the last argument.
  private var replacedRange: ByteRange {
    let first = call.command.assignments.first?.range ?? call.command.words.first?.range ?? call.range
    return first.union(call.programRange)
  }

  private struct Wrappers {
    var leading = ""
    var replacesShell = false
  }

  /// The words in front of the executor; nil where one changes what the call means.
  private func readWrappers() -> Wrappers? {
    var wrappers = Wrappers()
    var words = call.command.assignments.map { script.string($0.range) }
    for word in call.command.words[..<call.wordIndex] {
      let text = script.string(word.range)
      if text == "exec" {
        wrappers.replacesShell = true
      } else if Self.keptWrappers.contains(text) || isOption(text, behind: words.last) {
        words.append(text)
      } else {
        return nil
      }
    }
    wrappers.leading = words.joined(separator: " ")
    return wrappers
  }

  /// Whether a word is an option or the amount that `nice` and `timeout` take.
  private func isOption(_ text: String, behind wrapper: String?) -> Bool {
    guard let wrapper, wrapper != "time", wrapper != "command" else { return false }
    return text.hasPrefix("-") || ExecutorCallFinder.isAmount(text)
  }

  /// The white space at the start of the line on which the call stands.
  private var indentation: String {
    guard let item = script.item(holding: call.range) else { return "" }
    let before = script.text[item.range.lowerBound..<replacedRange.lowerBound]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? item.range.lowerBound
    let spaces = script.text[lineStart..<replacedRange.lowerBound].prefix { $0 == UInt8(ascii: " ") || $0 == 9 }
    return String(decoding: spaces, as: UTF8.self)
  }

  // MARK: - Scripts in words

  /// Whether a command means the same between the quotes of `sh -c` as without them: the outer shell replaces plain
  /// variables and joins continued lines, and neither shell finds a quote.
  private static func fits(_ text: String, between quoting: ShellFragment.Quoting) -> Bool {
    guard quoting == .double else { return !text.contains("'") }
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\"", "`": return false
      case "\\": if rest.first != "\n" { return false }
      case "$":
        let isBraced = rest.first == "{"
        let name = rest.dropFirst(isBraced ? 1 : 0).prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard !name.isEmpty, !isBraced || rest.dropFirst(1 + name.count).first == "}" else { return false }
      default: break
      }
    }
    return true
  }

  private var quotingReason: ManualReason {
    ManualReason(
      rule: MigrationRules.script, message: "the new command needs quotes inside those of `sh -c`",
      advice: ["call /kaniko/executor without `sh -c`"], scriptRange: call.range)
  }

  // MARK: - Reasons

  static func reasons(of translation: BuildTranslation) -> [ManualReason] {
    translation.outcomes.filter { $0.applicability == .manual }.map { outcome in
      let subject = outcome.written.isEmpty ? "" : "`\(outcome.written)`: "
      return ManualReason(
        rule: MigrationRules.flag, message: subject + outcome.reason, advice: outcome.advice.map { [$0] } ?? [],
        scriptRange: outcome.range)
    }
  }

  private func opaqueReasons(_ invocation: KanikoInvocation) -> [ManualReason] {
    invocation.opaqueWords.map { word in
      ManualReason(
        rule: MigrationRules.arguments,
        message:
          "`\(script.string(word.range))` may hold any arguments of the executor, and its value is not visible here",
        advice: ["write the arguments out in the script, then run the migration again"], scriptRange: word.range)
    }
  }
}

extension BuildTranslation {
  /// The translation without what it says of variables that stay in their place.
  fileprivate func leavingOut(_ variables: [String]) -> BuildTranslation {
    let outcomes = outcomes.filter { outcome in
      guard case .implied = outcome.subject else { return true }
      return !variables.contains { outcome.written == "$\($0)" }
    }
    return BuildTranslation(
      spec: spec, outcomes: outcomes, command: command, dockerfiles: dockerfiles, baseImages: baseImages,
      skipsUnusedStages: skipsUnusedStages)
  }
}

extension ReceiptEntry {
  /// The line of the receipt for an outcome that needs no person.
  init?(_ outcome: FlagOutcome) {
    guard outcome.applicability != .manual else { return nil }
    let subject = outcome.written.isEmpty ? outcome.impliedSubject : outcome.written
    let advice = outcome.advice.map { "; \($0)" } ?? ""
    if outcome.effect == .review {
      self.init(.review, subject, outcome.reason + advice)
      return
    }
    switch outcome.disposition {
    case .mapped(let text):
      let note = outcome.effect == .safeWithNote ? " (\(outcome.reason)\(advice))" : ""
      self.init(.mapped, subject, text + note, markup: outcome.markup(of: text) + note)
    case .dropped: self.init(.dropped, subject, outcome.reason + advice)
    case .left: self.init(.note, subject, outcome.reason + advice)
    }
  }
}

extension FlagOutcome {
  /// What the flag became with code between backquotes: words of the call are code, words of the table say it.
  fileprivate func markup(of text: String) -> String {
    let flag: KanikoFlag? =
      switch subject {
      case .flag(let flag): flag
      case .variable(let variable): variable.flag.flatMap(KanikoFlag.named)
      case .implied: nil
      }
    if let flag, text == flag.replacement, let markup = flag.replacementMarkup { return markup }
    return text.contains("`") ? text : "`\(text)`"
  }

  fileprivate var impliedSubject: String {
    switch subject {
    case .flag(let flag): flag.spelling
    case .variable(let variable): variable.name
    case .implied(let text): text
    }
  }
}

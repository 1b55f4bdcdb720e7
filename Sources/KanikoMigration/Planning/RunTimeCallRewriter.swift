import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

/// Lets a function translate the arguments of one call when the job runs: the call keeps its arguments byte for byte and
/// gets another name in front of them.
struct RunTimeCallRewriter {
  let call: ExecutorCall
  let script: JobScript
  let function: TranslationFunction

  /// Names the function in place of the executor.
  ///
  /// - Parameter environment: what is known about the place in which the call runs.
  func translate(in environment: InvocationEnvironment) -> Result<TranslatedCall, ManualReasons> {
    let invocation = KanikoInvocation.parse(call.command, in: script.shell, executorIndex: call.wordIndex)
    // The function itself gives destinations tags of their own.
    var environment = environment
    environment.settings.destinationSuffix = nil
    let translation = BuildSpec.translating(invocation, in: environment)
    var reasons = CallRewriter.reasons(of: translation) + reasonsAgainst(translation, invocation)
    let edit = edit
    if edit == nil {
      reasons.append(
        ManualReason(
          rule: MigrationRules.script, message: "the executor runs under a command that cannot run a shell function",
          advice: ["call /kaniko/executor directly"], scriptRange: call.range))
    }
    guard reasons.isEmpty, let edit else { return .failure(ManualReasons(reasons: reasons)) }
    return .success(
      TranslatedCall(call: call, translation: translation, edit: edit, opaqueWords: invocation.opaqueWords))
  }

  // MARK: - The text around the call

  private var executor: ShellWord { call.command.words[call.wordIndex] }

  /// The replacement, or nil where a word in front of the executor does not run functions.
  private var edit: Edit? {
    let wrappers = call.command.words[..<call.wordIndex]
    let names = wrappers.map { script.string($0.range) }
    guard let first = wrappers.first else { return Edit(executor.range, with: function.name) }
    let start = call.command.assignments.first?.range ?? first.range
    let front = ByteRange(start.lowerBound, executor.range.upperBound)
    guard !call.redirections.contains(where: { $0.range.overlaps(front) }) else { return nil }
    if names == ["command"] { return Edit(first.range.union(executor.range), with: function.name) }
    guard names == ["exec"] else { return nil }
    // `exec` runs no function: the last command of a group ends the shell with the function's status instead.
    let assignments = call.command.assignments.map { script.string($0.range) + " " }.joined()
    let arguments = ByteRange(executor.range.upperBound, call.programRange.upperBound)
    let text = "{ \(assignments)\(function.name)\(script.string(arguments)); exit; }"
    return Edit(start.union(call.programRange), with: text)
  }

  // MARK: - Reasons

  private func reasonsAgainst(_ translation: BuildTranslation, _ invocation: KanikoInvocation) -> [ManualReason] {
    var reasons: [ManualReason] = []
    if case .quoted = call.form {
      reasons += invocation.opaqueWords.map { word in
        reason("`\(script.string(word.range))` may hold any arguments, and `sh -c` knows no function", word.range)
      }
    }
    // Which hosts they mean shows in the Dockerfile, which the function does not read.
    for use in invocation.flags where [.insecurePull, .skipTLSVerifyPull].contains(use.flag.mapping) {
      let isOff = use.value?.staticValue.map { GoValue.bool($0) == false } ?? false
      if !isOff { reasons.append(reason("`\(use.written)` needs the hosts of the base images by name", use.range)) }
    }
    for word in invocation.opaqueWords where script.string(word.range).contains("/kaniko") {
      reasons.append(reason("`\(script.string(word.range))` names a path of the Kaniko image", word.range))
    }
    return reasons
  }

  private func reason(_ message: String, _ range: ByteRange) -> ManualReason {
    ManualReason(
      rule: MigrationRules.arguments, message: message,
      advice: ["write the arguments out in the script, then run the migration again"], scriptRange: range)
  }
}

extension TranslatedCall {
  /// What a person has to know of a call that a function translates, nil for one that is translated here.
  func assumption(_ function: TranslationFunction) -> ReceiptEntry? {
    guard !opaqueWords.isEmpty else { return nil }
    let words = opaqueWords.map { $0.fragment.source }
    let subject = words.contains { $0.contains("\n") || $0.count > 60 } ? "arguments" : words.joined(separator: " ")
    return ReceiptEntry(
      .review, subject,
      "its flags show only when the job runs: the function `\(function.name)` reads all arguments of the call then, and "
        + "fails on those that BuildKit has nothing like; run the job once for every set of flags")
  }
}

import GitLabCI
import ShellSyntax
import SourceText

/// Decides what becomes of variables that hold arguments of the executor, such as `$KANIKO_ARGS`.
///
/// A variable whose values are all in YAML and reach nothing but the executor keeps its place, and its values become
/// flags of buildctl. One whose flags do not stand on their own is read as its value. Anything else stays opaque.
struct ArgumentVariables {
  let job: Job
  let use: JobUse
  /// The jobs that run the same script, the job itself included.
  let readers: [Job]
  let pipeline: Pipeline
  let environment: InvocationEnvironment

  /// What becomes of the variables of one call.
  struct Decision {
    /// Variables that stay behind the new command, with the values to write in place of the old ones.
    var rewritten: [String: [String: String]] = [:]
    /// Variables that are read as their value.
    var inlined: [String: [String]] = [:]
    /// The call with each rewritten value in its place: the registries in them need credentials, too.
    var whole: [BuildTranslation] = []
    /// What became of the flags in rewritten values.
    var receipt: [ReceiptEntry] = []
    /// The new values of variables that the job's own value hides, such as the one in a template that it extends, by
    /// their place.
    var hidden: [Origin: String] = [:]
    /// The words that stay behind the new command.
    var trailingWords: [String] = []
    /// Whether words are left whose flags no file shows.
    var leavesOpaqueWords: Bool { !invocation.isComplete }
    /// The call with the variables that are read as their value.
    var invocation: KanikoInvocation

    /// The values with which the call is read.
    var expanding: [String: [String]] { inlined.merging(rewritten.mapValues { _ in [""] }) { first, _ in first } }
  }

  /// Looks at the opaque words of a call.
  func decide(_ call: ExecutorCall) -> Decision {
    let invocation = KanikoInvocation.parse(call.command, in: use.script.shell, executorIndex: call.wordIndex)
    var decision = Decision(invocation: invocation)
    for word in invocation.opaqueWords {
      guard case .expansion(_, let name?, .none)? = word.fragment.pieces.first, word.fragment.pieces.count == 1,
        !isAssigned(name)
      else { continue }
      if let rewrite = rewrite(of: name, in: call) {
        decision.rewritten[name] = rewrite.values
        rewriteHiddenValues(of: name, in: call, &decision)
        decision.receipt += rewrite.receipt
        decision.whole += rewrite.whole
        decision.trailingWords.append(use.script.string(word.range))
      } else if let value = commonValue(of: name) {
        decision.inlined[name] = [value]
      }
    }
    let expanding = decision.expanding
    if !expanding.isEmpty {
      decision.invocation = KanikoInvocation.parse(
        call.command, in: use.script.shell, executorIndex: call.wordIndex, expanding: expanding)
    }
    return decision
  }

  // MARK: - Values

  /// The value of a variable in each job that reads this script; nil where a job has none, or one of several.
  private func values(of name: String) -> [String]? {
    var result: [String] = []
    for job in readers {
      let values = pipeline.possibleValues(of: name, in: job)
      guard values.count == 1, let value = values[0].text else { return nil }
      result.append(value)
    }
    return result
  }

  private func commonValue(of name: String) -> String? {
    guard let values = values(of: name), Set(values).count == 1 else { return nil }
    return values.first
  }

  /// The new value for each old one, if every value can be rewritten where it stands.
  private func rewrite(
    of name: String, in call: ExecutorCall
  ) -> (values: [String: String], whole: [BuildTranslation], receipt: [ReceiptEntry])? {
    guard reachesOnlyTheExecutor(name, call), let values = values(of: name) else { return nil }
    var result: [String: String] = [:]
    var whole: [BuildTranslation] = []
    var receipt = [
      ReceiptEntry(
        .review, "$\(name)",
        "its values in YAML become flags of buildctl; check that neither project settings nor schedules set it")
    ]
    for value in Set(values).sorted() {
      guard let words = words(for: value, of: name, in: call) else { return nil }
      result[value] = words.text
      whole.append(words.whole)
      receipt += words.receipt
    }
    return (result, whole, receipt)
  }

  /// The flags of buildctl for one value, if they stand on their own.
  private func words(
    for value: String, of name: String, in call: ExecutorCall
  ) -> (text: String, whole: BuildTranslation, receipt: [ReceiptEntry])? {
    let rewrite = try? ArgumentsRewrite(
      value: value, of: name, in: call.command, script: use.script.shell, executorIndex: call.wordIndex,
      environment: environment)
    return rewrite.map { ($0.words.joined(separator: " "), $0.whole, $0.outcomes.compactMap(ReceiptEntry.init)) }
  }

  // MARK: - Hidden values

  /// Gives the values that the job's own one hides the same form: a job that is added later would read them.
  private func rewriteHiddenValues(of name: String, in call: ExecutorCall, _ decision: inout Decision) {
    let effective = job.effective["variables"]?.mapping?[name]?.origin
    let bases = job.bases.compactMap { base in pipeline.job(named: base)?.definition["variables"]?.mapping?[name] }
    let global = pipeline.root["variables"]?.mapping?[name].map { [$0] } ?? []
    for value in bases + global where value.origin != effective {
      guard let text = value.text, !text.isEmpty else { continue }
      if let words = words(for: text, of: name, in: call) {
        decision.hidden[value.origin] = words.text
      } else {
        decision.receipt.append(
          ReceiptEntry(
            .review, "$\(name)",
            "a value that this job does not use keeps flags of Kaniko: `\(text)`; adapt or remove it"))
      }
    }
  }

  // MARK: - Uses

  /// Whether the script gives the variable another value.
  private func isAssigned(_ name: String) -> Bool {
    var found = false
    use.script.shell.forEachCommand { command, _ in
      guard case .simple(let simple) = command.kind else { return }
      found = found || simple.assignments.contains { use.script.string($0.name) == name }
      let words = simple.words.map { use.script.string($0.range) }
      if let first = words.first, ["export", "read", "unset", "readonly", "local"].contains(first) {
        found = found || words.dropFirst().contains { $0 == name || $0.hasPrefix("\(name)=") }
      }
    }
    return found
  }

  /// Whether nothing but calls of the executor mentions the variable.
  private func reachesOnlyTheExecutor(_ name: String, _ call: ExecutorCall) -> Bool {
    let isElsewhere = readers.contains { job in
      job.effective.entries.contains { entry in
        entry.key != "script" && entry.key != "before_script" && mentions(name, in: entry.value)
      }
    }
    let calls = use.calls.map(\.range)
    return !isElsewhere
      && TextSearch.mentions(of: name, in: use.script.text).allSatisfy { mention in
        calls.contains { $0.contains(mention) }
      }
  }

  private func mentions(_ name: String, in value: CIValue) -> Bool {
    switch value.kind {
    case .scalar(let scalar): !TextSearch.mentions(of: name, in: Array(scalar.text.utf8)).isEmpty
    case .reference: false
    case .sequence(let items): items.contains { mentions(name, in: $0) }
    case .mapping(let mapping): mapping.entries.contains { mentions(name, in: $0.value) }
    }
  }
}

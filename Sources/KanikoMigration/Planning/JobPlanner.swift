import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText
import YAMLSyntax

/// Plans the migration of one job, or says everything that keeps it from being planned.
struct JobPlanner {
  let project: Project
  let job: Job
  let pipeline: Pipeline
  let use: JobUse
  let settings: MigrationSettings
  let checkout: MigrationPlanner.CheckoutView
  /// The jobs that run the same script, the job itself included.
  let readers: [Job]

  /// The flag that rootless BuildKit needs where `/proc` is masked, as on GitLab's shared runners (moby/buildkit
  /// docs/rootless.md).
  static let daemonFlags = "--oci-worker-no-process-sandbox"

  /// The plan, or every reason against one.
  func plan() -> Result<JobPlan, ManualReasons> {
    let obstacles = JobConditions(project: project, job: job, pipeline: pipeline, use: use, settings: settings)
      .obstacles
    guard obstacles.isEmpty else {
      return .failure(ManualReasons(reasons: scriptFileReasons(instead: obstacles) ?? obstacles))
    }
    var plan = JobPlan(image: image, daemonFlags: Self.daemonFlags)
    var reasons: [ManualReason] = []
    let calls = translatedCalls(&plan, &reasons)
    dropExecutorVariables(&plan, &reasons)
    moveCredentials(for: calls, &plan, &reasons)
    defineFunction(for: calls, &plan)
    auditScript(&plan, &reasons)
    for condition in JobConditions(project: project, job: job, pipeline: pipeline, use: use, settings: settings)
      .assumptions
    {
      plan.limit(to: .review)
      plan.receipt.append(condition)
    }
    let notes = JobNotes(job: job, use: use, settings: settings, calls: calls, ignored: ignoredLines).entries
    if notes.contains(where: { $0.outcome == .review }) { plan.limit(to: .review) }
    plan.receipt += notes
    return reasons.isEmpty ? .success(plan) : .failure(ManualReasons(reasons: reasons))
  }

  /// The BuildKit image, through the dependency proxy where the Kaniko image came through it.
  private var image: String {
    guard settings.namedImage == nil, let prefix = use.image?.proxyPrefix else { return settings.image }
    return prefix + settings.image
  }

  // MARK: - Calls

  /// Translates every call into an edit of the script.
  private func translatedCalls(_ plan: inout JobPlan, _ reasons: inout [ManualReason]) -> [TranslatedCall] {
    var result: [TranslatedCall] = []
    for call in use.calls where call.program == .warmer { dropWarmer(call, &plan, &reasons) }
    let calls = use.calls.filter { $0.program == .executor }
    let decisions = calls.map { call in
      ArgumentVariables(
        job: job, use: use, readers: readers, pipeline: pipeline, environment: environment(of: call)
      ).decide(call)
    }
    let runTimeCalls = runTimeCalls(decisions)
    for (index, call) in calls.enumerated() {
      switch translate(call, decisions[index], whenItRuns: runTimeCalls.contains(index)) {
      case .failure(let failure): reasons += failure.reasons
      case .success(let translated):
        plan.limit(to: translated.translation.applicability)
        plan.receipt += translated.translation.outcomes.compactMap(ReceiptEntry.init)
        // Where arguments show only when the job runs, the context may be among them.
        let isOpen = runTimeCalls.contains(index)
        let edits =
          isOpen
          ? [translated.edit] : guardContext(of: translated, isMultiline: !isInFlowCollection(call), &plan)
        for edit in edits { insert(edit, into: &plan, &reasons) }
        if !isOpen { take(decisions[index], &plan) }
        result.append(translated)
      }
    }
    placeDaemonConfiguration(result.filter { $0.opaqueWords.isEmpty }, &plan, &reasons)
    return result
  }

  private func translate(
    _ call: ExecutorCall, _ variables: ArgumentVariables.Decision, whenItRuns: Bool
  ) -> Result<TranslatedCall, ManualReasons> {
    let environment = environment(of: call)
    if whenItRuns {
      return RunTimeCallRewriter(call: call, script: use.script, function: function).translate(in: environment)
    }
    return CallRewriter(call: call, script: use.script, isMultiline: !isInFlowCollection(call))
      .translate(in: environment, variables: variables)
  }

  /// Whether the call stands in a one-line list such as `script: [...]`, where a command of several lines reads badly.
  private func isInFlowCollection(_ call: ExecutorCall) -> Bool {
    guard let origin = use.script.item(holding: call.range)?.value.origin else { return false }
    return project.documents[origin.file].tree.isInFlow(origin.node)
  }

  /// Plans the new values of variables that stay behind a call.
  private func take(_ variables: ArgumentVariables.Decision, _ plan: inout JobPlan) {
    for (name, values) in variables.rewritten {
      plan.limit(to: .review)
      guard let old = use.scope[name], let new = values[old], new != old else { continue }
      plan.variableValues[name] = new
    }
    plan.hiddenValues.merge(variables.hidden) { first, _ in first }
    plan.receipt += variables.receipt
  }

  func environment(of call: ExecutorCall) -> InvocationEnvironment {
    var environment = InvocationEnvironment(
      values: sharedValues, workingDirectory: workingDirectory(of: call), checkout: checkout.fileExists,
      readFile: checkout.read, settings: settings)
    environment.mayChange = mayChange
    environment.movedPaths = MovedPaths(use.script.shell, variables: environment.values)
    return environment
  }

  /// Tells whether the script names a file outside calls of the executor, and may change it therefore.
  private var mayChange: @Sendable (String) -> Bool {
    var text = use.script.text
    for range in use.calls.map(\.range) + use.script.shell.comments {
      text.replaceSubrange(range.indices, with: [UInt8](repeating: 0x20, count: range.count))
    }
    let rest = text
    return { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return TextSearch.holds([name], in: rest[...])
    }
  }

  /// The warmer only fills a directory that BuildKit does not read.
  private func dropWarmer(_ call: ExecutorCall, _ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    guard let item = use.script.item(holding: call.range), item.range == call.range else {
      reasons.append(
        ManualReason(
          rule: MigrationRules.warmer, message: "the warmer is part of a longer command",
          advice: ["take the call of /kaniko/warmer out; BuildKit has nothing like it"], scriptRange: call.range))
      return
    }
    insert(Edit(call.range, with: ""), into: &plan, &reasons)
    plan.receipt.append(
      ReceiptEntry(
        .dropped, "/kaniko/warmer",
        "BuildKit has no cache of base images; a registry mirror or GitLab's dependency proxy serves the same purpose"))
  }

  /// Puts what the daemon has to know where it is before the first build.
  private func placeDaemonConfiguration(
    _ calls: [TranslatedCall], _ plan: inout JobPlan, _ reasons: inout [ManualReason]
  ) {
    if calls.contains(where: { $0.translation.spec.debug }) { plan.daemonFlags += " --debug" }
    let configurations = calls.compactMap { BuildkitdConfiguration($0.translation.spec.registries) }
    guard let first = configurations.first else { return }
    guard configurations.count == calls.count, configurations.allSatisfy({ $0 == first }) else {
      reasons.append(
        ManualReason(
          rule: MigrationRules.flag, message: "the calls of this job need different settings for registries",
          advice: ["split the job, one call of the executor each"], scriptRange: calls.first?.call.range))
      return
    }
    plan.setup.append(.command(first.scriptLines().joined(separator: "\n")))
  }

  func insert(_ edit: Edit, into plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    do {
      try plan.scriptEdits.insert(edit)
    } catch {
      reasons.append(
        ManualReason(
          rule: MigrationRules.script, message: "two changes meet at the same place of the script",
          advice: ["put each command of the script on a line of its own"], scriptRange: edit.range))
    }
  }

  /// The values that YAML may give to each variable of the job.
  var possibleValues: [String: [String]] {
    var result = use.scope.knownValues
    for name in use.scope.names + job.matrixNames where settings.variables[name] == nil {
      if let values = visibleValues(of: name, in: job) { result[name] = values }
    }
    return result
  }

  /// The values that the variables may have in all jobs that run the same script, so that all of them plan the same
  /// change; a variable that has none in one of them is not known. What Kaniko or a helper reads from the environment
  /// stays as it is in this job.
  var sharedValues: [String: [String]] {
    let own = possibleValues
    let others = readers.filter { $0.entry.owner != job.entry.owner || $0.entry.index != job.entry.index }
    guard !others.isEmpty else { return own }
    var result: [String: [String]] = [:]
    for (name, values) in own {
      guard settings.variables[name] == nil, !Self.isReadFromEnvironment(name) else {
        result[name] = values
        continue
      }
      let ofOthers = others.compactMap { visibleValues(of: name, in: $0) }
      guard ofOthers.count == others.count else { continue }
      result[name] = Set(ofOthers.joined()).union(values).sorted()
    }
    return result
  }

  /// All values that YAML may give to a variable in a job; nil where there is none, or one that no file shows.
  private func visibleValues(of name: String, in job: Job) -> [String]? {
    let all = pipeline.possibleValues(of: name, in: job)
    let values = all.compactMap(\.text)
    return values.isEmpty || values.count < all.count ? nil : values
  }

  private static func isReadFromEnvironment(_ name: String) -> Bool {
    let prefixes = ["AWS_", "AZURE_", "CI_", "DOCKER_", "GIT_", "GOOGLE_"]
    return KanikoVariable.named(name) != nil || prefixes.contains { name.hasPrefix($0) }
  }

  // MARK: - The rest of the script

  /// The script files that run the executor, where the job itself does not: they are what a person has to look at.
  private func scriptFileReasons(instead obstacles: [ManualReason]) -> [ManualReason]? {
    guard obstacles.map(\.rule) == [MigrationRules.unusedImage] else { return nil }
    let around = ScriptAudit.Job(variables: possibleValues, readFile: checkout.read)
    let files = ScriptAudit(use.script.shell, job: around).remarks.filter { remark in
      remark.subject == .scriptFile && remark.applicability == .manual
    }
    guard !files.isEmpty else { return nil }
    var plan = JobPlan(image: image, daemonFlags: Self.daemonFlags)
    var reasons: [ManualReason] = []
    for remark in files { take(remark, &plan, &reasons) }
    return reasons
  }

  private func auditScript(_ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    let around = ScriptAudit.Job(
      variables: possibleValues.merging(plan.variableValues.mapValues { [$0] }) { $1 },
      executorCalls: use.calls.map(\.range), imageIsNamed: settings.namedImage != nil, readFile: checkout.read)
    let audit = ScriptAudit(use.script.shell, job: around)
    for remark in audit.remarks { take(remark, &plan, &reasons) }
    let after = ScriptAudit(
      use.afterScript.shell,
      job: ScriptAudit.Job(
        variables: possibleValues, imageIsNamed: settings.namedImage != nil, readFile: checkout.read))
    for remark in after.remarks { take(remark.withoutRange, &plan, &reasons) }
  }

  /// Turns a remark into a reason, an assumption or a note.
  func take(_ remark: ScriptRemark, _ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    switch remark.applicability {
    case .manual:
      reasons.append(
        ManualReason(
          rule: remark.rule, message: remark.message, advice: remark.advice.map { [$0] } ?? [],
          scriptRange: remark.range))
    case .review, .safe:
      plan.limit(to: remark.applicability)
      let text = remark.message + (remark.advice.map { "; \($0)" } ?? "")
      let outcome: ReceiptEntry.Outcome = remark.applicability == .review ? .review : .note
      plan.receipt.append(ReceiptEntry(outcome, remark.subject.rawValue, text))
    }
  }
}

extension ScriptRemark {
  /// The remark for a script other than the one that ranges count in.
  fileprivate var withoutRange: ScriptRemark {
    ScriptRemark(subject, applicability, "in `after_script`: \(message)", advice: advice)
  }

  /// The rule that a remark falls under when it keeps a job from being migrated.
  var rule: RuleID {
    switch subject {
    case .credentialsBecomeLive, .credentialsPrinted, .credentialsUnhidden, .credentialsElsewhere, .credentialsAssumed,
      .credentialsLost:
      MigrationRules.credentials
    case .kanikoPath: MigrationRules.path
    case .missingTool, .restrictedPath, .fileOwnership, .scriptFile, .shellSyntax, .dynamicCommand:
      MigrationRules.command
    }
  }
}

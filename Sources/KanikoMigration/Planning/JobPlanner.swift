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
  /// What every step asks about the script and the variables.
  let surroundings: JobSurroundings

  init(
    project: Project, job: Job, pipeline: Pipeline, use: JobUse, settings: MigrationSettings,
    checkout: MigrationPlanner.CheckoutView, readers: [Job]
  ) {
    self.project = project
    self.job = job
    self.pipeline = pipeline
    self.use = use
    self.settings = settings
    self.checkout = checkout
    self.readers = readers
    surroundings = JobSurroundings(
      job, in: pipeline, use: use, readers: readers, settings: settings, checkout: checkout)
  }

  /// The flag that rootless BuildKit needs where `/proc` is masked, as on GitLab's shared runners (moby/buildkit
  /// docs/rootless.md).
  static let daemonFlags = "--oci-worker-no-process-sandbox"

  /// The plan, or every reason against one.
  func plan() -> Result<JobPlan, ManualReasons> {
    let conditions = JobConditions(project: project, job: job, pipeline: pipeline, use: use, settings: settings)
    let obstacles = conditions.obstacles
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
    for condition in conditions.assumptions {
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

  func environment(of call: ExecutorCall) -> InvocationEnvironment { surroundings.environment(of: call) }

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

  // MARK: - The rest of the script

  /// The script files that run the executor, where the job itself does not: they are what a person has to look at.
  private func scriptFileReasons(instead obstacles: [ManualReason]) -> [ManualReason]? {
    guard obstacles.map(\.rule) == [MigrationRules.unusedImage] else { return nil }
    let around = ScriptAudit.Job(variables: surroundings.possibleValues, readFile: checkout.read)
    let files = ScriptAudit(surroundings.outline, job: around).remarks.filter { remark in
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
      variables: surroundings.possibleValues.merging(plan.variableValues.mapValues { [$0] }) { $1 },
      executorCalls: use.calls.map(\.range), imageIsNamed: settings.namedImage != nil, readFile: checkout.read)
    let audit = ScriptAudit(surroundings.outline, job: around)
    for remark in audit.remarks { take(remark, &plan, &reasons) }
    guard !use.afterScript.text.isEmpty else { return }
    let after = ScriptAudit(
      use.afterScript.shell,
      job: ScriptAudit.Job(
        variables: surroundings.possibleValues, imageIsNamed: settings.namedImage != nil, readFile: checkout.read))
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

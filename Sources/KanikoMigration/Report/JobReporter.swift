import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Turns verdicts on jobs into reports and diagnostics at the right bytes.
struct JobReporter {
  let project: Project
  let uses: [JobID: JobUse]

  /// The report on a job that uses Kaniko.
  func report(_ id: JobID, plan: JobPlan?, reasons: [ManualReason], isMigrated: Bool) -> JobReport {
    let outcome: JobReport.Outcome =
      if isMigrated { plan?.applicability == .review ? .reviewed : .safe } else {
        plan != nil && reasons.isEmpty ? .needsReview : .manual
      }
    let receipt = plan?.receipt ?? []
    return JobReport(
      id: id, name: project[id].name, location: key(of: id), outcome: outcome, receipt: receipt,
      diagnostics: diagnostics(for: id, outcome: outcome, receipt: receipt, reasons: reasons))
  }

  /// The report on a job that stays as it is because somebody said so.
  func kept(_ id: JobID, cause: KeptJobs.Cause) -> JobReport {
    var outcome = JobReport.Outcome.ignored
    if case .choice = cause { outcome = .notChosen }
    var report = JobReport(
      id: id, name: project[id].name, location: key(of: id), outcome: outcome, receipt: [], diagnostics: [])
    if case .comment(let rule) = cause { report.ignoredUnder = rule }
    return report
  }

  /// What to say about a job that stays as it is: nothing for one that is migrated.
  private func diagnostics(
    for id: JobID, outcome: JobReport.Outcome, receipt: [ReceiptEntry], reasons: [ManualReason]
  ) -> [Diagnostic] {
    let name = project[id].name
    switch outcome {
    case .safe, .reviewed, .shadowed, .shadowedReviewed, .unknown, .ignored, .notChosen: return []
    case .manual:
      return reasons.map { reason in
        Diagnostic(
          rule: reason.rule, severity: .error, message: reason.message, location: location(of: reason, job: id),
          labels: labels(of: reason, job: id), help: reason.advice, job: name)
      }
    case .needsReview:
      let assumptions = receipt.filter { $0.outcome == .review }
      let message = assumptions.map { "\($0.subject): \($0.text)" }.joined(separator: "; ")
      return [
        Diagnostic(
          rule: MigrationRules.review, severity: .warning, confidence: .medium,
          message: "`\(name)` can be migrated under an assumption: \(message)", location: key(of: id),
          help: ["check the assumption, then run `kaniko2buildkit migrate --review`"], job: name)
      ]
    }
  }

  /// A job that points at Kaniko while what it runs is in a file that is not here.
  func elsewhere(_ id: JobID) -> JobReport? {
    let job = project[id]
    let pipeline = project.pipelines[id.pipeline]
    guard uses[id] == nil, !job.isTrigger, !pipeline.unresolvedIncludes.isEmpty || !job.missing.isEmpty else {
      return nil
    }
    let isOpen = !job.missing.isEmpty || (job.effective["script"] == nil && job.effective["run"] == nil)
    guard isOpen, let hint = kanikoHint(in: job) else { return nil }
    let location = key(of: id)
    let advice = UnresolvedAdvice(project: project, pipeline: pipeline)
    let isOfficial = job.name == OfficialTemplate.job && OfficialTemplate.isIncluded(in: pipeline)
    let message =
      isOfficial
      ? "`\(job.name)` runs Kaniko: GitLab's template `\(OfficialTemplate.name)` defines it"
      : "`\(job.name)` points at Kaniko (\(hint)), and what it runs is defined in a file that is not here"
    let diagnostic = Diagnostic(
      rule: MigrationRules.elsewhere, severity: .warning, confidence: isOfficial ? .high : .medium, message: message,
      location: location, labels: advice.labels, help: advice.help, job: job.name)
    return JobReport(
      id: id, name: job.name, location: location, outcome: .unknown, receipt: [], diagnostics: [diagnostic])
  }

  private func kanikoHint(in job: Job) -> String? {
    if let base = job.missing.first(where: { KanikoName.isIn($0.name) }) {
      return "`\(base.written)`"
    }
    let variables = job.definition["variables"]?.mapping?.entries ?? []
    if let variable = variables.first(where: { KanikoName.isIn($0.key) }) { return "variable `\(variable.key)`" }
    return KanikoName.isIn(job.name) ? "its name" : nil
  }

  private var places: ProjectPlaces { ProjectPlaces(project: project) }

  private func key(of id: JobID) -> Location { places.key(of: id) }

  private func location(of reason: ManualReason, job id: JobID) -> Location {
    if let site = reason.site { return project.location(of: site) }
    guard let range = reason.scriptRange, let use = uses[id] else { return key(of: id) }
    return places.location(of: range, in: use.script) ?? key(of: id)
  }

  private func labels(of reason: ManualReason, job id: JobID) -> [Label] {
    guard reason.scriptRange != nil || reason.site != nil else { return [] }
    let job = [Label(location: key(of: id), message: "in this job")]
    guard reason.rule == MigrationRules.elsewhere else { return job }
    return job + UnresolvedAdvice(project: project, pipeline: project.pipelines[id.pipeline]).labels
  }
}

import Diagnostics
import GitLabCI
import SourceText

/// Says what becomes of the jobs that use Kaniko, in the planner's words: what several jobs share is said once.
struct VerdictFindings {
  let plan: MigrationPlan
  let settings: MigrationSettings
  /// The command that migrates, as a person would type it.
  let command: String

  private var project: Project { plan.project }

  /// The findings, in the order of the pipelines.
  func drafts() -> [FindingDraft] {
    merged(plan.jobs.flatMap { report in report.diagnostics.map { draft($0, report) } }) + reviews()
      + pointers()
  }

  private func draft(_ diagnostic: Diagnostic, _ report: JobReport) -> FindingDraft {
    var diagnostic = diagnostic
    var subject = FindingDraft.Subject.verdict
    if diagnostic.rule == MigrationRules.unusedImage {
      diagnostic = atImage(diagnostic, of: report)
      subject = .use
    }
    return FindingDraft(
      subject: subject, diagnostic: diagnostic, jobs: [report.id],
      applicability: report.outcome == .unknown ? nil : report.applicability,
      consequence: plan.lacksDefinitions(report) ? .untold : Self.consequence(of: diagnostic, outcome: report.outcome))
  }

  private static func consequence(of diagnostic: Diagnostic, outcome: JobReport.Outcome) -> Finding.Consequence {
    if outcome == .unknown { return .untold }
    // A check that failed is a defect of this tool; `migrate` ends with 3 as well.
    return diagnostic.rule == MigrationRules.verification ? .unreadable : .remains
  }

  /// The image is what such a finding is about; the job that has it becomes a related place.
  private func atImage(_ diagnostic: Diagnostic, of report: JobReport) -> Diagnostic {
    guard let name = plan.use(of: report.id, settings: settings).imageName else { return diagnostic }
    let location = ProjectPlaces(project: project).content(of: name.origin)
    return diagnostic.with(location: location, labels: [Label(location: report.location, message: "in this job")])
  }

  /// Puts findings that differ only in their job together.
  private func merged(_ drafts: [FindingDraft]) -> [FindingDraft] {
    struct Key: Hashable {
      let rule: RuleID
      let location: Location
      let message: String
    }
    var result: [FindingDraft] = []
    var positions: [Key: Int] = [:]
    for draft in drafts where draft.diagnostic.rule != MigrationRules.review {
      let diagnostic = draft.diagnostic
      let key = Key(rule: diagnostic.rule, location: diagnostic.location, message: diagnostic.message)
      if let position = positions[key] {
        let first = result[position].diagnostic
        let labels = first.labels + diagnostic.labels.filter { !first.labels.contains($0) }
        result[position].diagnostic = first.with(labels: labels).about(job: nil)
        result[position].jobs += draft.jobs.filter { !result[position].jobs.contains($0) }
        result[position].applicability = [result[position].applicability, draft.applicability].compactMap(\.self).min()
      } else {
        positions[key] = result.count
        result.append(draft)
      }
    }
    return result
  }

  /// Migrations that rest on assumptions: one finding for all jobs that rest on the same.
  private func reviews() -> [FindingDraft] {
    var order: [[String]] = []
    var reports: [[String]: [JobReport]] = [:]
    for report in plan.jobs where report.outcome == .needsReview {
      let assumptions = report.receipt.filter { $0.outcome == .review }.map { "\($0.subject): \($0.text)" }
      if reports[assumptions] == nil { order.append(assumptions) }
      reports[assumptions, default: []].append(report)
    }
    return order.compactMap { assumptions in
      guard let reports = reports[assumptions], let first = reports.first else { return nil }
      let names = reports.map(\.name)
      let plural = assumptions.count == 1 ? "an assumption" : "\(assumptions.count) assumptions"
      let diagnostic = Diagnostic(
        rule: MigrationRules.review, severity: .warning, confidence: .medium,
        message: "\(JobNames.listed(names)) can be migrated under \(plural)", location: first.location,
        labels: reports.dropFirst().map { Label(location: $0.location, message: "this job too") },
        help: assumptions + ["then run `\(command) --review`"], job: names.count == 1 ? names[0] : nil)
      return FindingDraft(
        subject: .verdict, diagnostic: diagnostic, jobs: reports.map(\.id), applicability: .review,
        consequence: .remains)
    }
  }

  /// What points at Kaniko outside the jobs.
  private func pointers() -> [FindingDraft] {
    plan.pointers.map { pointer in
      FindingDraft(
        subject: .file, diagnostic: pointer.diagnostic, jobs: [], applicability: nil, consequence: pointer.consequence)
    }
  }
}

public import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Everything that a check has to say about one repository.
public struct Inspection: Sendable {
  /// How a repository is inspected.
  public struct Options: Sendable, Hashable {
    /// The path of the repository below the place that the report speaks of; empty for the place itself.
    public var directory = ""
    /// The command that migrates the repository, as a person would type it.
    public var command = "kaniko2buildkit migrate --write"
    /// The day on which the check runs.
    public var today: CalendarDate
    /// Whether comments may suppress findings.
    public var honoursSuppressions = true
    /// Whether suppressions that suppress nothing are reported.
    public var reportsUnusedSuppressions = false

    /// Creates options for a check on a day.
    public init(today: CalendarDate) { self.today = today }
  }

  /// The findings in report order, with paths relative to the repository.
  public let findings: [Finding]
  /// How many findings were suppressed by comments.
  public let suppressedCount: Int
  /// Whether a file could not be read or understood.
  public let isUnreadable: Bool

  /// Inspects a repository.
  ///
  /// - Parameters:
  ///   - plan: the plan of a migration that accepts no assumption; what it says about jobs is what the check says.
  ///   - settings: what the site and the repository decide.
  ///   - options: how to inspect.
  public init(_ plan: MigrationPlan, settings: MigrationSettings, options: Options) {
    let uses = UseFindings(plan: plan, settings: settings, command: options.command)
    let verdicts = VerdictFindings(plan: plan, settings: settings, command: options.command)
    let files = plan.fileDiagnostics.map(Self.draft)
    let fingerprints = FingerprintMaker(project: plan.project, directory: options.directory)
    let traces = TraceFindings(plan: plan, settings: settings)
    let own = (files + uses.drafts() + verdicts.drafts() + traces.drafts()).map { Self.inThisRepository($0, plan) }
    let drafts = fingerprints.identified(Self.sorted(own))

    guard options.honoursSuppressions else {
      findings = drafts.map { Self.finding($0, plan) }
      suppressedCount = 0
      isUnreadable = plan.project.hasUnreadableFiles
      return
    }
    let result = Self.suppressing(drafts, plan, options)
    findings = Self.sorted(result.kept).map { Self.finding($0, plan) }
    suppressedCount = result.suppressedCount
    isUnreadable = plan.project.hasUnreadableFiles
  }

  // MARK: - Steps

  /// A finding about a file.
  private static func draft(_ diagnostic: Diagnostic) -> FindingDraft {
    FindingDraft(
      subject: .file, diagnostic: diagnostic, jobs: [], applicability: nil,
      consequence: diagnostic.rule.isAboutUnreadableFile ? .unreadable : .none)
  }

  /// Applies the comments and adds what is to say about them.
  private static func suppressing(
    _ drafts: [FindingDraft], _ plan: MigrationPlan, _ options: Options
  ) -> (kept: [FindingDraft], suppressedCount: Int) {
    let list = SuppressionList(of: plan.project, today: options.today)
    let result = SuppressionFilter(list: list).apply(to: drafts)
    var remarks = list.mistakes
    remarks += result.expired
    if options.reportsUnusedSuppressions { remarks += result.unused }
    let fingerprints = FingerprintMaker(project: plan.project, directory: options.directory)
    let added = fingerprints.identified(sorted(remarks.map(draft)))
    return (result.kept + added, result.suppressedCount)
  }

  /// A finding in a file of another project is shown at the include that brings the file.
  private static func inThisRepository(_ draft: FindingDraft, _ plan: MigrationPlan) -> FindingDraft {
    let location = draft.diagnostic.location
    guard let own = ProjectPlaces(project: plan.project).ownPlace(for: location, jobs: draft.jobs) else { return draft }
    var moved = draft
    let label = Label(location: location, message: "in the file that this brings", rule: draft.diagnostic.rule)
    moved.diagnostic = draft.diagnostic.with(location: own, labels: [label] + draft.diagnostic.labels)
    return moved
  }

  private static func sorted(_ drafts: [FindingDraft]) -> [FindingDraft] {
    let numbered = drafts.enumerated().map { ($0.offset, $0.element) }
    return numbered.sorted { left, right in
      left.1.diagnostic.precedes(right.1.diagnostic) ?? (left.0 < right.0)
    }.map(\.1)
  }

  private static func finding(_ draft: FindingDraft, _ plan: MigrationPlan) -> Finding {
    var names: [String] = []
    for id in draft.jobs where !names.contains(plan.project[id].name) { names.append(plan.project[id].name) }
    return Finding(
      draft.diagnostic, jobs: names, applicability: draft.applicability, consequence: draft.consequence,
      fingerprint: draft.fingerprint)
  }
}

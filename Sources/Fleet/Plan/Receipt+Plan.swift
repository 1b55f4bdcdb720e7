internal import Diagnostics
internal import GitLabCI
public import KanikoMigration
public import Reporting
internal import SourceText
internal import YAMLSyntax

extension Receipt {
  /// What the runner must allow (moby/buildkit docs/rootless.md; GitLab's page on BuildKit).
  private static let runnerRequirements = [
    "The runner has to permit rootless BuildKit: GitLab.com's hosted runners do. The Docker executor needs "
      + "`security_opt = [\"seccomp:unconfined\", \"apparmor:unconfined\"]`, the Kubernetes executor seccomp and AppArmor "
      + "profiles `Unconfined`, uid 1000, and privilege escalation.",
    "Cache tags that Kaniko wrote are not read any more and can be deleted.",
  ]

  /// The account of a plan.
  ///
  /// - Parameter repository: the repository, as it was named.
  public init(_ plan: MigrationPlan, repository: String) {
    let places = JobLines(plan)
    let jobs = plan.jobs.map { job in
      Receipt.Job(
        name: job.name, place: places.place(of: job), outcome: job.outcome.rawValue, verdict: Self.verdict(job.outcome),
        entries: job.receipt.map(Self.entry))
    }
    let usesBuildKit = plan.jobs.contains { $0.isMigrated || $0.isShadowed }
    self.init(repository: repository, jobs: jobs, requirements: usesBuildKit ? Self.runnerRequirements : [])
  }

  private static func entry(_ entry: ReceiptEntry) -> Receipt.Entry {
    Receipt.Entry(outcome: entry.outcome.rawValue, subject: entry.subject, text: entry.text, markup: entry.markup)
  }

  private static func verdict(_ outcome: JobReport.Outcome) -> String {
    switch outcome {
    case .safe: "migrated"
    case .reviewed: "migrated under the assumptions below"
    case .shadowed: "left as it is, with a twin that builds beside it"
    case .shadowedReviewed: "left as it is, with a twin that builds beside it under the assumptions below"
    case .needsReview: "can be migrated under the assumptions below, with --review"
    case .manual: "left as it is: a person has to decide"
    case .unknown: "points at Kaniko; its definition is not here"
    case .ignored: "left as it is: a comment or the settings ignore it"
    case .notChosen: "left as it is: it is not part of this step"
    }
  }
}

/// The lines on which the jobs of a plan stand.
struct JobLines {
  private var tables: [String: LineTable] = [:]

  init(_ plan: MigrationPlan) {
    let paths = Set(plan.jobs.map(\.location.path))
    for document in plan.written.documents where paths.contains(document.path) {
      tables[document.path] = LineTable(document.tree.source.bytes)
    }
  }

  /// The file and the line of the key of a job, as `path:line`.
  func place(of job: JobReport) -> String {
    let line = tables[job.location.path]?.line(at: job.location.range.lowerBound) ?? 1
    return "\(job.location.path):\(line)"
  }
}

import Diagnostics
import GitLabCI
import KanikoMigration
import Reporting
import SourceText
import Workspace
import YAMLSyntax

/// The account of one repository's migration, and what is said about it at the end.
struct MigrationReceipt {
  /// The receipt for people and programs.
  let receipt: Receipt
  private let plan: MigrationPlan

  /// What the runner must allow (moby/buildkit docs/rootless.md; GitLab's page on BuildKit).
  private static let runnerRequirements = [
    "The runner has to permit rootless BuildKit: GitLab.com's hosted runners do. The Docker executor needs "
      + "`security_opt = [\"seccomp:unconfined\", \"apparmor:unconfined\"]`, the Kubernetes executor seccomp and AppArmor "
      + "profiles `Unconfined`, uid 1000, and privilege escalation.",
    "Cache tags that Kaniko wrote are not read any more and can be deleted.",
  ]

  /// Creates the account of a plan.
  init(_ plan: MigrationPlan, repository: String) {
    self.plan = plan
    var tables: [String: LineTable] = [:]
    for document in plan.project.documents { tables[document.path] = LineTable(document.tree.source.bytes) }
    let jobs = plan.jobs.map { job in
      let line = tables[job.location.path]?.line(at: job.location.range.lowerBound) ?? 1
      return Receipt.Job(
        name: job.name, place: "\(job.location.path):\(line)", outcome: job.outcome.rawValue,
        verdict: Self.verdict(job.outcome), entries: job.receipt.map(Self.entry))
    }
    let isMigrated = plan.jobs.contains(where: \.isMigrated)
    receipt = Receipt(
      repository: repository, jobs: jobs, requirements: isMigrated ? Self.runnerRequirements : [])
  }

  private static func entry(_ entry: ReceiptEntry) -> Receipt.Entry {
    Receipt.Entry(outcome: entry.outcome.rawValue, subject: entry.subject, text: entry.text)
  }

  private static func verdict(_ outcome: JobReport.Outcome) -> String {
    switch outcome {
    case .safe: "migrated"
    case .reviewed: "migrated under the assumptions below"
    case .needsReview: "can be migrated under the assumptions below, with --review"
    case .manual: "left as it is: a person has to decide"
    case .unknown: "points at Kaniko; its definition is not here"
    case .ignored: "left as it is: a comment or the settings ignore it"
    }
  }

  /// One line for standard error.
  func summary(isWritten: Bool) -> String {
    let counts = JobReport.Outcome.allCases.map { outcome in (outcome, plan.jobs.count { $0.outcome == outcome }) }
    let parts = counts.filter { $0.1 > 0 }.map { "\($0.1) \(Self.label($0.0))" }
    guard !parts.isEmpty else {
      let scope = plan.project.hasUnreadableFiles ? " in the files that could be read" : ""
      return "no Kaniko job found\(scope)\n"
    }
    let migrated = plan.jobs.count(where: \.isMigrated)
    let hint = migrated > 0 && !isWritten ? "; apply the diff, or run again with --write" : ""
    return "Kaniko jobs: " + parts.joined(separator: ", ") + hint + "\n"
  }

  private static func label(_ outcome: JobReport.Outcome) -> String {
    switch outcome {
    case .safe: "migrated"
    case .reviewed: "migrated under assumptions"
    case .needsReview: "to review (see --review)"
    case .manual: "left for a person"
    case .unknown: "defined elsewhere"
    case .ignored: "ignored"
    }
  }

  // MARK: - Documents

  /// One JSON document with everything: standard output of `--format json`.
  static func json(_ receipts: [MigrationReceipt], diffs: [UnifiedDiff]) -> JSONValue {
    [
      "version": 1,
      "repositories": .array(receipts.map(\.receipt.json)),
      "diff": .string(diffs.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()),
    ]
  }

  /// Writes receipts to a file, in the format that its ending names.
  static func write(_ receipts: [MigrationReceipt], to file: String) throws(FileProblem) {
    let text: String
    if file.hasSuffix(".json") {
      text = JSONWriter().text(of: ["version": 1, "repositories": .array(receipts.map(\.receipt.json))]) + "\n"
    } else if file.hasSuffix(".md") {
      text = receipts.map(\.receipt.markdown).joined(separator: "\n")
    } else {
      text = receipts.map(\.receipt.text).joined(separator: "\n")
    }
    try OutputFile(path: file).write(Array(text.utf8))
  }
}

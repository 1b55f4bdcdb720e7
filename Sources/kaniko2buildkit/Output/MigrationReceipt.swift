import Fleet
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

  /// Creates the account of a plan.
  init(_ plan: MigrationPlan, repository: String) {
    self.plan = plan
    receipt = Receipt(plan, repository: repository)
  }

  /// One line for standard error.
  func summary(isWritten: Bool) -> String {
    let counts = JobReport.Outcome.allCases.map { outcome in (outcome, plan.jobs.count { $0.outcome == outcome }) }
    let parts = counts.filter { $0.1 > 0 }.map { "\($0.1) \(Self.label($0.0))" }
    guard !parts.isEmpty else {
      let scope = plan.written.hasUnreadableFiles ? " in the files that could be read" : ""
      return "no Kaniko job found\(scope)\n"
    }
    return "Kaniko jobs: " + parts.joined(separator: ", ") + nextStep(isWritten: isWritten) + "\n"
  }

  private func nextStep(isWritten: Bool) -> String {
    if !plan.edits.isEmpty, !isWritten { return "; apply the diff, or run again with --write" }
    return plan.jobs.contains(where: \.isShadowed) ? "; run `migrate --finish` when the twins are green" : ""
  }

  private static func label(_ outcome: JobReport.Outcome) -> String {
    switch outcome {
    case .safe: "migrated"
    case .reviewed: "migrated under assumptions"
    case .shadowed: "with a twin beside them"
    case .shadowedReviewed: "with a twin beside them, under assumptions"
    case .needsReview: "to review (see --review)"
    case .manual: "left for a person"
    case .unknown: "defined elsewhere"
    case .ignored: "ignored"
    case .notChosen: "left as they are"
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

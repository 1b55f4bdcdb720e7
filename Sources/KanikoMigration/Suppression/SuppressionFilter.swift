import Diagnostics
import SourceText

/// Takes suppressed findings out, and says what is wrong with suppressions.
struct SuppressionFilter {
  /// The suppressions of every file.
  let list: SuppressionList

  /// What is left of some findings.
  struct Result {
    var kept: [FindingDraft] = []
    var suppressedCount = 0
    /// Suppressions that are past their date.
    var expired: [Diagnostic] = []
    /// Suppressions that suppress nothing.
    var unused: [Diagnostic] = []
  }

  /// Applies the suppressions.
  ///
  /// Where every use of Kaniko by a job is suppressed, so is what stands in the way of its migration: who keeps a job
  /// does not need to hear it.
  func apply(to drafts: [FindingDraft]) -> Result {
    var used: Set<Int> = []
    let isNamed = drafts.map { draft -> Bool in
      guard draft.consequence != .unreadable else { return false }
      let matches = list.covering(draft.diagnostic.rule, at: draft.diagnostic.location)
      used.formUnion(matches)
      return !matches.isEmpty
    }
    let kept = Set(zip(drafts, isNamed).filter { $0.0.subject == .use && !$0.1 }.flatMap(\.0.jobs))
    let settled = Set(zip(drafts, isNamed).filter { $0.0.subject == .use && $0.1 }.flatMap(\.0.jobs)).subtracting(kept)
    var result = Result()
    for (draft, isNamed) in zip(drafts, isNamed) {
      let followsUse = draft.subject == .verdict && !draft.jobs.isEmpty && settled.isSuperset(of: draft.jobs)
      if isNamed || (followsUse && draft.consequence != .unreadable) {
        result.suppressedCount += 1
      } else {
        result.kept.append(draft)
      }
    }
    for (index, suppression) in list.suppressions.enumerated() {
      if !list.holds(suppression) {
        result.expired.append(Self.expiry(of: suppression))
      } else if !used.contains(index) {
        result.unused.append(Self.unused(suppression))
      }
    }
    return result
  }

  private static func expiry(of suppression: Suppression) -> Diagnostic {
    let date = suppression.until.map { "\($0)" } ?? "its date"
    return Diagnostic(
      rule: MigrationRules.expiredSuppression, severity: .warning, message: "this suppression ended on \(date)",
      location: suppression.location, help: ["migrate the job, or give a later date with the reason why it stays"])
  }

  private static func unused(_ suppression: Suppression) -> Diagnostic {
    Diagnostic(
      rule: MigrationRules.unusedSuppression, severity: .note, message: "this suppression suppresses nothing",
      location: suppression.location, help: ["remove the comment"])
  }
}

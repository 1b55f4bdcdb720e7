import Diagnostics
import KanikoMigration
import Reporting
import SourceText
import Workspace

/// What all repositories of a run come to.
struct CheckOutcome {
  private(set) var findings: [Finding] = []
  private var sources: [String: SourceFile] = [:]
  private var files: [String] = []
  private var statistics = CheckReport.Statistics()
  private var statuses: Set<Int32> = []

  /// Puts the checks of repositories together. A finding that two of them have, because one lies in the other, counts
  /// once.
  init(_ checks: [RepositoryCheck]) {
    var seen: Set<String> = []
    for check in checks {
      findings += check.findings.filter { seen.insert($0.fingerprint).inserted }
      sources.merge(check.sources) { first, _ in first }
      files += check.files
      statistics.suppressed += check.suppressedCount
      statuses.insert(check.status)
    }
    // The files come nearly in order, of which a sort makes use.
    files.sort()
    files = files.indices.filter { $0 == 0 || files[$0] != files[$0 - 1] }.map { files[$0] }
    statistics.repositories = checks.count
    statistics.files = files.count
    let outcomes = checks.flatMap(\.outcomes)
    statistics.jobs = JobReport.Outcome.counted.map { outcome, title in
      CheckReport.Count(outcome.rawValue, title: title, number: outcomes.count { $0 == outcome })
    }
  }

  /// Adds something that could not be looked at.
  mutating func add(_ problem: FileProblem) {
    findings.append(.unreadable(problem.path, problem.message))
    statuses.insert(3)
  }

  /// Adds that there is nothing to check.
  mutating func addNoRepository(below paths: [String]) {
    findings.append(
      .unreadable(
        paths.joined(separator: " "), "there is no repository below this directory",
        help: ["name a directory that holds repositories"]))
    statuses.insert(3)
  }

  /// Whether everything could be looked at.
  var isComplete: Bool { !statuses.contains(3) && !findings.contains { $0.consequence == .unreadable } }

  /// Takes the findings out that a baseline accepts.
  mutating func accept(_ fingerprints: Set<String>) {
    let accepted = findings.filter { $0.isAcceptable && fingerprints.contains($0.fingerprint) }
    findings.removeAll { $0.isAcceptable && fingerprints.contains($0.fingerprint) }
    statistics.accepted = accepted.count
    statistics.stale = fingerprints.count - Set(accepted.map(\.fingerprint)).count
  }

  /// The report.
  var report: CheckReport {
    let diagnostics = findings.sorted { left, right in
      left.diagnostic.precedes(right.diagnostic) ?? (left.fingerprint < right.fingerprint)
    }
    // The highest of 1, 3 and 4: what could not be read or told wins over what remains.
    let status = max(statuses.max() ?? 0, findings.map(\.consequence.status).max() ?? 0)
    return CheckReport(
      version: Kaniko2BuildKit.version, rules: RuleCatalog.all, findings: diagnostics, files: files,
      statistics: statistics, status: status, sources: sources)
  }
}

extension Finding {
  /// Whether a baseline may accept the finding: what could not be read is never accepted.
  var isAcceptable: Bool { consequence != .unreadable }
}

extension JobReport.Outcome {
  /// The outcomes that a check tells apart, with words for people.
  fileprivate static let counted: [(JobReport.Outcome, String)] = [
    (.safe, "can be migrated as they are"), (.needsReview, "can be migrated under an assumption"),
    (.manual, "need a person"), (.unknown, "are defined elsewhere"), (.ignored, "are ignored"),
  ]
}

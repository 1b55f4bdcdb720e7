import Diagnostics

/// A finding while the findings of a repository are put together.
struct FindingDraft {
  /// What the finding is about.
  enum Subject {
    /// That jobs use Kaniko: the finding that every other one about these jobs hangs on.
    case use
    /// What becomes of jobs that use Kaniko.
    case verdict
    /// A file, or something outside the jobs.
    case file
  }

  let subject: Subject
  var diagnostic: Diagnostic
  var jobs: [JobID]
  var applicability: Applicability?
  let consequence: Finding.Consequence
  /// Identifies the finding among those of all repositories of a report.
  var fingerprint = ""
}

/// Words for lists of jobs.
enum JobNames {
  /// The names as a list for people: all of up to three, else the first two and how many more.
  static func listed(_ names: [String]) -> String {
    let quoted = names.map { "`\($0)`" }
    switch quoted.count {
    case 0: return "nothing"
    case 1: return quoted[0]
    case 2, 3: return quoted.dropLast().joined(separator: ", ") + " and " + (quoted.last ?? "")
    default: return "\(quoted[0]), \(quoted[1]) and \(quoted.count - 2) other jobs"
    }
  }
}

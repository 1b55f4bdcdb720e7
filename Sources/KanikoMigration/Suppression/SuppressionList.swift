import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// The suppressions in the files of a repository, with what is wrong with comments that look like some.
struct SuppressionList: Sendable {
  /// The suppressions, by file.
  private(set) var suppressions: [Suppression] = []
  /// Comments that look like suppressions and cannot be used.
  private(set) var mistakes: [Diagnostic] = []
  /// The line tables of the files that hold suppressions, by path.
  private var lines: [String: LineTable] = [:]
  /// The day on which the suppressions are weighed.
  let today: CalendarDate

  /// Reads the comments of every file of the repository itself. Linear in the size of the files.
  init(of project: Project, today: CalendarDate) {
    self.today = today
    for document in project.documents where !document.isForeign {
      let reader = SuppressionReader(document)
      if !reader.suppressions.isEmpty { lines[document.path] = LineTable(document.tree.source.bytes) }
      suppressions += reader.suppressions
      mistakes += reader.mistakes
    }
  }

  /// Whether a suppression is not past its date.
  func holds(_ suppression: Suppression) -> Bool { suppression.until.map { today <= $0 } ?? true }

  /// The suppressions that hold for a finding of a rule at a place, by their positions in the list.
  func covering(_ rule: RuleID, at location: Location) -> [Int] {
    guard !suppressions.isEmpty, let lines = lines[location.path] else { return [] }
    let line = lines.line(at: location.range.lowerBound)
    return suppressions.indices.filter { index in
      holds(suppressions[index]) && suppressions[index].covers(rule, line: line, of: location.path)
    }
  }

  /// Whether a finding is suppressed by its own rule and place.
  func covers(_ diagnostic: Diagnostic) -> Bool { !covering(diagnostic.rule, at: diagnostic.location).isEmpty }
}

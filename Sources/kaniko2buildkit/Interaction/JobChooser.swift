import KanikoMigration
import Reporting
import SourceText

/// Asks which jobs to change, one after the other, as `git add --patch` asks for hunks.
struct JobChooser {
  private let terminal: Terminal
  /// Whether the person wants no further question.
  private var isOver = false

  /// Creates a chooser.
  init(terminal: Terminal) { self.terminal = terminal }

  private enum Answer: Character, CaseIterable {
    case yes = "y"
    case no = "n"
    case quit = "q"
    case all = "a"
    case done = "d"

    var help: String {
      switch self {
      case .yes: "change this job"
      case .no: "leave this job as it is"
      case .quit: "leave this job and all further ones, those of further repositories too"
      case .all: "change this job and all further ones of the repository"
      case .done: "leave this job and all further ones of the repository"
      }
    }
  }

  /// Asks about every job that a plan changes.
  ///
  /// - Parameters:
  ///   - plan: the plan for all jobs.
  ///   - planning: gives the plan in which only some jobs are changed.
  /// - Returns: the jobs to change.
  mutating func choose(from plan: MigrationPlan, planning: (Set<JobKey>) -> MigrationPlan) -> Set<JobKey> {
    var keys: [JobKey] = []
    let reports = plan.jobs.filter { $0.isMigrated || $0.isShadowed }
    for report in reports where !keys.contains(plan.key(of: report)) { keys.append(plan.key(of: report)) }
    var chosen: Set<JobKey> = []
    for (index, key) in keys.enumerated() where !isOver {
      guard let report = reports.first(where: { plan.key(of: $0) == key }) else { continue }
      show(report, key, planning([key]), position: "\(index + 1)/\(keys.count)")
      switch ask() {
      case .yes: chosen.insert(key)
      case .no: break
      case .quit: isOver = true
      case .all: return chosen.union(keys[index...])
      case .done: return chosen
      }
    }
    return chosen
  }

  private func show(_ report: JobReport, _ key: JobKey, _ alone: MigrationPlan, position: String) {
    let place = "\(TerminalText.escaped(key.name)) in \(TerminalText.escaped(key.path))"
    let assumptions = report.receipt.filter { $0.outcome == .review }
    Console.error("\n(\(position)) \(place): \(assumptions.isEmpty ? "safe" : "rests on assumptions")\n")
    for entry in assumptions {
      Console.error("  \(TerminalText.escaped(entry.subject)): \(TerminalText.escaped(entry.text))\n")
    }
    let diff = UnifiedDiff(alone.fileChanges).bytes
    guard diff.isEmpty else {
      Console.error(String(decoding: diff, as: UTF8.self))
      return
    }
    Console.error("  it shares with other jobs what has to change, and can only be changed together with them\n")
  }

  private func ask() -> Answer {
    let letters = Answer.allCases.map { String($0.rawValue) }
    while true {
      guard let line = terminal.ask("Change this job [\(letters.joined(separator: ",")),?]? ") else {
        Console.error("\n")
        return .quit
      }
      let word = line.filter { !$0.isWhitespace }.lowercased()
      if word.count == 1, let letter = word.first, let answer = Answer(rawValue: letter) { return answer }
      Console.error(Answer.allCases.map { "\($0.rawValue) - \($0.help)\n" }.joined() + "? - print this help\n")
    }
  }
}

internal import Reporting

extension FleetSummary {
  /// The most lines of a list in the text report.
  private static let listLength = 15

  /// The summary for a terminal.
  public var text: String {
    var lines = ["repositories: \(rows.count)"]
    lines += Progress.allCases.filter { repositories($0) > 0 }.map { "  \(repositories($0)) \($0.label)" }
    let jobCount = rows.reduce(0) { $0 + ($1.repository.plan?.jobs.count ?? 0) }
    lines.append("Kaniko jobs: \(jobCount)")
    lines += Self.outcomes.filter { jobs($0) > 0 }.map { "  \(jobs($0)) \(Self.label(ofOutcome: $0))" }
    let waves = Dictionary(grouping: rows.filter { $0.wave != nil }, by: { $0.wave ?? 0 })
    if !waves.isEmpty {
      lines.append("waves: providers first")
      lines += waves.keys.sorted().map { wave in
        let changed = waves[wave]?.count { !($0.repository.plan?.changes.isEmpty ?? true) } ?? 0
        return "  \(wave): \(waves[wave]?.count ?? 0) repositories, \(changed) of them change"
      }
    }
    lines += list("definitions by the jobs of others that they cure", definitions.map(\.line))
    lines += list("why jobs are left", reasons.map { "\($0.count) \($0.name)" })
    lines += list("flags in use, by jobs", flags.map { "\($0.count) \($0.name)" })
    lines += list("variables on the server, by repositories", variables.map { "\($0.count) \($0.name)" })
    let failed = rows.compactMap { row in row.failure.map { "\(row.repository.name): \($0)" } }
    lines += list("could not be done", failed + problems, isComplete: true)
    return lines.map(TerminalText.escaped).joined(separator: "\n") + "\n"
  }

  private func list(_ title: String, _ items: [String], isComplete: Bool = false) -> [String] {
    guard !items.isEmpty else { return [] }
    let shown = isComplete ? items[...] : items.prefix(Self.listLength)
    let rest = items.count - shown.count
    return ["\(title):"] + shown.map { "  \($0)" } + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  /// What an outcome of a job means, in words.
  static func label(ofOutcome outcome: String) -> String {
    switch outcome {
    case "safe": "migrated"
    case "reviewed": "migrated under assumptions"
    case "shadowed": "with a twin beside them"
    case "shadowedReviewed": "with a twin beside them, under assumptions"
    case "notChosen": "left for another step"
    case "needsReview": "to review (see --review)"
    case "manual": "left for a person"
    case "ignored": "ignored by a comment or the settings"
    default: "defined elsewhere"
    }
  }
}

extension FleetSummary.Progress {
  /// What it means, in words.
  var label: String {
    switch self {
    case .clean: "without Kaniko"
    case .blocked: "with Kaniko and nothing to change"
    case .planned: "planned"
    case .committed: "committed on a branch"
    case .pushed: "pushed"
    case .failed: "failed"
    }
  }
}

extension IncludeGraph.Definition {
  /// The definition in one line.
  var line: String {
    let cure = isChanged ? "the plan changes it" : "the plan does not change it"
    return "\(name): \(jobs) jobs in \(repositories) repositories; \(cure)"
  }
}

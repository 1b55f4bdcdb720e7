public import Reporting

extension FleetSummary {
  /// The whole summary as JSON.
  public var json: JSONValue {
    [
      "version": 1,
      "repositories": .array(rows.map(\.json)),
      "definitions": .array(
        definitions.map { definition in
          [
            "name": .string(definition.name), "jobs": .integer(definition.jobs),
            "repositories": .integer(definition.repositories), "changed": .bool(definition.isChanged),
          ]
        }),
      "reasons": .array(reasons.map(\.json)), "flags": .array(flags.map(\.json)), "problems": .strings(problems),
    ]
  }

  /// One repository a line.
  public var csv: String {
    let header =
      ["name", "progress", "wave"] + Self.outcomes.map(Self.column)
      + ["branch", "commit", "merge_request", "location", "failure"]
    return CSVText.table(
      [header]
        + rows.map { row in
          let repository = row.repository
          return [repository.name, row.progress.rawValue, row.wave.map(String.init) ?? ""]
            + Self.outcomes.map { String(row.jobs($0)) }
            + [
              repository.commit == nil ? "" : repository.branch ?? "", repository.commit ?? "",
              repository.mergeRequest ?? "", repository.location, row.failure ?? "",
            ]
        })
  }

  /// The name of an outcome's column, as in `needs_review`.
  private static func column(of outcome: String) -> String {
    outcome.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
  }

  /// The summary as Markdown, for an issue or a wiki.
  public var markdown: String {
    func table(_ header: [String], _ rows: [[String]]) -> [String] {
      let lines =
        [header, header.map { _ in "---" }] + rows.map { $0.map { MarkdownText.cell(MarkdownText.escaped($0)) } }
      return lines.map { "| " + $0.joined(separator: " | ") + " |" } + [""]
    }
    var lines = ["# Kaniko in the fleet", ""]
    lines += table(
      ["Repositories", ""],
      Progress.allCases.filter { repositories($0) > 0 }.map { [$0.label, String(repositories($0))] })
    lines += table(
      ["Jobs", ""], Self.outcomes.filter { jobs($0) > 0 }.map { [Self.label(ofOutcome: $0), String(jobs($0))] })
    if !definitions.isEmpty {
      lines += table(
        ["Definition", "Jobs of others", "Repositories", "Planned"],
        definitions.map { [$0.name, String($0.jobs), String($0.repositories), $0.isChanged ? "yes" : "no"] })
    }
    if !reasons.isEmpty { lines += table(["Why jobs are left", "Jobs"], reasons.map { [$0.name, String($0.count)] }) }
    if !flags.isEmpty { lines += table(["Flag", "Jobs"], flags.map { [$0.name, String($0.count)] }) }
    if !variables.isEmpty {
      lines += table(["Variable on the server", "Repositories"], variables.map { [$0.name, String($0.count)] })
    }
    lines += table(
      ["Repository", "Progress", "Wave", "Merge request"],
      rows.filter { $0.progress != .clean }.map { row in
        [
          row.repository.name, row.failure ?? row.progress.label, row.wave.map(String.init) ?? "",
          row.repository.mergeRequest ?? "",
        ]
      })
    return lines.joined(separator: "\n")
  }
}

extension FleetSummary.Count {
  fileprivate var json: JSONValue { ["name": .string(name), "jobs": .integer(count)] }
}

extension FleetSummary.Row {
  fileprivate var json: JSONValue {
    var members = [
      JSONMember("name", .string(repository.name)), JSONMember("progress", .string(progress.rawValue)),
      JSONMember("wave", wave.map(JSONValue.integer) ?? .null), JSONMember("kind", .string(repository.kind.rawValue)),
      JSONMember("location", .string(repository.location)),
    ]
    members += repository.plan?.summary ?? []
    members += [
      JSONMember("applied_branch", .optional(repository.commit == nil ? nil : repository.branch)),
      JSONMember("applied_commit", .optional(repository.commit)), JSONMember("pushed", .optional(repository.pushed)),
      JSONMember("merge_request", .optional(repository.mergeRequest)),
      JSONMember("failure", .optional(failure)),
    ]
    return .object(members)
  }
}

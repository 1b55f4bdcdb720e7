extension Receipt {
  /// What stands above the jobs: the repository, or what the receipt is about where a path would say nothing.
  private var title: String { repository == "." ? "From Kaniko to rootless BuildKit" : repository }

  /// The receipt as plain text.
  public var text: String {
    var lines = [TerminalText.escaped(title)]
    for job in jobs {
      lines += ["", "\(TerminalText.escaped(job.name)) (\(TerminalText.escaped(job.place))): \(job.verdict)"]
      lines += job.entries.map {
        "  \($0.outcome): \(TerminalText.escaped($0.subject)): \(TerminalText.escaped($0.text))"
      }
    }
    if !requirements.isEmpty { lines += [""] + requirements.map { "- \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The receipt as Markdown, for the description of a merge request.
  public var markdown: String {
    var lines = ["## \(MarkdownText.escaped(title))"]
    for job in jobs {
      lines += ["", "### `\(MarkdownText.code(job.name))`", "", "`\(MarkdownText.code(job.place))`: \(job.verdict)"]
      guard !job.entries.isEmpty else { continue }
      lines += ["", "| Kaniko | became | |", "|---|---|---|"]
      lines += job.entries.map { entry in
        "| `\(MarkdownText.cell(MarkdownText.code(entry.subject)))` | \(entry.outcome) | \(MarkdownText.cell(MarkdownText.escaped(entry.markup))) |"
      }
    }
    if !requirements.isEmpty {
      lines += ["", "Before merging:", ""] + requirements.map { "- \(MarkdownText.escaped($0))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The receipt as JSON.
  public var json: JSONValue {
    [
      "repository": .string(repository),
      "jobs": .array(
        jobs.map { job in
          [
            "name": .string(job.name), "place": .string(job.place), "outcome": .string(job.outcome),
            "entries": .array(
              job.entries.map { entry in
                ["outcome": .string(entry.outcome), "subject": .string(entry.subject), "text": .string(entry.text)]
              }),
          ]
        }),
      "requirements": .strings(requirements),
    ]
  }
}

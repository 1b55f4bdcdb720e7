internal import Diagnostics

/// The report as Markdown: a summary, one table with a row for each finding, and what the rules mean.
struct MarkdownReport {
  private let report: CheckReport
  private let regions: RegionFinder

  init(_ report: CheckReport) {
    self.report = report
    regions = RegionFinder(report)
  }

  var text: String {
    var lines = ["# Kaniko check", "", summary + "."]
    if !report.findings.isEmpty {
      lines += ["", "| severity | rule | place | finding | what to do |", "|---|---|---|---|---|"]
      lines += report.findings.map(row)
      lines += ["", "## Rules", ""]
      let codes = Set(report.findings.map(\.diagnostic.rule))
      lines += report.rules.filter { codes.contains($0.id) }.map { rule in
        "- **\(rule.id.code)** `\(rule.id.name)`: \(MarkdownText.escaped(rule.summary))"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    let text = TextReport.summary(of: report.findings.map(\.diagnostic))
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private func row(_ finding: Finding) -> String {
    let diagnostic = finding.diagnostic
    let place = "\(diagnostic.location.path):\(regions.line(of: diagnostic.location))"
    let cells = [
      diagnostic.severity.rawValue, "\(diagnostic.rule.code) `\(diagnostic.rule.name)`",
      "`\(MarkdownText.code(place))`", MarkdownText.escaped(diagnostic.message),
      diagnostic.help.map(MarkdownText.escaped).joined(separator: "<br>"),
    ]
    return "| " + cells.map(MarkdownText.cell).joined(separator: " | ") + " |"
  }
}

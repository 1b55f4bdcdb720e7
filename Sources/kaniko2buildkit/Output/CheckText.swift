import Diagnostics
import KanikoMigration
import Reporting

/// The text of a check for people: the findings, a summary, and counts when they are asked for.
struct CheckText {
  private let report: CheckReport
  private let layout: TextReport.Options
  private let showsStatistics: Bool

  init(_ report: CheckReport, layout: TextReport.Options, showsStatistics: Bool) {
    self.report = report
    self.layout = layout
    self.showsStatistics = showsStatistics
  }

  /// The text; empty when there is nothing to say.
  var text: String {
    let diagnostics = report.findings.map(\.diagnostic)
    var layout = layout
    layout.showsSummary = false
    var text = TextReport(diagnostics, options: layout, source: report.source).text
    if !diagnostics.isEmpty { text += TextReport.summary(of: diagnostics) + hidden + "\n" }
    if report.statistics.stale > 0 {
      text +=
        "\(Self.counted(report.statistics.stale, "entry", "entries")) of the baseline "
        + "\(report.statistics.stale == 1 ? "is" : "are") not found any more; --update-baseline removes what is gone\n"
    }
    if showsStatistics { text += (text.isEmpty ? "" : "\n") + statistics }
    return text
  }

  /// How many findings are not shown.
  private var hidden: String {
    var parts: [String] = []
    if report.statistics.suppressed > 0 { parts.append("\(report.statistics.suppressed) suppressed") }
    if report.statistics.accepted > 0 { parts.append("\(report.statistics.accepted) in the baseline") }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
  }

  // MARK: - Statistics

  private var statistics: String {
    let statistics = report.statistics
    var lines = [
      "checked \(Self.counted(statistics.files, "file", "files")) of "
        + Self.counted(statistics.repositories, "repository", "repositories")
    ]
    lines += Self.table(
      "findings by rule",
      RuleCatalog.all.map { rule in
        (report.findings.count { $0.diagnostic.rule == rule.id }, rule.id.description)
      } + [(statistics.suppressed, "suppressed by comments"), (statistics.accepted, "accepted by the baseline")])
    lines += Self.table("jobs that use Kaniko", statistics.jobs.map { ($0.number, $0.title) })
    let migrates = statistics.jobs.contains { $0.number > 0 && ["safe", "needsReview"].contains($0.name) }
    if migrates {
      lines += ["", "what runners must allow for rootless BuildKit (hosted runners of GitLab.com do):"]
      lines += RuleCatalog.all.filter(\.isAboutRunners).map { fitting("\($0.id): \($0.summary)") }
      lines.append(fitting("`kaniko2buildkit explain K401` shows the settings"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// An indented line; on a terminal broken so that it fits.
  private func fitting(_ text: String) -> String {
    layout.wrapsText ? Paragraphs.wrapped(text, width: layout.width, indent: "    ", first: "  ") : "  " + text
  }

  private static func table(_ title: String, _ rows: [(number: Int, text: String)]) -> [String] {
    let rows = rows.filter { $0.number > 0 }
    guard !rows.isEmpty else { return [] }
    let width = rows.map { String($0.number).utf8.count }.max() ?? 1
    return ["", "\(title):"]
      + rows.map { number, text in
        let digits = String(number)
        return "  " + String(repeating: " ", count: width - digits.utf8.count) + digits + "  " + text
      }
  }

  private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }
}

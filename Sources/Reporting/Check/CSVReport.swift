internal import Diagnostics

/// The report as CSV (RFC 4180): a header, one finding a line, CRLF at the end of each.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
struct CSVReport {
  private let report: CheckReport
  private let regions: RegionFinder

  private static let header = [
    "code", "rule", "severity", "confidence", "path", "line", "column", "end_line", "end_column", "jobs", "migration",
    "message", "help", "fingerprint",
  ]

  init(_ report: CheckReport) {
    self.report = report
    regions = RegionFinder(report)
  }

  var text: String {
    ([Self.header] + report.findings.map(row)).map { cells in
      cells.map(Self.cell).joined(separator: ",") + "\r\n"
    }.joined()
  }

  private func row(_ finding: Finding) -> [String] {
    let diagnostic = finding.diagnostic
    let region = regions.region(of: diagnostic.location)
    let positions = [
      region?.start.line, region?.start.column, region?.end.line, region?.end.column,
    ].map { $0.map(String.init) ?? "1" }
    return [
      diagnostic.rule.code, diagnostic.rule.name, diagnostic.severity.rawValue, diagnostic.confidence.rawValue,
      diagnostic.location.path,
    ] + positions + [
      finding.jobs.joined(separator: "\n"), finding.applicability?.rawValue ?? "", diagnostic.message,
      diagnostic.help.joined(separator: "\n"), finding.fingerprint,
    ]
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

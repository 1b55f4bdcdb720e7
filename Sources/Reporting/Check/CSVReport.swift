internal import Diagnostics

/// The report as CSV: a header, one finding a line.
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
    CSVText.table([Self.header] + report.findings.map(row))
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
}

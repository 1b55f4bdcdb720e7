internal import Diagnostics

/// The report for GitLab's Code Quality widget: an array, empty when there is nothing to say (docs.gitlab.com,
/// ci/testing/code_quality, "Code Quality report format").
struct CodeQualityReport {
  private let report: CheckReport
  private let regions: RegionFinder

  init(_ report: CheckReport) {
    self.report = report
    regions = RegionFinder(report)
  }

  var value: JSONValue { .array(report.findings.map(item)) }

  private func item(_ finding: Finding) -> JSONValue {
    let diagnostic = finding.diagnostic
    let region = regions.region(of: diagnostic.location)
    return [
      "description": .string("\(diagnostic.message) (\(diagnostic.rule))"),
      "check_name": .string(diagnostic.rule.name),
      "fingerprint": .string(finding.fingerprint),
      "severity": .string(Self.severity(diagnostic.severity)),
      "location": [
        "path": .string(diagnostic.location.path),
        "lines": ["begin": .integer(region?.start.line ?? 1), "end": .integer(region?.end.line ?? 1)],
      ],
    ]
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .note: "info"
    case .warning: "minor"
    case .error: "major"
    }
  }
}

internal import Diagnostics
internal import SourceText

/// The report as this tool's own JSON; `JSONReportSchema` describes it.
struct JSONReport {
  /// The version of the format: it changes when a program that reads the report has to change.
  static let version = 1

  private let report: CheckReport
  private let regions: RegionFinder

  init(_ report: CheckReport) {
    self.report = report
    regions = RegionFinder(report)
  }

  var value: JSONValue {
    [
      "version": .integer(Self.version),
      "tool": ["name": "kaniko2buildkit", "version": .string(report.version)],
      "status": .integer(Int(report.status)),
      "statistics": statistics,
      "files": .strings(report.files),
      "findings": .array(report.findings.map(finding)),
    ]
  }

  private var statistics: JSONValue {
    let statistics = report.statistics
    let severities = report.counts.map { JSONMember($0.severity.rawValue, .integer($0.number)) }
    return [
      "repositories": .integer(statistics.repositories),
      "files": .integer(statistics.files),
      "findings": .object(severities),
      "suppressed": .integer(statistics.suppressed),
      "accepted": .integer(statistics.accepted),
      "stale": .integer(statistics.stale),
      "jobs": .object(statistics.jobs.map { JSONMember($0.name, .integer($0.number)) }),
    ]
  }

  private func finding(_ finding: Finding) -> JSONValue {
    let diagnostic = finding.diagnostic
    return [
      "rule": Self.rule(diagnostic.rule),
      "severity": .string(diagnostic.severity.rawValue),
      "confidence": .string(diagnostic.confidence.rawValue),
      "message": .string(diagnostic.message),
      "location": location(diagnostic.location),
      "related": .array(
        diagnostic.labels.map { label in
          [
            "message": .string(label.message), "rule": label.rule.map(Self.rule) ?? .null,
            "location": location(label.location),
          ]
        }),
      "jobs": .strings(finding.jobs),
      "migration": .optional(finding.applicability?.rawValue),
      "help": .strings(diagnostic.help),
      "fingerprint": .string(finding.fingerprint),
    ]
  }

  private static func rule(_ rule: RuleID) -> JSONValue {
    ["code": .string(rule.code), "name": .string(rule.name)]
  }

  private func location(_ location: Location) -> JSONValue {
    let region = regions.region(of: location)
    func position(_ position: Region.Position?, _ offset: Int) -> JSONValue {
      [
        "line": .integer(position?.line ?? 1), "column": .integer(position?.column ?? 1),
        "offset": .integer(offset),
      ]
    }
    return [
      "path": .string(location.path),
      "start": position(region?.start, region?.bytes.lowerBound ?? 0),
      "end": position(region?.end, region?.bytes.upperBound ?? 0),
    ]
  }
}

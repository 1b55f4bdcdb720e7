internal import Diagnostics
internal import SourceText

/// The report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format).
struct SARIFReport {
  private let report: CheckReport
  private let regions: RegionFinder

  init(_ report: CheckReport) {
    self.report = report
    regions = RegionFinder(report)
  }

  var value: JSONValue {
    [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "kaniko2buildkit", "semanticVersion": .string(report.version),
              "rules": .array(report.rules.map(rule)),
            ]
          ],
          // Columns count Unicode scalars, not UTF-16 units.
          "columnKind": "unicodeCodePoints",
          "invocations": [
            ["executionSuccessful": .bool(report.status != 3), "exitCode": .integer(Int(report.status))]
          ],
          "results": .array(report.findings.map(result)),
        ]
      ],
    ]
  }

  private func rule(_ rule: Rule) -> JSONValue {
    [
      "id": .string(rule.id.code),
      "name": .string(Self.pascalCase(rule.id.name)),
      "shortDescription": ["text": .string(rule.summary)],
      "fullDescription": ["text": .string(rule.finds + " " + rule.reason)],
      "help": ["text": .string(rule.advice.joined(separator: "\n"))],
      "defaultConfiguration": ["level": .string(rule.severity.rawValue)],
      "properties": ["tags": ["kaniko", .string(rule.id.name)]],
    ]
  }

  /// The form of names that SARIF asks for (section 3.49.7).
  private static func pascalCase(_ name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private func result(_ finding: Finding) -> JSONValue {
    let diagnostic = finding.diagnostic
    let index = report.rules.firstIndex { $0.id == diagnostic.rule }
    let text = ([diagnostic.message] + diagnostic.help).joined(separator: "\n")
    var members = [
      JSONMember("ruleId", .string(diagnostic.rule.code)),
      JSONMember("level", .string(diagnostic.severity.rawValue)),
      JSONMember("message", ["text": .string(text)]),
      JSONMember("locations", [["physicalLocation": physicalLocation(diagnostic.location)]]),
      JSONMember("partialFingerprints", ["kaniko2buildkit/v1": .string(finding.fingerprint)]),
    ]
    if let index { members.insert(JSONMember("ruleIndex", .integer(index)), at: 1) }
    if !diagnostic.labels.isEmpty {
      members.append(
        JSONMember(
          "relatedLocations",
          .array(
            diagnostic.labels.enumerated().map { number, label in
              [
                "id": .integer(number + 1), "physicalLocation": physicalLocation(label.location),
                "message": ["text": .string(label.message)],
              ]
            })))
    }
    members.append(
      JSONMember(
        "properties",
        [
          "confidence": .string(diagnostic.confidence.rawValue), "jobs": .strings(finding.jobs),
          "migration": .optional(finding.applicability?.rawValue),
        ]))
    return .object(members)
  }

  private func physicalLocation(_ location: Location) -> JSONValue {
    let artifact: JSONValue = ["uri": .string(Self.uri(location.path)), "uriBaseId": "%SRCROOT%"]
    guard let region = regions.region(of: location) else { return ["artifactLocation": artifact] }
    return [
      "artifactLocation": artifact,
      "region": [
        "startLine": .integer(region.start.line), "startColumn": .integer(region.start.column),
        "endLine": .integer(region.end.line), "endColumn": .integer(region.end.column),
        "byteOffset": .integer(region.bytes.lowerBound), "byteLength": .integer(region.bytes.count),
      ],
    ]
  }

  /// A path as a relative reference (RFC 3986): everything but unreserved characters and `/` is escaped.
  private static func uri(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || byte.isOne(of: "-._~/@+") {
        result.unicodeScalars.append(scalar)
      } else {
        result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}

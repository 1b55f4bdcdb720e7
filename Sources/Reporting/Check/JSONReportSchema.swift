internal import Diagnostics

/// The JSON Schema (draft 2020-12) of the JSON report.
public enum JSONReportSchema {
  /// The schema. Unknown members are refused, so that a test notices what it does not describe.
  public static var value: JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:kaniko2buildkit:check-report:\(JSONReport.version)",
      "title": "Report of kaniko2buildkit check --format json",
      "type": "object",
      "required": ["version", "tool", "status", "statistics", "files", "findings"],
      "additionalProperties": false,
      "properties": [
        "version": ["const": .integer(JSONReport.version)],
        "tool": object(["name": ["const": "kaniko2buildkit"], "version": string("the version of the tool")]),
        "status": [
          "enum": [0, 1, 3, 4],
          "description":
            "the exit status: 0 no Kaniko use remains, 1 some remains, 3 a file could not be read, 4 it cannot be told",
        ],
        "statistics": statistics,
        "files": list(string("a file that was read")),
        "findings": list(["$ref": "#/$defs/finding"]),
      ],
      "$defs": [
        "rule": object([
          "code": ["type": "string", "pattern": "^K[0-9]{3}$"], "name": string("the readable name"),
        ]),
        "position": object([
          "line": integer("counted from 1", minimum: 1),
          "column": integer("counted in Unicode scalars from 1", minimum: 1),
          "offset": integer("counted in bytes from 0, a byte order mark included", minimum: 0),
        ]),
        "location": object([
          "path": string("relative to the repository, or to the directory that --recursive looks through"),
          "start": ["$ref": "#/$defs/position"], "end": ["$ref": "#/$defs/position"],
        ]),
        "related": object([
          "message": string("what is there"), "rule": ["anyOf": [["$ref": "#/$defs/rule"], ["type": "null"]]],
          "location": ["$ref": "#/$defs/location"],
        ]),
        "finding": finding,
      ],
    ]
  }

  private static var finding: JSONValue {
    object([
      "rule": ["$ref": "#/$defs/rule"],
      "severity": choice(Severity.allCases.map(\.rawValue), "how much the finding matters"),
      "confidence": choice(Confidence.allCases.map(\.rawValue), "how sure it is that the finding is one"),
      "message": string("what is the matter"),
      "location": ["$ref": "#/$defs/location"],
      "related": list(["$ref": "#/$defs/related"]),
      "jobs": list(string("a job that the finding is about")),
      "migration": [
        "enum": .array(Applicability.allCases.map { .string($0.rawValue) } + [.null]),
        "description": "how far a migration by the tool may be trusted; null where the finding is not about one",
      ],
      "help": list(string("what to do")),
      "fingerprint": [
        "type": "string", "pattern": "^[0-9a-f]{32}$",
        "description": "unique in the report, and the same when lines move",
      ],
    ])
  }

  private static var statistics: JSONValue {
    let count: JSONValue = ["type": "integer", "minimum": 0]
    return object([
      "repositories": count, "files": count,
      "findings": object(Severity.allCases.reversed().map { ($0.rawValue, count) }),
      "suppressed": integer("findings that comments suppress", minimum: 0),
      "accepted": integer("findings that the baseline accepts", minimum: 0),
      "stale": integer("entries of the baseline that no finding has any more", minimum: 0),
      "jobs": ["type": "object", "additionalProperties": count],
    ])
  }

  // MARK: - Parts

  private static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    object(members.map { ($0.key, $0.value) })
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    [
      "type": "object", "additionalProperties": false, "required": .strings(members.map(\.0)),
      "properties": .object(members.map { JSONMember($0.0, $0.1) }),
    ]
  }

  private static func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

  private static func string(_ description: String) -> JSONValue {
    ["type": "string", "description": .string(description)]
  }

  private static func integer(_ description: String, minimum: Int) -> JSONValue {
    ["type": "integer", "minimum": .integer(minimum), "description": .string(description)]
  }

  private static func choice(_ values: [String], _ description: String) -> JSONValue {
    ["enum": .strings(values), "description": .string(description)]
  }
}

import Foundation
import TestSupport

/// What tests read of `check --format json`.
struct CheckDocument: Decodable {
  struct Position: Decodable {
    let line: Int
    let column: Int
    let offset: Int
  }

  struct Location: Decodable {
    let path: String
    let start: Position
    let end: Position
  }

  struct Rule: Decodable {
    let code: String
    let name: String
  }

  struct Related: Decodable {
    let message: String
    let rule: Rule?
    let location: Location
  }

  struct Finding: Decodable {
    let rule: Rule
    let severity: String
    let confidence: String
    let message: String
    let location: Location
    let related: [Related]
    let jobs: [String]
    let migration: String?
    let help: [String]
    let fingerprint: String
  }

  struct Statistics: Decodable {
    let suppressed: Int
    let accepted: Int
    let stale: Int
    let repositories: Int
  }

  let status: Int32
  let statistics: Statistics
  let files: [String]
  let findings: [Finding]

  /// The codes of the findings, sorted.
  var codes: [String] { findings.map(\.rule.code).sorted() }
  /// The fingerprints, in the order of the report.
  var fingerprints: [String] { findings.map(\.fingerprint) }
}

extension Project {
  /// Runs `check --format json` with further arguments and reads the report.
  func check(_ arguments: String...) throws -> CheckDocument {
    let result = try Command.run(
      try Repository.product(), ["check", "--format", "json"] + arguments, in: folder.path)
    let document = try JSONDecoder().decode(CheckDocument.self, from: result.output)
    guard document.status == result.status else { throw StatusDiffers(document: document.status, exit: result.status) }
    return document
  }

  /// The text at a place of a report.
  func text(at location: CheckDocument.Location) throws -> String {
    let file = folder.appending(path: location.path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
      return ""
    }
    let bytes = [UInt8](try Data(contentsOf: file))
    return String(decoding: bytes[location.start.offset..<location.end.offset], as: UTF8.self)
  }
}

/// The report names another exit status than the command ended with.
struct StatusDiffers: Error {
  let document: Int32
  let exit: Int32
}

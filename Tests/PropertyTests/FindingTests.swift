import Foundation
import Invariants
import TestSupport
import Testing

/// An input that once broke an invariant; the name of its file says what broke.
struct Finding: Sendable, CustomTestStringConvertible {
  let target: FuzzTarget
  let file: URL

  var testDescription: String { "\(target.rawValue): \(file.lastPathComponent)" }

  static let folder = Repository.root.appending(path: "Tests/Fuzzing/Findings")

  /// The findings of every target, in a fixed order.
  static let all: [Finding] = FuzzTarget.allCases.flatMap { target in
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }.map { Finding(target: target, file: $0) }
  }
}

@Test(arguments: Finding.all)
func whatAFuzzerFoundStaysMended(_ finding: Finding) throws {
  let bytes = [UInt8](try Data(contentsOf: finding.file))
  #expect(finding.target.problems(in: bytes, failsOfChecks: true) == [])
}

@Test func findingsAreNamedAfterWhatBroke() throws {
  let word = try Regex("^[a-z0-9]+(-[a-z0-9]+)+$")
  #expect(!Finding.all.isEmpty)
  for finding in Finding.all { #expect(finding.file.lastPathComponent.contains(word), "\(finding.testDescription)") }
  let folders = try FileManager.default.contentsOfDirectory(atPath: Finding.folder.path)
  #expect(Set(folders).subtracting(FuzzTarget.allCases.map(\.rawValue)) == [], "no target reads these findings")
}

import Foundation
import TestSupport
import Testing

/// GitLab's own JSON schema, by the `check-jsonschema` program, one process for every file of the corpus.
private enum SchemaCheck {
  /// Findings by path of the file.
  static let findings = Result { try run() }

  private struct Report: Decodable {
    struct Finding: Decodable {
      let filename: String
      let path: String?
      let message: String
    }
    let errors: [Finding]
    let parse_errors: [Finding]
  }

  /// The files that the expected diff of a case changes.
  static func touched(by item: CorpusCase) -> [String] {
    String(decoding: item.diff ?? Data(), as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("+++ b/") }.map { String($0.dropFirst("+++ b/".count)) }
  }

  /// Where the checked copy of a file lies: the content of a file with a header, without the header.
  private static func copy(_ bytes: [UInt8], to folder: URL, as name: String) throws -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let content = text.hasPrefix("spec:") ? text.components(separatedBy: "\n---\n").last ?? text : text
    let place = folder.appending(path: name)
    try Data(content.utf8).write(to: place)
    return place.path
  }

  /// A file with twins without the keys that they set to null. `extends` is how a job gets them, "to exclude a key from
  /// the extended content, you must assign it to null" (documentation of `extends`), and GitLab takes such a key for one
  /// that is not there (lib/gitlab/config/entry/factory.rb); the schema, which is for editors, does not know that of
  /// most keys.
  private static func withoutKeysOfTwins(_ file: [UInt8]) -> [UInt8] {
    let keys = ["environment", "pages", "publish", "release", "resource_group", "docker"]
    let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).filter { line in
      let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
      return !keys.contains { text == "\($0): null" }
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private static func run() throws -> [String: [String]] {
    let local = Repository.root.appending(path: ".build/oracles/bin/check-jsonschema").path
    let advice = "run .ci/test, or 'pip install check-jsonschema'"
    let program =
      FileManager.default.isExecutableFile(atPath: local)
      ? local : try Command.locate("check-jsonschema", advice: advice)
    return try TemporaryFolder.with { scratch in
      var keys: [String: String] = [:]
      for item in CorpusCase.all {
        for path in touched(by: item) {
          let trees = try CorpusTrees.of(item)
          for (side, tree) in [("before", trees.original), ("after", trees.migrated)] {
            let name = "\(keys.count).yml"
            let bytes = Array(try Data(contentsOf: tree.appending(path: path)))
            keys[try copy(bytes, to: scratch, as: name)] = "\(item.name)/\(path) \(side)"
          }
          let twins = withoutKeysOfTwins(try RolloutTrees.of(item).shadowed.files[path].map { Array($0) } ?? [])
          keys[try copy(twins, to: scratch, as: "\(keys.count).yml")] = "\(item.name)/\(path) twins"
        }
      }
      let options = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "-o", "json"]
      // The program may be a wrapper that needs the environment of the person who installed it.
      let result = try Command.run(
        program, options + keys.keys.sorted(), environment: ProcessInfo.processInfo.environment)
      let report = try JSONDecoder().decode(Report.self, from: result.output)
      var found: [String: [String]] = Dictionary(uniqueKeysWithValues: keys.values.map { ($0, []) })
      for finding in report.errors + report.parse_errors {
        guard let key = keys[finding.filename] else { continue }
        found[key, default: []].append("\(finding.path ?? ""): \(finding.message)")
      }
      return found
    }
  }
}

@Test(arguments: CorpusCase.all.filter { !SchemaCheck.touched(by: $0).isEmpty })
func expectedResultsFollowTheSchema(_ item: CorpusCase) throws {
  let findings = try SchemaCheck.findings.get()
  var isExcused = false
  for path in SchemaCheck.touched(by: item) {
    let before = findings["\(item.name)/\(path) before"] ?? ["not checked"]
    let after = findings["\(item.name)/\(path) after"] ?? ["not checked"]
    let twins = findings["\(item.name)/\(path) twins"] ?? ["not checked"]
    guard item.settings.schema.isTrue else {
      isExcused = isExcused || !before.isEmpty
      continue
    }
    #expect(before == [], "the input itself; say why in case.json under schema when that is meant")
    #expect(after == [], "\(path)")
    #expect(twins == [], "\(path) with twins and comparisons")
  }
  #expect(item.settings.schema.isTrue || isExcused, "the input follows the schema, so nothing has to be excused")
}

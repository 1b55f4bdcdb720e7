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
  private static func copy(_ file: URL, to folder: URL, as name: String) throws -> String {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let content = text.hasPrefix("spec:") ? text.components(separatedBy: "\n---\n").last ?? text : text
    let place = folder.appending(path: name)
    try Data(content.utf8).write(to: place)
    return place.path
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
            keys[try copy(tree.appending(path: path), to: scratch, as: name)] = "\(item.name)/\(path) \(side)"
          }
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
    guard item.settings.schema.isTrue else {
      isExcused = isExcused || !before.isEmpty
      continue
    }
    #expect(before == [], "the input itself; say why in case.json under schema when that is meant")
    #expect(after == [], "\(path)")
  }
  #expect(item.settings.schema.isTrue || isExcused, "the input follows the schema, so nothing has to be excused")
}

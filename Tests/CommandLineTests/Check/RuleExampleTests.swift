import Diagnostics
import Foundation
import KanikoMigration
import TestSupport
import Testing

/// A rule that files show, with its two examples.
private struct Shown: CustomTestStringConvertible, Sendable {
  let rule: Rule
  let reported: RuleExample
  let silent: RuleExample
  var testDescription: String { rule.id.description }

  static let all: [Shown] = RuleCatalog.all.compactMap { rule in
    guard case .files(let reported, let silent) = rule.evidence else { return nil }
    return Shown(rule: rule, reported: reported, silent: silent)
  }

  /// Checks the files of an example with the built command.
  static func check(_ example: RuleExample, _ body: (Project, CheckDocument) throws -> Void) throws {
    try Project.with([:]) { project in
      for file in example.files {
        let place = project.folder.appending(path: file.path)
        let folder = file.text == nil ? place : place.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if let text = file.text { try project.write(text, to: file.path) }
      }
      let arguments = ["check", "--format", "json"] + example.arguments
      let result = try Command.run(try Repository.product(), arguments, in: project.folder.path)
      try body(project, try JSONDecoder().decode(CheckDocument.self, from: result.output))
    }
  }
}

@Test(arguments: Shown.all)
private func everyRuleReportsItsExampleAtTheRightBytes(_ shown: Shown) throws {
  try Shown.check(shown.reported) { project, document in
    #expect(document.codes == ([shown.rule.id.code] + shown.reported.others).sorted(), "nothing else is expected")
    let finding = try #require(document.findings.first { $0.rule.code == shown.rule.id.code })
    #expect(try project.text(at: finding.location) == shown.reported.marked)
    #expect(finding.severity == shown.rule.severity.rawValue)
    #expect(finding.rule.name == shown.rule.id.name)
    #expect(!finding.help.isEmpty || shown.rule.id.code == "K002", "what to do")
  }
}

@Test(arguments: Shown.all)
private func everyRuleIsSilentInItsOtherExample(_ shown: Shown) throws {
  try Shown.check(shown.silent) { _, document in
    #expect(document.codes == shown.silent.others.sorted())
    #expect(!document.codes.contains(shown.rule.id.code))
  }
}

@Test func rulesAboutRunnersAreOnlyInStatistics() throws {
  try Project.with { project in
    let plain = try project.run("check")
    let counted = try project.run("check", "--statistics")
    for rule in RuleCatalog.all where rule.isAboutRunners {
      #expect(!plain.outputText.contains(rule.id.code))
      #expect(counted.outputText.contains(rule.id.description))
    }
  }
  try Project.with([".gitlab-ci.yml": "test:\n  script: [ls]\n"]) { project in
    let counted = try project.run("check", "--statistics")
    for rule in RuleCatalog.all where rule.isAboutRunners { #expect(!counted.outputText.contains(rule.id.code)) }
  }
}

@Test func theReferenceIsUpToDate() throws {
  let pages = [
    ("reference", "Rules.md"), ("flag-reference", "Flags.md"), ("log-reference", "Troubleshooting.md"),
    ("schema", "check-report.schema.json"),
  ]
  for (topic, file) in pages {
    let path = "Sources/kaniko2buildkit/Documentation.docc/\(file)"
    let written = try Data(contentsOf: Repository.root.appending(path: path))
    let printed = try Command.run(try Repository.product(), ["explain", topic])
    #expect(printed.output == written, "write it anew: swift run kaniko2buildkit explain \(topic) > \(path)")
  }
}

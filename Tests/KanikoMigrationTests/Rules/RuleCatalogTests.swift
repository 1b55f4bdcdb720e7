import Diagnostics
import Foundation
import GitLabCI
import KanikoMigration
import Testing

private let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

@Test func listAndFolderAgree() throws {
  let folder = sources.appending(path: "KanikoMigration/Rules")
  let groups = ["Files", "Use", "Migration", "Runner"]
  var count = 0
  for group in groups {
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: group).path).sorted() {
      let text = try String(contentsOf: folder.appending(path: "\(group)/\(file)"), encoding: .utf8)
      let names = text.matches(of: /public static let (\w+) = Rule\(/).map { String($0.output.1) }
      #expect(names.count == 1, "\(file): one rule a file")
      let list = try String(contentsOf: folder.appending(path: "RuleCatalog.swift"), encoding: .utf8)
      for name in names { #expect(list.contains("    .\(name),"), "\(file) is not listed") }
      count += names.count
    }
  }
  #expect(count == RuleCatalog.all.count)
}

@Test func everyIdentityHasItsRule() throws {
  var codes: Set<String> = []
  for module in ["GitLabCI", "KanikoMigration", "Workspace"] {
    let root = sources.appending(path: module)
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) where path.hasSuffix(".swift") {
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      codes.formUnion(text.matches(of: /RuleID\(code: "(K\d+)"/).map { String($0.output.1) })
    }
  }
  #expect(codes.sorted() == RuleCatalog.all.map(\.id.code), "in the order of the codes, each once")
}

@Test func identitiesAreWellFormed() {
  #expect(Set(RuleCatalog.all.map(\.id.name)).count == RuleCatalog.all.count)
  for rule in RuleCatalog.all {
    #expect(rule.id.code.wholeMatch(of: /K[0-4]\d\d/) != nil)
    #expect(rule.id.name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(rule.id)")
    #expect(RuleCatalog.rule(named: rule.id.code)?.id == rule.id)
    #expect(RuleCatalog.rule(named: rule.id.name)?.id == rule.id)
    #expect(rule.isAboutRunners == rule.id.code.hasPrefix("K4"))
  }
}

@Test func documentationIsWritten() {
  for rule in RuleCatalog.all {
    #expect(!rule.summary.hasSuffix("."), "\(rule.id)")
    for text in [rule.finds, rule.reason] + rule.advice {
      #expect(text.hasSuffix("."), "\(rule.id): \(text)")
      #expect(!text.contains("should"), "\(rule.id)")
    }
    #expect(!rule.advice.isEmpty, "\(rule.id)")
  }
}

@Test func everyRuleHasACaseThatReportsAndOneThatIsSilent() {
  for rule in RuleCatalog.all {
    switch rule.evidence {
    case .files(let reported, let silent), .rollout(let reported, let silent):
      #expect(!reported.files.isEmpty && !silent.files.isEmpty, "\(rule.id)")
    case .runner(let symptoms, let settings):
      #expect(!symptoms.isEmpty && !settings.isEmpty, "\(rule.id)")
    case .defect:
      #expect(rule.id == MigrationRules.verification, "only a defect of the tool has no case")
    }
  }
}

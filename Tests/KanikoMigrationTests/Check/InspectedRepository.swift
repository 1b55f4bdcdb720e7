import Diagnostics
import GitLabCI
import SourceText
import Testing
import YAMLSyntax

@testable import KanikoMigration

/// A repository of text files with what a check says about it on 15 June 2026.
struct InspectedRepository {
  let project: Project
  let inspection: Inspection

  init(
    _ files: [String: String], settings: MigrationSettings = MigrationSettings(), templates: [String] = [],
    edit: (inout Inspection.Options) -> Void = { _ in }
  ) throws {
    var options = Inspection.Options(today: try #require(CalendarDate("2026-06-15")))
    edit(&options)
    let repository = PlannedRepository(
      files, settings: settings, templates: templates, today: options.honoursSuppressions ? options.today : nil)
    project = repository.plan.project
    inspection = Inspection(repository.plan, settings: settings, options: options)
  }

  init(_ text: String, edit: (inout Inspection.Options) -> Void = { _ in }) throws {
    try self.init([".gitlab-ci.yml": text, "Dockerfile": "FROM scratch\n"], edit: edit)
  }

  var findings: [Finding] { inspection.findings }
  /// The codes of the findings, in report order.
  var codes: [String] { findings.map(\.diagnostic.rule.code) }

  /// The text at a place.
  func text(at location: Location) -> String? {
    project.fileIndex(of: location.path).map { project.documents[$0].tree.source.text(location.range) }
  }

  /// The texts at the related places of a finding that fall under a rule.
  func related(_ finding: Finding, _ rule: RuleID) -> [String?] {
    finding.diagnostic.labels.filter { $0.rule == rule }.map { text(at: $0.location) }
  }
}

/// A job that is safe to migrate.
func kanikoJob(_ name: String, image: String = "gcr.io/kaniko-project/executor:debug", after: String = "") -> String {
  """
  \(name):
    image:
      name: \(image)\(after)
      entrypoint: [""]
    script:
      - \(Sample.kaniko)

  """
}

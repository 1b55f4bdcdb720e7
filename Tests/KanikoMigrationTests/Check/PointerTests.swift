import Diagnostics
import Testing

@testable import KanikoMigration

@Test(arguments: [
  ("template: Kaniko.gitlab-ci.yml", Severity.warning, Finding.Consequence.untold, Confidence.high),
  ("component: $CI_SERVER_FQDN/x/kaniko/build@1.0.0", .warning, .untold, .medium),
  ("{project: a/b, file: /ci/kaniko.yml}", .note, .none, .low),
  ("remote: https://example.com/kaniko.yml", .note, .none, .low),
])
func anIncludeThatSaysKanikoIsReported(
  _ include: String, _ severity: Severity, _ consequence: Finding.Consequence, _ confidence: Confidence
) throws {
  let repository = try InspectedRepository("include:\n  - \(include)\ntest:\n  script: [ls]\n")
  #expect(repository.codes == ["K105"])
  #expect(repository.findings[0].diagnostic.severity == severity)
  #expect(repository.findings[0].diagnostic.confidence == confidence)
  #expect(repository.findings[0].consequence == consequence)
}

@Test(arguments: [
  "template: Docker.gitlab-ci.yml", "component: $CI_SERVER_FQDN/x/buildkit/build@1", "{project: a/b, file: /ci.yml}",
  "{project: tools/kaniko2buildkit, file: .gitlab/check.yml}",
])
func anyOtherIncludeIsNotReported(_ include: String) throws {
  #expect(try InspectedRepository("include:\n  - \(include)\ntest:\n  script: [ls]\n").codes == [])
}

@Test func variablesAreReportedWhereSomethingMayReadThem() throws {
  let variables = "variables:\n  KANIKO_ARGS: --cache=true\n  KANIKO_EXTRA: x\n"
  let include = "include:\n  - {project: a/b, file: /ci.yml}\n"
  let both = try InspectedRepository(include + variables + "test:\n  script: [ls]\n")
  #expect(both.codes == ["K106"])
  #expect(both.text(at: both.findings[0].diagnostic.location) == "KANIKO_ARGS")
  #expect(both.related(both.findings[0], MigrationRules.variables) == ["KANIKO_EXTRA"])
  #expect(try InspectedRepository(variables + "test:\n  script: [ls]\n").codes == [])
  // A job that uses Kaniko reads them.
  #expect(try InspectedRepository(include + variables + kanikoJob("build")).codes == ["K101"])
}

@Test func theToolsOwnNameIsNoHint() throws {
  let repository = try InspectedRepository(
    """
    include:
      - {project: a/b, file: /ci.yml}
    kaniko2buildkit:
      variables: {KANIKO2BUILDKIT_OPTIONS: --strict}
    """)
  #expect(repository.codes == [])
}

@Test func whatIsIgnoredIsNotReported() throws {
  var settings = MigrationSettings()
  settings.ignoredFiles = [NamePattern("*.yml")]
  let files = [".gitlab-ci.yml": "include:\n  - template: Kaniko.gitlab-ci.yml\n" + kanikoJob("build")]
  #expect(try InspectedRepository(files, settings: settings).codes == [])
}

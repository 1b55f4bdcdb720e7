import Diagnostics
import Testing

@testable import KanikoMigration

@Test func aDefinitionThatJobsShareIsOneFinding() throws {
  let jobs = (1...12).map { "build \($0):\n  extends: .build\n" }.joined()
  let repository = try InspectedRepository(kanikoJob(".build") + jobs)
  #expect(repository.codes == ["K101"])
  let finding = repository.findings[0]
  #expect(repository.text(at: finding.diagnostic.location) == "gcr.io/kaniko-project/executor:debug")
  #expect(finding.diagnostic.message == "`build 1`, `build 2` and 10 other jobs run in a Kaniko image")
  #expect(finding.jobs.count == 12)
  #expect(finding.applicability == .safe)
  #expect(finding.consequence == .remains)
  #expect(repository.related(finding, MigrationRules.executor) == ["/kaniko/executor"])
  let keys = finding.diagnostic.labels.filter { $0.rule == nil }
  #expect(keys.map { repository.text(at: $0.location) } == (1...12).map { "build \($0)" })
}

@Test func everyCallAndPathIsARelatedPlace() throws {
  let repository = try InspectedRepository(
    """
    variables:
      KANIKO_IMAGE: gcr.io/kaniko-project/executor:debug
      KANIKO_NOTE: none

    build:
      image: {name: $KANIKO_IMAGE, entrypoint: [""]}
      before_script:
        - mkdir -p /kaniko/.docker
      script:
        - |
          /kaniko/executor --context . --destination r/a:1
          if true; then "/kaniko/executor" --context . --destination r/a:2; fi
        - /kaniko/warmer --image=alpine
      after_script:
        - executor version
    """)
  let finding = try #require(repository.findings.first { $0.diagnostic.rule == MigrationRules.image })
  #expect(repository.text(at: finding.diagnostic.location) == "$KANIKO_IMAGE")
  #expect(finding.diagnostic.confidence == .medium)
  #expect(
    repository.related(finding, MigrationRules.executor) == ["/kaniko/executor", "\"/kaniko/executor\"", "executor"])
  #expect(repository.related(finding, MigrationRules.warmer) == ["/kaniko/warmer"])
  #expect(repository.related(finding, MigrationRules.path) == ["/kaniko"])
  #expect(repository.related(finding, MigrationRules.variables) == ["KANIKO_NOTE"])
  let image = finding.diagnostic.labels.first { $0.message == "sets the image" }
  #expect(image.map { repository.text(at: $0.location) } == "gcr.io/kaniko-project/executor:debug")
}

@Test func jobsOfOneDefinitionKeepTheirOwnCalls() throws {
  let repository = try InspectedRepository(
    """
    default:
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
    a:
      script: [\(Sample.kaniko)]
    b:
      script: [\(Sample.kaniko)]
    """)
  #expect(repository.codes == ["K101"])
  let labels = repository.findings[0].diagnostic.labels.map(\.message)
  #expect(labels == ["`a` runs the executor", "`a`", "`b` runs the executor", "`b`"])
}

@Test func assumptionsThatJobsShareAreOneFinding() throws {
  let mirror = "mirror.example.com/kaniko-project/executor:debug"
  let repository = try InspectedRepository(
    kanikoJob(".build", image: mirror) + "a:\n  extends: .build\nb:\n  extends: .build\n")
  #expect(repository.codes == ["K101", "K201"])
  #expect(repository.findings[1].diagnostic.message == "`a` and `b` can be migrated under an assumption")
  #expect(repository.findings[1].applicability == .review)
}

@Test func reasonsThatJobsShareAreOneFinding() throws {
  let repository = try InspectedRepository(
    """
    .build:
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
      script: ["\(Sample.kaniko) --unknown"]
    a: {extends: .build}
    b: {extends: .build}
    """)
  #expect(repository.codes == ["K101", "K301"])
  let reason = repository.findings[1]
  #expect(reason.jobs == ["a", "b"])
  #expect(reason.diagnostic.labels.count == 2)
  #expect(repository.findings[0].diagnostic.help.contains { $0.contains("K301") })
}

@Test func aFailedCheckIsSaidAndEndsWithThree() throws {
  let plan = PlannedRepository(kanikoJob("build")).plan
  let diagnostic = Diagnostic(
    rule: MigrationRules.verification, severity: .error, message: "check failed: x", location: plan.jobs[0].location)
  let job = JobReport(
    id: plan.jobs[0].id, name: "build", location: plan.jobs[0].location, outcome: .manual, receipt: [],
    diagnostics: [diagnostic])
  let failed = MigrationPlan(
    project: plan.project, settings: MigrationSettings(), edits: [:], jobs: [job], pointers: [])
  let options = Inspection.Options(today: .distantPast)
  let inspection = Inspection(failed, settings: MigrationSettings(), options: options)
  #expect(inspection.findings.map(\.diagnostic.rule.code) == ["K308", "K101"])
  #expect(inspection.findings.map(\.consequence) == [.unreadable, .remains])
  #expect(failed.status == 3)
}

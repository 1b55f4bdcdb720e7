import Foundation
import GitLabCI
import SourceText
import Testing

@testable import KanikoMigration

/// A migration that is right, so that each test can spoil one thing about it.
private struct Migration {
  let before: Project
  let text: String

  init() {
    let repository = PlannedRepository(
      """
      test:
        image: alpine
        script: [env]
      build:
        extends: .base
        stage: build
        image:
          name: gcr.io/kaniko-project/executor:debug
          entrypoint: [""]
          pull_policy: always
        variables:
          PART: all
        script:
          - \(Sample.kaniko)
      .base:
        interruptible: true
      .other:
        script: [ls, pwd]
      """)
    before = repository.plan.project
    text = repository.text()
  }

  /// The checks that fail for a text in place of the migrated one.
  func failedChecks(_ text: String) -> [String] {
    let source = SourceFile(path: ".gitlab-ci.yml", text: text)
    let after = ProjectLoader.load(entries: [(".gitlab-ci.yml", .entry)], from: ProjectFiles([source]))
    let plan = JobPlan(image: "moby/buildkit:rootless", daemonFlags: JobPlanner.daemonFlags)
    let verifier = Verifier(
      before: before, after: after, migrated: [JobID(pipeline: 0, job: 1): plan], addedJobs: [],
      settings: MigrationSettings())
    return verifier.failures().map(\.check)
  }

  /// The checks that fail when one part of the migrated text is another.
  func failedChecks(replacing part: String, with other: String) -> [String] {
    #expect(text.contains(part))
    return failedChecks(text.replacingOccurrences(of: part, with: other))
  }
}

@Test func rightMigrationPassesEveryCheck() {
  let migration = Migration()
  #expect(migration.failedChecks(migration.text) == [])
}

@Test func originalTextFailsAsNotMigrated() {
  let checks = Migration().failedChecks(
    replacing: "moby/buildkit:rootless", with: "gcr.io/kaniko-project/executor:debug")
  #expect(checks == ["the image is the planned one", "no executable Kaniko use is left"])
}

@Test(arguments: [
  ("  image: alpine\n", "  image: debian\n", "jobs without Kaniko stay the same"),
  ("test:\n", "test2:\n", "the same jobs"),
  ("  stage: build\n", "  stage: test\n", "only planned keys change"),
  ("    pull_policy: always\n", "", "the image is the planned one"),
  ("entrypoint: [\"\"]", "entrypoint: [sh]", "the image is the planned one"),
  ("    PART: all\n", "    PART: none\n", "only planned variables change"),
  ("BUILDKITD_FLAGS: --oci-worker-no-process-sandbox", "BUILDKITD_FLAGS: --debug", "only planned variables change"),
  ("buildctl-daemonless.sh build", "/kaniko/executor", "no executable Kaniko use is left"),
  ("mkdir -p ~/.docker", "mkdir -p /kaniko/.docker", "no executable Kaniko use is left"),
  ("mkdir -p ~/.docker", "if true", "the new script parses"),
  ("test:\n", "test: [\n", "the new files parse"), ("  stage: build\n", "  extends: build\n", "the new files parse"),
  ("test:\n", "more:\n  script: [ls]\ntest:\n", "the same jobs"),
  ("script: [ls, pwd]", "script: [rm, pwd]", "jobs without Kaniko stay the same"),
  ("script: [ls, pwd]", "script: [ls]", "jobs without Kaniko stay the same"),
  ("  interruptible: true\n", "  interruptible: true\n  tags: [x]\n", "jobs without Kaniko stay the same"),
  ("  stage: build\n", "  stage: build\n  tags: [x]\n", "only planned keys change"),
  ("  stage: build\n", "  stage: build\n  services: [x]\n", "only planned keys change"),
  ("  stage: build\n", "  stage: build\n  after_script: [ls]\n", "only planned keys change"),
])
func spoiledMigrationFailsItsCheck(part: String, other: String, check: String) {
  #expect(Migration().failedChecks(replacing: part, with: other).contains(check))
}

/// One mistake in the place of another is not the same file with the same mistake.
@Test func aFileThatNoLongerParsesIsNoticedWhereAnotherMistakeIsMended() {
  func project(_ text: String) -> Project {
    ProjectLoader.load(
      entries: [(".gitlab-ci.yml", .entry)],
      from: ProjectFiles([SourceFile(path: ".gitlab-ci.yml", text: text)]))
  }
  let before = project("a:\n  extends: a\n  script: [ls]\n")
  let after = project("a: [\n")
  #expect(before.diagnostics.count == 1 && after.diagnostics.count == 1)
  let verifier = Verifier(before: before, after: after, migrated: [:], addedJobs: [], settings: MigrationSettings())
  #expect(verifier.failures().map(\.check) == ["the new files parse"])
}

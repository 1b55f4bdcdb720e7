import Testing

@testable import KanikoMigration

/// An image that is named by a variable may be Kaniko's in one job and BuildKit's in another.
@Test func aFailedCheckKeepsItsJobAndNoOther() {
  func job(_ name: String, builder: String) -> String {
    """
    \(name):
      variables:
        BUILDER: \(builder)
      image: gcr.io/kaniko-project/executor:debug
      script:
        - \(Sample.kaniko)

    """
  }
  var settings = MigrationSettings()
  settings.namedImage = "$BUILDER"
  let wrong = job("wrong", builder: "gcr.io/kaniko-project/executor:debug")
  let repository = PlannedRepository(wrong + job("right", builder: "moby/buildkit:rootless"), settings: settings)
  #expect(repository.codes == ["K308"])
  #expect(repository.outcome(of: "wrong") == .manual)
  #expect(repository.outcome(of: "right") == .safe)
  #expect(repository.text().hasPrefix(wrong + "right:\n"))
  #expect(repository.text().contains("buildctl"))
}

/// A template whose line two jobs read: one runs it, the other has it as a variable, so that the line must stay.
private func templateWithASharedLine(_ build: String) -> String {
  """
  .lines:
    - &line \(Sample.kaniko)
  .build:
    image: gcr.io/kaniko-project/executor:debug
    script:
      - *line
  build:
  \(build)
  show:
    variables:
      LINE: *line
    script: [env]
  """
}

@Test(arguments: [
  // The template takes the line of the job, so it would be looked at only once the job has a line of its own.
  "  image: gcr.io/kaniko-project/executor:debug\n  script:\n    - *line",
  // The job would get lines of its own, and the template its image without them.
  "  extends: .build",
])
func aMigrationThatLeavesATemplateHalfDoneIsNotMade(_ build: String) {
  let text = templateWithASharedLine(build)
  let repository = PlannedRepository(text)
  #expect(repository.outcome(of: "build") == .manual)
  #expect(repository.codes.contains("K308"))
  #expect(repository.text() == text)
}

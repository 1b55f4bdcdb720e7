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

/// The template takes the line of the job, so it would be looked at only once the job has a line of its own.
@Test func aMigrationThatASecondRunWouldGoOnWithIsNotMade() {
  let text = """
    .lines:
      - &line \(Sample.kaniko)
    .build:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - *line
    build:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - *line
    show:
      variables:
        LINE: *line
      script: [env]
    """
  let repository = PlannedRepository(text)
  #expect(repository.outcome(of: "build") == .manual)
  #expect(repository.codes.contains("K308"))
  #expect(repository.text() == text)
}

/// The job would get lines of its own, for another job reads those of the template, and its image would be the template's.
@Test func aTemplateWhoseScriptCannotChangeKeepsItsImage() {
  let text = """
    .lines:
      - &line \(Sample.kaniko)
    .build:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - *line
    build:
      extends: .build
    show:
      variables:
        LINE: *line
      script: [env]
    """
  let repository = PlannedRepository(text)
  #expect(repository.outcome(of: "build") == .manual)
  #expect(repository.codes.contains("K308"))
  #expect(repository.text() == text)
}

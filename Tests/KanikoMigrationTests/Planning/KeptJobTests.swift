import Diagnostics
import Testing

@testable import KanikoMigration

private let comment = " # kaniko2buildkit: ignore[K101] the runner is old"

private func planned(_ text: String, today: String? = "2026-06-15") throws -> PlannedRepository {
  let day = try today.map { try #require(CalendarDate($0)) }
  return PlannedRepository([".gitlab-ci.yml": text, "Dockerfile": "FROM scratch\n"], today: day)
}

@Test func aJobThatACommentKeepsStaysAsItIs() throws {
  let kept = kanikoJob("old", after: comment)
  let text = kept + "\n" + kanikoJob("new")
  let repository = try planned(text)
  #expect(repository.outcome(of: "old") == .ignored)
  #expect(repository.outcome(of: "new") == .safe)
  #expect(repository.text().hasPrefix(kept + "\n"))
  #expect(repository.text().contains("moby/buildkit:rootless"))
  #expect(repository.plan.status == 0)
  #expect(repository.codes == [])
}

@Test func commentsDoNotCountWithoutADay() throws {
  #expect(try planned(kanikoJob("old", after: comment), today: nil).outcome(of: "old") == .safe)
}

@Test func aCommentKeepsAJobUntilItsDay() throws {
  let text = kanikoJob("old", after: comment + " until=2026-06-15")
  #expect(try planned(text).outcome(of: "old") == .ignored)
  #expect(try planned(text, today: "2026-06-16").outcome(of: "old") == .safe)
}

@Test func aCommentOnASharedImageKeepsEveryJobThatHasIt() throws {
  let base = ".kaniko:\n  image:\n    name: gcr.io/kaniko-project/executor:debug\(comment)\n    entrypoint: [\"\"]\n"
  let jobs = ["a", "b"].map { "\($0):\n  extends: .kaniko\n  script:\n    - \(Sample.kaniko)\n" }.joined()
  let repository = try planned(base + jobs)
  #expect(repository.plan.jobs.map(\.outcome) == [.ignored, .ignored])
  #expect(repository.text() == base + jobs)
}

@Test func bytesThatAKeptJobReadsDoNotChange() throws {
  // One script for both jobs; the comment is on the image of one of them.
  let text = """
    .build:
      script:
        - \(Sample.kaniko)

    old:
      extends: .build
      image: {name: "gcr.io/kaniko-project/executor:v1.9.0-debug", entrypoint: [""]}\(comment)

    new:
      extends: .build
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}

    """
  let repository = try planned(text)
  #expect(repository.outcome(of: "old") == .ignored)
  let after = repository.text()
  let base = try #require(text.firstRange(of: "new:")).lowerBound
  #expect(after.hasPrefix(text[..<base]), "the shared script and the kept job are as they were")
}

@Test func aCommentOnWhatStandsInTheWayKeepsNoJob() throws {
  let text = kanikoJob("build").replacing(
    Sample.kaniko, with: Sample.kaniko + " --unknown # kaniko2buildkit: ignore[K301] known")
  let repository = try planned(text)
  #expect(repository.outcome(of: "build") == .manual)
  #expect(repository.codes == [], "it silences what it names")
  #expect(repository.plan.status == 1, "and Kaniko is still used")
}

@Test func aCommentThatCannotBeUsedIsSaid() throws {
  let repository = try planned(kanikoJob("build", after: " # kaniko2buildkit: ignore[K999] old"))
  #expect(repository.outcome(of: "build") == .safe)
  #expect(repository.codes == ["K006"], "who meant to keep the job hears that it is changed")
}

@Test func anImageThatOnlyGivesAShellIsKeptUnderItsOwnRule() throws {
  let shell = "shell:\n  image: gcr.io/kaniko-project/executor:debug # kaniko2buildkit: ignore[K304] for its shell\n"
  let repository = try planned(shell + "  script: [ls]\n")
  #expect(repository.outcome(of: "shell") == .ignored)
  #expect(repository.plan.status == 0)
}

@Test func whatPointsElsewhereCanBeKeptToo() throws {
  let text = """
    include:
      - {project: a/b, file: /ci.yml}

    # kaniko2buildkit: ignore[K105] that project keeps it
    build:
      extends: .kaniko-build

    """
  #expect(try planned(text).plan.status == 0)
  #expect(try planned(text, today: nil).plan.status == 4)
}

@Test func theSettingsKeepJobsThatAreListed() throws {
  var settings = MigrationSettings()
  settings.ignoredJobs = [NamePattern("old")]
  let repository = PlannedRepository(kanikoJob("old") + "\n" + kanikoJob("new"), settings: settings)
  #expect(repository.outcome(of: "old") == .ignored)
  #expect(repository.text().hasPrefix(kanikoJob("old")))
}

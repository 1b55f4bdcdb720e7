import Diagnostics
import Testing

@testable import KanikoMigration

private let mark = "# kaniko2buildkit: ignore"

/// The codes that are left, and how many findings are suppressed.
private func left(_ text: String, strict: Bool = true) throws -> (codes: [String], suppressed: Int) {
  let repository = try InspectedRepository(text) { $0.reportsUnusedSuppressions = strict }
  return (repository.codes, repository.inspection.suppressedCount)
}

@Test func aCommentHoldsForItsLineAndAloneForTheNext() throws {
  let own = kanikoJob("build", after: " \(mark)[K101] the runner is old")
  #expect(try left(own) == ([], 1))
  let above = kanikoJob("build").replacing("    name:", with: "    \(mark)[kaniko-image] the runner is old\n    name:")
  #expect(try left(above) == ([], 1))
  let farther = kanikoJob("build").replacing("    name:", with: "    \(mark)[K101] the runner is old\n\n    name:")
  #expect(try left(farther) == (["K008", "K101"], 0))
  let trailing = kanikoJob("build").replacing("  image:\n", with: "  image: \(mark)[K101] the runner is old\n")
  #expect(try left(trailing) == (["K008", "K101"], 0), "a comment behind something holds for its own line")
  #expect(try left(trailing, strict: false) == (["K101"], 0))
}

@Test func onlyTheNamedRulesAreSuppressed() throws {
  #expect(try left(kanikoJob("build", after: " \(mark)[K102] a reason")) == (["K101", "K008"], 0))
  #expect(try left(kanikoJob("build", after: " \(mark)[K102, kaniko-image] a reason")) == ([], 1))
}

@Test func whoKeepsAJobDoesNotHearWhatStandsInItsWay() throws {
  let manual = kanikoJob("build", after: " \(mark)[K101] stays until the rewrite") + "    - jq --version\n"
  #expect(try left(manual.replacing(Sample.kaniko, with: Sample.kaniko + " --unknown")) == ([], 1))
  // Another job still wants to hear it.
  let shared =
    kanikoJob(".build", after: " \(mark)[K101] stays").replacing(Sample.kaniko, with: Sample.kaniko + " --unknown")
  let both =
    shared + "a:\n  extends: .build\nb:\n  extends: .build\n  image: {name: gcr.io/kaniko-project/executor:v1}\n"
  #expect(try left(both).codes == ["K301", "K101"])
}

@Test func aDateEndsASuppressionAfterItsDay() throws {
  #expect(try left(kanikoJob("build", after: " \(mark)[K101] old until=2026-06-15")) == ([], 1))
  #expect(try left(kanikoJob("build", after: " \(mark)[K101] until=2026-06-14 old")) == (["K101", "K007"], 0))
}

@Test(arguments: [
  "\(mark)[K101]", "\(mark)[K101] ", "\(mark)[K101] ---", "\(mark)[K101] until=2027-01-31", "\(mark)[] reason",
  "\(mark)[K999] reason", "\(mark)[K101] reason until=2027-02-30", "\(mark)[K101] reason until=soon",
  "\(mark) reason", "\(mark)[K101 reason", "# kaniko2buildkit: disable[K101] reason",
])
func whatCannotBeUsedIsAFinding(_ comment: String) throws {
  #expect(try left(kanikoJob("build", after: " \(comment)")) == (["K101", "K006"], 0))
}

@Test func commentsOfAScriptCountAndTextDoesNot() throws {
  let text = """
    build:
      image: registry.example.com/tools:3
      script:
        - |
          # kaniko2buildkit: ignore[kaniko-executor] an old runner
          /kaniko/executor --context . --destination r/a:1
        - "echo '# kaniko2buildkit: nonsense'"
        - |
          echo '# kaniko2buildkit: nonsense'
    """
  #expect(try left(text) == ([], 1))
}

@Test func suppressionsCanBeSwitchedOff() throws {
  let repository = try InspectedRepository(kanikoJob("build", after: " \(mark)[K101] a reason")) {
    $0.honoursSuppressions = false
  }
  #expect(repository.codes == ["K101"])
}

@Test func unreadableFilesCannotBeSuppressed() throws {
  let repository = try InspectedRepository(
    [".gitlab-ci.yml": "include: [b.yml] \(mark)[K001] a reason\n", "b.yml": "\(mark)[K001] a reason\na: [\n"])
  #expect(repository.codes == ["K001"])
}

@Test func datesAreThoseOfTheCalendar() {
  for text in ["2027-01-31", "2028-02-29", "0001-01-01", "9999-12-31"] {
    #expect(CalendarDate(text)?.description == text)
  }
  for text in [
    "2027-02-29", "2027-04-31", "2027-13-01", "2027-00-10", "2027-1-31", "27-01-31", "", "2027-01-31x", "+027-01-01",
  ] {
    #expect(CalendarDate(text) == nil, "\(text)")
  }
  let days = ["2026-12-31", "2027-01-01", "2027-01-02", "2027-02-01"].compactMap { CalendarDate($0) }
  #expect(days == days.shuffled().sorted())
}

import Diagnostics
import Testing

@testable import KanikoMigration

private let giver = """
  .kaniko:
    image:
      name: gcr.io/kaniko-project/executor:debug
      entrypoint: [""]

  """

@Test func aTemplateThatOnlyGivesTheImageIsReported() throws {
  let repository = try InspectedRepository(["templates/kaniko.yml": giver], templates: ["templates/kaniko.yml"])
  #expect(repository.codes == ["K101"])
  let finding = try #require(repository.findings.first)
  #expect(repository.text(at: finding.diagnostic.location) == "gcr.io/kaniko-project/executor:debug")
  #expect(finding.consequence == .remains)
  #expect(finding.diagnostic.job == ".kaniko")
  let plan = PlannedRepository(["templates/kaniko.yml": giver], templates: ["templates/kaniko.yml"]).plan
  #expect(plan.status == 1)
  #expect(plan.diagnostics.map(\.rule.code) == ["K101"])
}

@Test func theDefaultImageOfATemplateIsReported() throws {
  for text in ["default:\n  image: gcr.io/kaniko-project/executor:debug\n", "image: gcr.io/kaniko-project/executor\n"] {
    #expect(try InspectedRepository(["t.yml": text], templates: ["t.yml"]).codes == ["K101"], "\(text)")
    let job = text + "test:\n  image: alpine:3.20\n  script: [ls]\n"
    #expect(try InspectedRepository(job).codes == [], "in a pipeline of its own no job takes it over")
  }
}

@Test(arguments: [
  // A job that has the image says it.
  "build:\n  extends: .kaniko\n  script:\n    - \(Sample.kaniko)\n",
  // So does one in which nothing runs the executor, and a complete hidden job.
  ".build:\n  extends: .kaniko\n  script:\n    - \(Sample.kaniko)\n",
])
func anImageThatAJobHereHasIsReportedWithTheJob(_ job: String) throws {
  let repository = try InspectedRepository(giver + job)
  #expect(repository.codes == ["K101"])
  #expect(repository.findings[0].jobs.count == 1)
}

@Test func aHiddenJobWhoseImageEveryJobReplacesIsReported() throws {
  let repository = try InspectedRepository(
    giver + "test:\n  extends: .kaniko\n  image: alpine:3.20\n  script: [ls]\n")
  #expect(repository.codes == ["K101"])
  #expect(repository.findings[0].jobs == [])
}

@Test func anImageThatIsNotKanikosIsNotReported() throws {
  let other = giver.replacing("gcr.io/kaniko-project/executor:debug", with: "moby/buildkit:rootless")
  #expect(try InspectedRepository(["t.yml": other], templates: ["t.yml"]).codes == [])
}

@Test func aTemplateThatSomebodyKeepsIsNotReported() throws {
  var settings = MigrationSettings()
  settings.ignoredJobs = [NamePattern(".kan*")]
  #expect(try InspectedRepository(["t.yml": giver], settings: settings, templates: ["t.yml"]).codes == [])
  let commented = giver.replacing(":debug", with: ":debug # kaniko2buildkit: ignore[kaniko-image] for old runners")
  #expect(try InspectedRepository(["t.yml": commented], templates: ["t.yml"]).codes == [])
  let day = try #require(CalendarDate("2026-06-15"))
  let plan = PlannedRepository(["t.yml": commented], templates: ["t.yml"], today: day).plan
  #expect(plan.status == 0)
}

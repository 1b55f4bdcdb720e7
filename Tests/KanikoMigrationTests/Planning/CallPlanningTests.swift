import Testing

@testable import KanikoMigration

private func job(_ line: String) -> String {
  """
  build:
    image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
    script:
      - \(line)
      - \(Sample.kaniko)

  """
}

@Test func theWarmerIsLeftOutWhereItStandsAlone() {
  let repository = PlannedRepository(job("/kaniko/warmer --image alpine"))
  #expect(repository.codes == [])
  #expect(!repository.text().contains("warmer"))
}

@Test(arguments: ["cd app && /kaniko/warmer --image alpine", "/kaniko/warmer --image alpine || date"])
func theWarmerIsNotCutOutOfALongerCommand(_ line: String) {
  let repository = PlannedRepository(job(line))
  #expect(repository.codes == ["K104"])
  #expect(repository.text() == job(line))
}

/// The words around it are written anew, and the log would stay empty.
@Test func aRedirectionBetweenArgumentsNeedsAPerson() {
  let line = Sample.kaniko.replacing(" --destination", with: " >build.log --destination")
  let repository = PlannedRepository(job(line))
  #expect(repository.codes == ["K306"])
  #expect(repository.text() == job(line))
}

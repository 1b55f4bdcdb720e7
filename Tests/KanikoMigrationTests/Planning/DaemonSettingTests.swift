import Foundation
import Testing

@testable import KanikoMigration

private func job(_ lines: String) -> String {
  "build:\n  image: {name: \"gcr.io/kaniko-project/executor:debug\", entrypoint: [\"\"]}\n" + lines + "\n"
}

/// What a job merges wins over what its base says, so the flags stand where they win over both.
@Test func daemonFlagsWinOverTheValueOfASharedMapping() {
  let repository = PlannedRepository(
    """
    .shared: &shared
      BUILDKITD_FLAGS: --debug
    show:
      variables: *shared
      script: [env]
    .base:
      variables:
        PART: all
      script:
        - \(Sample.kaniko)

    """
      + job("  extends: .base\n  variables:\n    <<: *shared\n    TAG: latest"))
  #expect(repository.codes == [])
  #expect(repository.text().contains("    PART: all\n  before_script:\n"))
  #expect(
    repository.text().contains(
      "    <<: *shared\n    TAG: latest\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n"))
}

@Test func settingsOfTheDaemonComeBeforeABuildInBeforeScript() throws {
  let call = Sample.kaniko + " --registry-mirror mirror.example.com"
  let repository = PlannedRepository(job("  before_script: \(call)\n  script: [date]"))
  #expect(repository.codes == [])
  let text = repository.text()
  let settings = try #require(text.range(of: "buildkitd.toml"))
  let build = try #require(text.range(of: "buildctl-daemonless.sh build"))
  #expect(settings.lowerBound < build.lowerBound)
}

/// Every call of a job reads the same file of settings.
@Test func callsThatNeedDifferentSettingsOfTheDaemonAreLeft() {
  let other = Sample.kaniko.replacingOccurrences(of: "IMAGE:1", with: "IMAGE:2")
  let text = job("  script:\n    - \(Sample.kaniko) --registry-mirror mirror.example.com\n    - \(other)")
  let repository = PlannedRepository(text)
  #expect(repository.codes == ["K301"])
  #expect(repository.text() == text)
  let alike = PlannedRepository(
    text.replacingOccurrences(of: other, with: "\(other) --registry-mirror mirror.example.com"))
  #expect(alike.codes == [])
}

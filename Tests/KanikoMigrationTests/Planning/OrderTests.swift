import Foundation
import Testing

@testable import KanikoMigration

/// Sets and dictionaries have another order in each process and in each instance: thirty instances show it.
private func outcomes(of text: String) -> Set<String> {
  Set((0..<30).map { _ in PlannedRepository(text, acceptsReview: true).text() })
}

@Test func variablesThatAJobGetsHaveOneOrder() throws {
  func job(_ name: String, arguments: String) -> String {
    """
    \(name):
      extends: .build
      variables:
        STEP: \(name)
      script:
        - /kaniko/executor --context . --destination $CI_REGISTRY_IMAGE:\(name) \(arguments)

    """
  }
  let base = """
    .build:
      variables:
        KANIKO_ARGS: --build-arg EDITION=shop
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}

    """
  let others = "test:\n  extends: .build\n  image: alpine\n  script: [env]\n"
  let texts = outcomes(of: base + job("one", arguments: "$KANIKO_ARGS") + others)
  #expect(texts.count == 1)
  let text = try #require(texts.first)
  let arguments = try #require(text.range(of: "    KANIKO_ARGS: --opt"))
  let flags = try #require(text.range(of: "    BUILDKITD_FLAGS:"))
  #expect(arguments.upperBound < flags.lowerBound)
}

@Test func blocksThatJobsShareHaveOneOrder() throws {
  func job(_ name: String) -> String {
    """
    \(name):
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
      script:
        - /kaniko/executor --context . --destination $CI_REGISTRY_IMAGE:\(name) $ARGUMENTS_OF_THE_PROJECT

    """
  }
  let texts = outcomes(of: job("one") + job("two"))
  #expect(texts.count == 1)
  let text = try #require(texts.first)
  #expect(text.hasPrefix(".build image:"))
  #expect(text.contains("\n.registry login:"))
}

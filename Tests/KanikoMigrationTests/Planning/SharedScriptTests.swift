import Diagnostics
import GitLabCI
import Testing

@testable import KanikoMigration

private func job(_ name: String, _ lines: String...) -> String {
  ([name + ":", "  extends: .build"] + lines.map { "  " + $0 }).joined(separator: "\n") + "\n"
}

private func base(_ script: String...) -> String {
  """
  .build:
    image:
      name: gcr.io/kaniko-project/executor:debug
      entrypoint: [""]
    script:

  """ + script.map { "    - \($0)\n" }.joined()
}

private let build = "/kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/$FILE --destination $IMAGE"

@Test func jobsThatShareAScriptPlanOneChange() {
  let text =
    base("mkdir -p /kaniko/.docker", Sample.login + " > /kaniko/.docker/config.json", build)
    + job("one", "variables:", "  FILE: Dockerfile", "  IMAGE: $CI_REGISTRY_IMAGE/one:1")
    + job("two", "variables:", "  FILE: other/Dockerfile", "  IMAGE: $CI_REGISTRY_IMAGE/two:1", "needs: [compile]")
    + "compile:\n  script: [make]\n  artifacts: {paths: [dist]}\n"
  let repository = PlannedRepository(text, acceptsReview: true)
  #expect(repository.codes == [])
  #expect(repository.outcome(of: "one") != .manual)
  #expect(repository.text().contains("! -exec test -r {}"))
}

@Test func registriesOfAllJobsThatShareAScriptAreLoggedInTo() {
  let text =
    base(build)
    + job("one", "variables:", "  FILE: Dockerfile", "  IMAGE: $TAGGED_IMAGE")
    + job("two", "variables:", "  FILE: Dockerfile", "  IMAGE: ${ECR_REPOSITORY}:latest")
  let repository = PlannedRepository(text, acceptsReview: true)
  #expect(repository.codes == [])
  #expect(repository.outcome(of: "one") == .reviewed)
  #expect(repository.text().contains(#"\"${ECR_REPOSITORY%%/*}\":\"ecr-login\""#))
}

@Test func registryThatOnlyAVariableNamesNeedsALook() {
  let text =
    base(build) + job("one", "variables:", "  FILE: Dockerfile", "  IMAGE: $SOMEWHERE/app:1")
  #expect(PlannedRepository(text).outcome(of: "one") == .needsReview)
}

@Test func credentialsForARegistryThatAVariableNamesMayBeForAnother() {
  let login =
    #"echo "{\"auths\":{\"$SOME_URL\":{\"auth\":\"$SOME_TOKEN\"}}}" > /kaniko/.docker/config.json"#
  let text =
    base("mkdir -p /kaniko/.docker", login, build)
    + job("one", "variables:", "  FILE: Dockerfile", "  IMAGE: $SOMEWHERE/app:1")
  #expect(PlannedRepository(text).outcome(of: "one") == .safe)
}

@Test func callThatIsOnlyPrintedStays() {
  let message = #"echo "/kaniko/executor --context . --destination $IMAGE""#
  let text =
    base("mkdir -p /kaniko/.docker", Sample.login + " > /kaniko/.docker/config.json", message, Sample.kaniko)
    + job("one")
  let repository = PlannedRepository(text)
  #expect(repository.codes == [])
  #expect(repository.text().contains(message))
}

@Test func linesForOnePlaceAreOneChange() {
  let text =
    base(
      #"echo "{\"credHelpers\":{\"123456789012.dkr.ecr.eu-central-1.amazonaws.com\":\"ecr-login\"}}" > /kaniko/.docker/config.json"#,
      "/kaniko/executor --context . --destination 123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1")
    + "before_script: [date]\n" + job("one", "variables:")
  #expect(PlannedRepository(text).codes == [])
}

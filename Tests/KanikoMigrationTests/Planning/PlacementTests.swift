import Foundation
import Testing

@testable import KanikoMigration

@Test func stringImageBecomesMapping() {
  expectMigration(
    of: """
      build:
        image: gcr.io/kaniko-project/executor:debug
        script:
          - mkdir -p /kaniko/.docker
          - \(Sample.login) > /kaniko/.docker/config.json
          - \(Sample.kaniko)

      """,
    to: """
      build:
        image:
          name: moby/buildkit:rootless
          entrypoint: [""]
        variables:
          BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
        script:
          - mkdir -p ~/.docker
          - \(Sample.login) > ~/.docker/config.json
          - |
      \(Sample.buildctl(indent: "      "))

      """)
}

/// The lines that install the helper take the place of the only line in their list.
@Test func theOnlyLineOfAListIsReplacedByWhatComesWithIt() {
  let repository = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      before_script:
        # credentials
        - mkdir -p /kaniko/.docker
        # end
      script:
        - \(Sample.login) > /kaniko/.docker/config.json
        - /kaniko/executor --context . --destination $ECR_REPOSITORY:1

    """, acceptsReview: true)
  #expect(repository.codes == [])
  let text = repository.text()
  #expect(
    text.contains("    # credentials\n    # Install the ECR login helper\n    - mkdir -p ~/bin ~/.docker\n    - wget"))
  #expect(text.contains("    - export PATH=\"$HOME/bin:$PATH\"\n    # end\n  script:\n"))
}

@Test func entrypointIsWrittenWhereItIsMissingOrAnother() {
  let missing = PlannedRepository(
    "build:\n  image:\n    name: gcr.io/kaniko-project/executor:debug\n  script:\n    - \(Sample.kaniko)\n")
  #expect(missing.text().contains("    name: moby/buildkit:rootless\n    entrypoint: [\"\"]\n"))
  let other = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: ["sh", "-c"]
        pull_policy: always
      script:
        - \(Sample.kaniko)
    """)
  #expect(
    other.text().contains("    name: moby/buildkit:rootless\n    entrypoint: [\"\"]\n    pull_policy: always\n"))
}

@Test func daemonFlagsJoinTheVariablesOfTheTemplate() {
  let repository = PlannedRepository(
    """
    .build:
      variables:
        PART: all
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
      script:
        - \(Sample.kaniko)
    a:
      extends: .build
    b:
      extends: .build
      variables:
        PART: b
    """)
  #expect(repository.codes == [])
  #expect(repository.text().contains("    PART: all\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n"))
  #expect(repository.text().components(separatedBy: "BUILDKITD_FLAGS").count == 2)
}

@Test func daemonFlagsDoNotReachAJobOfAnotherTool() {
  let repository = PlannedRepository(
    """
    .base:
      variables:
        PART: all
      script:
        - \(Sample.kaniko)
    build:
      extends: .base
      image: gcr.io/kaniko-project/executor:debug
    test:
      extends: .base
      image: alpine
      script:
        - env
    """)
  #expect(repository.codes == [])
  #expect(!repository.text().contains("    PART: all\n    BUILDKITD_FLAGS"))
  #expect(repository.outcome(of: "build") == .safe)
}

@Test func aliasOfVariablesBecomesAMapping() {
  let repository = PlannedRepository(
    """
    .vars: &vars
      PART: all
    test:
      variables: *vars
      script: [env]
    build:
      variables: *vars
      image: gcr.io/kaniko-project/executor:debug
      script:
        - \(Sample.kaniko)
    """)
  #expect(repository.codes == [])
  #expect(repository.text().contains("test:\n  variables: *vars\n"))
  #expect(
    repository.text().contains(
      "build:\n  variables:\n    <<: *vars\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n  image:"))
}

@Test func inheritedBeforeScriptIsNotSilenced() {
  let repository = PlannedRepository(
    """
    before_script:
      - export STARTED=yes
    test:
      script: [env]
    build:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - \(Sample.kaniko)
    """)
  #expect(repository.codes == [])
  #expect(repository.text().hasPrefix("before_script:\n  - export STARTED=yes\ntest:"))
  #expect(repository.text().components(separatedBy: "before_script").count == 2)
  #expect(repository.text().contains("  script:\n    - mkdir -p ~/.docker\n"))
}

@Test func blockOfTwoJobsIsWrittenOnce() {
  let repository = PlannedRepository(
    """
    a:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - \(Sample.kaniko)

    b:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - \(Sample.kaniko)
    """)
  #expect(repository.codes == [])
  #expect(repository.text().hasPrefix(".registry login:\n  before_script:\n    - mkdir -p ~/.docker\n"))
  #expect(repository.text().components(separatedBy: "    - !reference [.registry login, before_script]\n").count == 3)
}

@Test func jobsThatNeedAPersonKeepTheirBytesAndTheirShare() {
  let text = """
    .build:
      image: gcr.io/kaniko-project/executor:debug
    a:
      extends: .build
      script:
        - \(Sample.kaniko)
    b:
      extends: .build
      script:
        - \(Sample.kaniko) --unknown-flag
    """
  let repository = PlannedRepository(text)
  #expect(repository.outcome(of: "a") == .safe)
  #expect(repository.outcome(of: "b") == .manual)
  #expect(repository.text().hasPrefix(".build:\n  image: gcr.io/kaniko-project/executor:debug\na:"))
  #expect(repository.text().hasSuffix("--unknown-flag"))
  #expect(repository.plan.status == 1)
}

@Test func reviewedMigrationsAreOptIn() {
  let text = "build:\n  image: registry.corp/kaniko-project/executor:debug\n  script:\n    - \(Sample.kaniko)\n"
  let cautious = PlannedRepository(text)
  #expect(cautious.outcome(of: "build") == .needsReview)
  #expect(cautious.codes == ["K201"])
  #expect(cautious.text() == text)
  let bold = PlannedRepository(text, acceptsReview: true)
  #expect(bold.outcome(of: "build") == .reviewed)
  #expect(bold.text().contains("moby/buildkit:rootless"))
  var settings = MigrationSettings()
  settings.namedImage = "registry.corp/moby/buildkit:rootless"
  let named = PlannedRepository(text, settings: settings)
  #expect(named.outcome(of: "build") == .safe)
  #expect(named.text().contains("name: registry.corp/moby/buildkit:rootless\n"))
}

@Test func ignoredJobsStayAndCountAsOthers() {
  var settings = MigrationSettings()
  settings.ignoredJobs = [NamePattern("b*")]
  let repository = PlannedRepository(
    """
    image: gcr.io/kaniko-project/executor:debug
    a:
      script: [\(Sample.kaniko)]
    b:
      script: [\(Sample.kaniko)]
    """, settings: settings)
  #expect(repository.codes == [])
  #expect(repository.outcome(of: "b") == .ignored)
  #expect(repository.text().hasPrefix("image: gcr.io/kaniko-project/executor:debug\na:\n  image:"))
}

@Test func definitionInAnIncludedFileIsEditedThere() {
  let repository = PlannedRepository([
    ".gitlab-ci.yml": "include: /ci/build.yml\nbuild:\n  extends: .kaniko\n",
    "ci/build.yml": ".kaniko:\n  image: gcr.io/kaniko-project/executor:debug\n  script:\n    - \(Sample.kaniko)\n",
    "Dockerfile": "FROM scratch\n",
  ])
  #expect(repository.codes == [])
  #expect(repository.text() == "include: /ci/build.yml\nbuild:\n  extends: .kaniko\n")
  #expect(repository.text(of: "ci/build.yml").contains("moby/buildkit:rootless"))
}

@Test func definitionElsewhereIsReported() {
  let repository = PlannedRepository(
    "include:\n  - project: ci/templates\n    file: kaniko.yml\nbuild:\n  extends: .kaniko\n")
  #expect(repository.codes == ["K105"])
  #expect(repository.plan.status == 4)
  #expect(repository.plan.edits.isEmpty)
}

@Test(arguments: [
  "  after_script:\n    - cat /kaniko/.docker/config.json\n", "  after_script:\n    - jq . report.json\n",
  "  variables:\n    PATH: /usr/local/bin:/kaniko:/busybox\n",
])
func whatStaysBehindKeepsAJobAsItIs(_ lines: String) {
  let text = "build:\n  image: gcr.io/kaniko-project/executor:debug\n\(lines)  script:\n    - \(Sample.kaniko)\n"
  let repository = PlannedRepository(text)
  #expect(repository.outcome(of: "build") == .manual)
  #expect(!repository.codes.contains("K308"), "it is seen before a migration is tried")
  #expect(repository.text() == text)
}

@Test func aBuildInAfterScriptNeedsAPerson() {
  let text =
    "build:\n  image: gcr.io/kaniko-project/executor:debug\n  script: [date]\n  after_script:\n    - \(Sample.kaniko)\n"
  let repository = PlannedRepository(text)
  #expect(repository.codes == ["K102"])
  #expect(repository.text() == text)
}

/// A Kaniko job and another that share their variables; what stands for the variables in both is given.
private func sharingVariables(_ definitions: String, _ use: String) -> PlannedRepository {
  PlannedRepository(
    """
    \(definitions)
    build:
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
    \(use)
      script: [\(Sample.kaniko)]
    show:
    \(use)
      script: [env]

    """)
}

@Test func aSharedMappingIsMergedIntoOneOfTheJobsOwn() {
  let alias = sharingVariables(".names: &names\n  NAME: shop", "  variables: *names")
  #expect(alias.codes == [])
  #expect(
    alias.text().contains(
      "  variables:\n    <<: *names\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n"))
  #expect(alias.text().contains("show:\n  variables: *names\n"))

  let merged = sharingVariables(".base: &base\n  variables: &names\n    NAME: shop", "  <<: *base")
  #expect(merged.codes == [])
  #expect(
    merged.text().contains(
      "  <<: *base\n  variables:\n    <<: *names\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n"))
  #expect(!merged.text().contains("export"))
}

@Test func variablesOfASharedBaseAreExtended() {
  let repository = sharingVariables(".base:\n  variables:\n    NAME: shop", "  extends: .base")
  #expect(repository.codes == [])
  #expect(repository.text().hasPrefix(".base:\n  variables:\n    NAME: shop\nbuild:"))
  #expect(repository.text().contains("  variables:\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n"))
  #expect(!repository.text().contains("export"))
}

@Test(arguments: [
  // A merge key hands over a mapping that nothing names.
  (".base: &base\n  variables:\n    NAME: shop", "  <<: *base"),
  // The name means another node further down.
  (".a: &names {NAME: shop}\n.base: &base\n  variables: *names\n.b: &names {NAME: other}", "  <<: *base"),
  // A reference stands for the whole mapping.
  (".names: {variables: {NAME: shop}}", "  variables: !reference [.names, variables]"),
  (
    ".names: {variables: {NAME: shop}}\n.base:\n  variables: !reference [.names, variables]", "  extends: .base"
  ),
])
func aMappingThatCannotBeKeptIsLeftToAnExport(definitions: String, use: String) {
  let repository = sharingVariables(definitions, use)
  #expect(repository.codes == [])
  #expect(repository.text().contains("export BUILDKITD_FLAGS=--oci-worker-no-process-sandbox"))
}

/// Forms in which a template's variables would take the place of those of a job, or not reach it.
@Test(arguments: [
  ("", "  variables:\n    A: b\n  <<: *base\n", "  <<: *base\n"),
  ("", "  <<: *base\n  variables: null\n", "  <<: *base\n"),
  ("", "  extends: .base\n  variables: null\n", "  extends: .base\n"),
  ("", "  variables: {A: b}\n  extends: .base\n  <<: *base\n", "  extends: .base\n  <<: *base\n"),
  ("  variables: null\n", "  extends: .base\n", "  <<: *base\n"),
  ("  variables:\n    A: b\n", "  extends: .base\n  variables:\n", "  extends: .base\n"),
])
func whereNoMappingReachesEveryJobTheScriptExports(_ base: String, _ one: String, _ two: String) {
  let repository = PlannedRepository(
    """
    .base: &base
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
    \(base)  script:
        - \(Sample.kaniko)

    one:
    \(one)
    two:
    \(two)
    """)
  #expect(repository.codes == [])
  let text = repository.text()
  #expect(text.contains("    - export BUILDKITD_FLAGS=--oci-worker-no-process-sandbox\n"), "\(text)")
  #expect(text.contains("one:\n\(one)") && text.hasSuffix("two:\n\(two)"), "the jobs stay")
}

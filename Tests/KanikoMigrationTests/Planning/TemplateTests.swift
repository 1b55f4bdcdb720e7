import Foundation
import Testing

@testable import KanikoMigration

private let build = "/kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile"

@Test func singleAddedCommandIsNotMovedToAHiddenJob() {
  let job = """
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - \(Sample.login) > /kaniko/.docker/config.json
        - \(Sample.kaniko)
    """
  let repository = PlannedRepository("api:\n\(job)\n\nweb:\n\(job)\n")
  let text = repository.text()
  #expect(repository.codes == [])
  #expect(text.split(separator: "\n").count { $0 == "    - mkdir -p ~/.docker" } == 2)
  #expect(!text.contains("!reference"))
}

@Test func daemonFlagsAreWrittenOnceInTheTemplateThatBringsTheImage() {
  let repository = PlannedRepository(
    """
    .build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - \(Sample.login) > ~/.docker/config.json
        - \(build) --destination $CI_REGISTRY_IMAGE/$NAME

    api:
      extends: .build
      variables:
        NAME: api

    web:
      extends: .build
      variables:
        NAME: web

    plain:
      extends: .build

    """)
  let text = repository.text()
  #expect(repository.codes == [])
  #expect(text.split(separator: "\n").count { $0.contains("BUILDKITD_FLAGS") } == 1)
  #expect(text.contains("[\"\"]\n  variables:\n    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox\n  script:"))
}

@Test func jobsThatWantOtherFlagsKeepTheirOwn() {
  let repository = PlannedRepository(
    """
    .build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]

    api:
      extends: .build
      script:
        - \(Sample.login) > ~/.docker/config.json
        - \(build) --destination $CI_REGISTRY_IMAGE --verbosity debug

    web:
      extends: .build
      script:
        - \(Sample.login) > ~/.docker/config.json
        - \(build) --destination $CI_REGISTRY_IMAGE

    """, acceptsReview: true)
  let text = repository.text()
  #expect(repository.codes == [])
  #expect(text.split(separator: "\n").count { $0 == "    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox" } == 1)
  #expect(
    text.split(separator: "\n").count { $0 == "    BUILDKITD_FLAGS: --oci-worker-no-process-sandbox --debug" } == 1)
}

@Test func unusedTemplateThatSharesOnlyItsLoginIsMigratedToo() {
  let repository = PlannedRepository(
    """
    .kaniko:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      before_script:
        - mkdir -p /kaniko/.docker
        - \(Sample.login) > /kaniko/.docker/config.json

    api:
      extends: .kaniko
      script:
        - \(Sample.kaniko)

    .switched off:
      extends: .kaniko
      script:
        - \(build) --destination $CI_REGISTRY_IMAGE/extra

    """)
  #expect(repository.codes == [])
  #expect(repository.outcome(of: "api") == .safe)
  #expect(repository.outcome(of: ".switched off") == .safe)
  #expect(!repository.text().contains("/kaniko"))
}

@Test func printedCommandIsNoUse() {
  let repository = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - mkdir -p /kaniko/.docker
        - \(Sample.login) > /kaniko/.docker/config.json
        - echo "/kaniko/executor --context="$CI_PROJECT_DIR" …"
        - \(Sample.kaniko)

    """)
  #expect(repository.codes == [])
  #expect(repository.outcome(of: "build") == .safe)
  #expect(repository.plan.jobs.flatMap(\.receipt).contains { $0.subject == "echo" && $0.outcome == .note })
}

@Test(arguments: [
  "echo /kaniko/executor | sh", "echo \"$(ls /kaniko)\"", "( echo /kaniko/executor ) > run.sh", "echo /kaniko > file",
])
func printedTextThatGoesElsewhereIsAUse(line: String) {
  let repository = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - \(line)
        - \(Sample.kaniko)

    """)
  #expect(repository.outcome(of: "build") == .manual)
}

@Test func flagsOnLinesOfTheirOwnAreReportedOnce() {
  let repository = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - |
          /kaniko/executor
          --context $CI_PROJECT_DIR
          --destination $CI_REGISTRY_IMAGE

    """)
  #expect(repository.codes == ["K306"])
  #expect(repository.reported == ["--context"])
}

@Test func reasonsPointAtTheBytesTheyAreAbout() {
  let repository = PlannedRepository(
    """
    include:
      - project: tools/ci
        file: base.yml

    build:
      extends: .base
      image: gcr.io/kaniko-project/executor:debug
      script:
        - !reference [.login, script]
        - 42
        - \(Sample.kaniko)

    shell:
      image: gcr.io/kaniko-project/executor:debug
      script:
        - ls

    """)
  #expect(repository.codes.sorted() == ["K105", "K105", "K304", "K306"])
  #expect(
    repository.reported.sorted() == [
      "!reference [.login, script]", ".base", "42", "gcr.io/kaniko-project/executor:debug",
    ])
}

@Test func deeperLinesOfAFoldedScalarAreNoArguments() {
  let repository = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - >-
            /kaniko/executor
              $CACHE_FLAGS
              --context $CI_PROJECT_DIR
              --destination $CI_REGISTRY_IMAGE

    """)
  #expect(repository.codes == ["K306"])
  #expect(repository.reported == ["$CACHE_FLAGS"])
}

@Test func variablesWithoutAValueAreFilled() {
  expectMigration(
    of: """
      build:
        variables:
          # NAME: value
        image:
          name: gcr.io/kaniko-project/executor:debug
          entrypoint: [""]
        script:
          - mkdir -p /kaniko/.docker
          - \(Sample.login) > /kaniko/.docker/config.json
          - \(Sample.kaniko)

      """,
    to: """
      build:
        variables:
          BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
          # NAME: value
        image:
          name: moby/buildkit:rootless
          entrypoint: [""]
        script:
          - mkdir -p ~/.docker
          - \(Sample.login) > ~/.docker/config.json
          - |
      \(Sample.buildctl(indent: "      "))

      """)
}

@Test func exportStandsBeforeLinesThatAreAddedAtTheSamePlace() {
  let repository = PlannedRepository(
    """
    .shared:
      variables:
        NAME: value

    shell:
      image: alpine
      variables: !reference [.shared, variables]
      script:
        - ls

    build:
      image: gcr.io/kaniko-project/executor:debug
      variables: !reference [.shared, variables]
      script:
        - echo "{\\"credHelpers\\":{\\"1.dkr.ecr.eu-west-1.amazonaws.com\\":\\"ecr-login\\"}}" > ~/.docker/config.json
        - \(build) --destination 1.dkr.ecr.eu-west-1.amazonaws.com/app

    """)
  let text = repository.text()
  #expect(repository.codes == [])
  let export = text.range(of: "    - export BUILDKITD_FLAGS=--oci-worker-no-process-sandbox\n")
  let install = text.range(of: "# Install the ECR login helper")
  #expect(export != nil)
  #expect(install != nil)
  if let export, let install { #expect(export.upperBound < install.lowerBound) }
}

@Test func scriptFileThatRunsTheExecutorIsNamed() {
  let repository = PlannedRepository([
    ".gitlab-ci.yml": """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - sh ci/build.sh

    """,
    "ci/build.sh": "\(Sample.kaniko)\n",
  ])
  #expect(repository.codes == ["K303"])
  #expect(repository.reported == ["ci/build.sh"])
}

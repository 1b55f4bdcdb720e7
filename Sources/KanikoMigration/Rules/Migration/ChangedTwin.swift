public import Diagnostics

extension Rule {
  /// A twin is not what its job would get today.
  public static let changedTwin = Rule(
    id: MigrationRules.changedTwin,
    summary: "a twin is not what its job would get",
    severity: .error,
    finds:
      "With `migrate --shadow` and `migrate --finish`, jobs `JOB:buildkit` that differ from what `migrate --shadow` "
      + "would write today: somebody changed the twin, its job or the settings since. With `--finish` also twins that "
      + "another job needs.",
    reason: "A migration is made from the Kaniko job. What somebody wrote into the twin would be lost.",
    advice: [
      "Write what is different into the Kaniko job, remove the twin and run `kaniko2buildkit migrate --shadow` again.",
      "Or keep the twin as it is, remove the Kaniko job by hand and give the twin its name.",
    ],
    evidence: .rollout(
      reported: RuleExample(
        twin(destination: "$CI_REGISTRY_IMAGE:other"), marked: "build:buildkit",
        arguments: ["--finish", "--review"]),
      silent: RuleExample(
        twin(destination: "$CI_REGISTRY_IMAGE:1-buildkit"), arguments: ["--finish", "--review"])))

  private static func twin(destination: String) -> String {
    #"""
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

    build:buildkit:
      extends: build
      image:
        name: moby/buildkit:rootless
        entrypoint: [""]
      variables:
        BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
      before_script:
        - mkdir -p ~/.docker
        - echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
      script:
        - |
          buildctl-daemonless.sh build \
            --frontend dockerfile.v0 \
            --local context=$CI_PROJECT_DIR \
            --local dockerfile=$CI_PROJECT_DIR \
            --output type=image,name=\#(destination),push=true
      allow_failure: true

    """#
  }
}

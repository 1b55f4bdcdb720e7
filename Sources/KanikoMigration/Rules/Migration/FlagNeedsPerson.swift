public import Diagnostics

extension Rule {
  /// A flag has no equivalent.
  public static let flagNeedsPerson = Rule(
    id: MigrationRules.flag,
    summary: "a flag has no equivalent",
    severity: .error,
    finds: "Flags of the executor that matter to the result and that BuildKit has nothing like, and unknown "
      + "flags.",
    reason: "Leaving such a flag out would change what is built.",
    advice: [
      "`kaniko2buildkit explain --NAME` says what the flag does and what takes its place."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1 --cache-run-layers=false --cache=true

        """#, marked: "--cache-run-layers=false", others: ["K101"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, others: ["K101"])))
}

public import Diagnostics

extension Rule {
  /// A suppression is past its date.
  public static let expiredSuppression = Rule(
    id: MigrationRules.expiredSuppression,
    summary: "a suppression is past its date",
    severity: .warning,
    finds: "A suppression with `until=DATE` after that day. It suppresses nothing any more.",
    reason: "The date was set so that somebody looks again.",
    advice: [
      "Migrate the job, or give a later date with the reason why it stays."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug # kaniko2buildkit: ignore[K101] runner is old until=2020-01-31
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "# kaniko2buildkit: ignore[K101] runner is old until=2020-01-31", others: ["K101"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug # kaniko2buildkit: ignore[K101] runner is old until=9999-01-31
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#)))
}

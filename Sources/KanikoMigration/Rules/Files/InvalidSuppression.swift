public import Diagnostics

extension Rule {
  /// A suppression cannot be used.
  public static let invalidSuppression = Rule(
    id: MigrationRules.invalidSuppression,
    summary: "a suppression cannot be used",
    severity: .warning,
    finds: "A comment `# kaniko2buildkit: …` without a reason, with an unknown rule, or with a date that is "
      + "none. It suppresses nothing.",
    reason: "A reason tells the next person why a job stays; without one nobody dares to remove the comment.",
    advice: [
      "Write `# kaniko2buildkit: ignore[RULE] reason`, with `until=2027-01-31` where it ends."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug # kaniko2buildkit: ignore[kaniko-image]
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "# kaniko2buildkit: ignore[kaniko-image]", others: ["K101"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug # kaniko2buildkit: ignore[kaniko-image] moves with the next release
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#)))
}

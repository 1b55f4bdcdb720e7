public import Diagnostics

extension Rule {
  /// A suppression suppresses nothing.
  public static let unusedSuppression = Rule(
    id: MigrationRules.unusedSuppression,
    summary: "a suppression suppresses nothing",
    severity: .note,
    finds: "With `--strict`, a suppression that no finding falls under: the finding starts neither on its "
      + "line nor, for a comment that stands alone, on the next one.",
    reason: "Suppressions that are left behind hide what comes later.",
    advice: [
      "Remove the comment."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        # kaniko2buildkit: ignore[kaniko-image] moves with the next release
        test:
          script: [ls]

        """#, marked: "# kaniko2buildkit: ignore[kaniko-image] moves with the next release", arguments: ["--strict"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug # kaniko2buildkit: ignore[kaniko-image] moves with the next release
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, arguments: ["--strict"])))
}

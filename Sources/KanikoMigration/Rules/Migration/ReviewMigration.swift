public import Diagnostics

extension Rule {
  /// A migration rests on an assumption.
  public static let reviewMigration = Rule(
    id: MigrationRules.review,
    summary: "a migration rests on an assumption",
    severity: .warning,
    finds: "Jobs whose migration is equivalent under assumptions that no file of the repository proves: an "
      + "image from a mirror, services, arguments in variables.",
    reason: "The tool does not change such jobs unless somebody has looked.",
    advice: [
      "Check the assumption, then run `kaniko2buildkit migrate --write --review`."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: registry.example.com/mirror/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "build", others: ["K101"]),
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

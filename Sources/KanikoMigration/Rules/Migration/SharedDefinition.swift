public import Diagnostics

extension Rule {
  /// A definition is shared with a job that stays.
  public static let sharedDefinition = Rule(
    id: MigrationRules.shared,
    summary: "a definition is shared with a job that stays",
    severity: .error,
    finds: "Jobs whose image, script or variables are the same bytes as those of a job that is not migrated, "
      + "where no change reaches exactly the job that is.",
    reason: "A change of the shared bytes would change the other job as well.",
    advice: [
      "Give each job its own copy of what they share, or migrate both."
    ],
    evidence: .files(
      reported: RuleExample(
        files: [
          RuleExample.File(
            ".gitlab-ci.yml",
            #"""
            release: &build
              image:
                name: gcr.io/kaniko-project/executor:debug
                entrypoint: [""]
              script:
                - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

            nightly: *build

            """#),
          RuleExample.File(
            ".kaniko2buildkit.yml",
            #"""
            ignore:
              jobs: [nightly]

            """#),
        ], marked: "release", others: ["K101"]),
      silent: RuleExample(
        #"""
        release: &build
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        nightly: *build

        """#, others: ["K101"])))
}

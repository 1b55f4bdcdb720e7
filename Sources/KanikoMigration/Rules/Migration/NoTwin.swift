public import Diagnostics

extension Rule {
  /// A job cannot get a twin that builds beside it.
  public static let noTwin = Rule(
    id: MigrationRules.noTwin,
    summary: "a job cannot get a twin that builds beside it",
    severity: .error,
    finds:
      "With `migrate --shadow`, jobs that can be migrated and of which no harmless copy can be made: commands compute the "
      + "name of the image or no file shows whether it has a tag, a rule of the job says `allow_failure: false`, the script also does something "
      + "to other machines (`git push`, `ssh`), the job is hidden and runs "
      + "elsewhere, or the name of the twin is taken.",
    reason: "A twin must not push over the image of its job, and must not fail the pipeline.",
    advice: [
      "Write the destination as a name with a tag, literally or with variables.",
      "Or migrate the job without a twin: `kaniko2buildkit migrate`.",
    ],
    evidence: .rollout(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $IMAGE

        """#, marked: "--destination $IMAGE", arguments: ["--shadow", "--review"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $IMAGE:$TAG

        """#, arguments: ["--shadow", "--review"])))
}

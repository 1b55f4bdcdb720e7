public import Diagnostics
import GitLabCI

extension Rule {
  /// GitLab would refuse the configuration.
  public static let invalidConfiguration = Rule(
    id: ConfigurationRules.invalidConfiguration,
    summary: "GitLab would refuse the configuration",
    severity: .error,
    finds:
      "Circles of `extends`, `!reference` or `include`, jobs that are named like a keyword (`image:`), and nesting "
      + "or sizes beyond the limits of GitLab, where a file of the repository can have to do with Kaniko.",
    reason: "Such a pipeline does not run, and what its jobs are cannot be told.",
    advice: [
      "Break the circle, rename the job, or use fewer levels."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        .a:
          extends: .b

        .b:
          extends: .a

        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: ".a", others: ["K101"]),
      silent: RuleExample(
        #"""
        .a:
          extends: .b

        .b:
          stage: test

        test:
          extends: .a
          script: [ls]

        """#)))
}

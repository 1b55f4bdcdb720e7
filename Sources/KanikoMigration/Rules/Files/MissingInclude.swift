public import Diagnostics
import GitLabCI

extension Rule {
  /// An included file is not in the repository.
  public static let missingInclude = Rule(
    id: ConfigurationRules.missingInclude,
    summary: "an included file is not in the repository",
    severity: .warning,
    finds: "An `include: local`, or a file of a project that is named with `--include-map`, that does not "
      + "exist. Includes with variables in their path and includes under `rules:` are left alone, and a "
      + "repository in which no file can have to do with Kaniko may not be read that far.",
    reason: "GitLab refuses a pipeline with such an include, and what the file would define cannot be looked "
      + "at.",
    advice: [
      "Correct the path, or restore the file."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        include:
          - local: /ci/missing.yml

        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "local: /ci/missing.yml", others: ["K101"]),
      silent: RuleExample(
        files: [
          RuleExample.File(
            ".gitlab-ci.yml",
            #"""
            include:
              - local: /ci/test.yml

            """#),
          RuleExample.File(
            "ci/test.yml",
            #"""
            test:
              script: [ls]

            """#),
        ])))
}

public import Diagnostics
import GitLabCI

extension Rule {
  /// An included file is not in the repository.
  public static let missingInclude = Rule(
    id: ConfigurationRules.missingInclude,
    summary: "an included file is not in the repository",
    severity: .warning,
    finds: "An `include: local`, or a file of a project that is named with `--include-map`, that does not "
      + "exist. Includes with variables in their path are left alone.",
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

        test:
          script: [ls]

        """#, marked: "local: /ci/missing.yml"),
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

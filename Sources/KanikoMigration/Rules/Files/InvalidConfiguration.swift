public import Diagnostics
import GitLabCI

extension Rule {
  /// GitLab would refuse the configuration.
  public static let invalidConfiguration = Rule(
    id: ConfigurationRules.invalidConfiguration,
    summary: "GitLab would refuse the configuration",
    severity: .error,
    finds: "Circles of `extends`, `!reference` or `include`, and nesting or sizes beyond the limits of "
      + "GitLab.",
    reason: "Such a pipeline does not run, and what its jobs are cannot be told.",
    advice: [
      "Break the circle, or use fewer levels."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        .a:
          extends: .b

        .b:
          extends: .a

        test:
          script: [ls]

        """#, marked: ".a"),
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

public import Diagnostics
import GitLabCI

extension Rule {
  /// A file is no YAML that GitLab could load.
  public static let yamlSyntax = Rule(
    id: ConfigurationRules.syntax,
    summary: "a file is no YAML that GitLab could load",
    severity: .error,
    finds: "A file of the pipeline that libyaml, the parser of GitLab, refuses, or whose top is no mapping "
      + "of jobs. The place is where the parser stopped.",
    reason: "Nothing can be told about a file that cannot be read as YAML, so the check ends with status 3 "
      + "instead of saying that no Kaniko is left.",
    advice: [
      "Correct the file; GitLab refuses it too."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        test:
          script: [ls

        """#),
      silent: RuleExample(
        #"""
        test:
          script: [ls]

        """#)))
}

public import Diagnostics
import GitLabCI

extension Rule {
  /// A file cannot be read.
  public static let unreadableFile = Rule(
    id: ConfigurationRules.unreadable,
    summary: "a file cannot be read",
    severity: .error,
    finds: "A file of the pipeline that is there and cannot be read: permissions, a directory in its place, "
      + "a link that leads out of the repository, more than 2 MiB.",
    reason: "Nothing can be told about it, so the check ends with status 3.",
    advice: [
      "Make the file readable, or take the include out."
    ],
    evidence: .files(
      reported: RuleExample(
        files: [
          RuleExample.File(
            ".gitlab-ci.yml",
            #"""
            include:
              - local: /ci/build.yml

            """#),
          RuleExample.File("ci/build.yml", nil),
        ]),
      silent: RuleExample(
        files: [
          RuleExample.File(
            ".gitlab-ci.yml",
            #"""
            include:
              - local: /ci/build.yml

            """#),
          RuleExample.File(
            "ci/build.yml",
            #"""
            test:
              script: [ls]

            """#),
        ])))
}

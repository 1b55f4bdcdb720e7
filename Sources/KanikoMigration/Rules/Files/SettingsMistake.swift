public import Diagnostics

extension Rule {
  /// The settings file holds a mistake.
  public static let settingsMistake = Rule(
    id: MigrationRules.settings,
    summary: "the settings file holds a mistake",
    severity: .error,
    finds: "Unknown and repeated keys, values of a wrong type, and values that are not possible in "
      + "`.kaniko2buildkit.yml` or the file named with `--config`.",
    reason: "A misspelt setting would otherwise be without effect, silently. Nothing is checked or migrated "
      + "with settings that hold a mistake.",
    advice: [
      "Correct the key or the value."
    ],
    evidence: .files(
      reported: RuleExample(
        files: [
          RuleExample.File(
            ".gitlab-ci.yml",
            #"""
            test:
              script: [ls]

            """#),
          RuleExample.File(
            ".kaniko2buildkit.yml",
            #"""
            kaniko-image: [builder]

            """#),
        ], marked: "kaniko-image"),
      silent: RuleExample(
        files: [
          RuleExample.File(
            ".gitlab-ci.yml",
            #"""
            test:
              script: [ls]

            """#),
          RuleExample.File(
            ".kaniko2buildkit.yml",
            #"""
            kaniko-images: [builder]

            """#),
        ])))
}

public import Diagnostics

extension Rule {
  /// A variable feeds Kaniko, and what reads it is not here.
  public static let kanikoVariables = Rule(
    id: MigrationRules.variables,
    summary: "a variable feeds Kaniko, and what reads it is not here",
    severity: .warning,
    finds: "Global variables such as `KANIKO_ARGS` in a pipeline with an include that is not here and "
      + "without any job that uses Kaniko. Beside a job that uses Kaniko such variables are related "
      + "places; where nothing can read them they are left alone.",
    reason: "A template that is not here reads the variable and may build with Kaniko: the check ends with "
      + "status 4.",
    advice: [
      "Migrate the project that defines the template first.",
      "Or name its checkout with `--include-map PROJECT=DIR`, so that both are read together.",
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        include:
          - project: platform/ci-templates
            file: /images.yml

        variables:
          KANIKO_ARGS: --cache=true

        """#, marked: "KANIKO_ARGS"),
      silent: RuleExample(
        #"""
        variables:
          KANIKO_ARGS: --cache=true

        test:
          image: alpine:3.20
          script: [ls]

        """#)))
}

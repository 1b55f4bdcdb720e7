public import Diagnostics

extension Rule {
  /// Something points at Kaniko, and its definition is not here.
  public static let kanikoElsewhere = Rule(
    id: MigrationRules.elsewhere,
    summary: "something points at Kaniko, and its definition is not here",
    severity: .warning,
    finds: "Jobs that extend, override or feed something that says Kaniko while an include is not here; the "
      + "template `Kaniko.gitlab-ci.yml` of GitLab; components that say Kaniko. A file of another project "
      + "or a URL that says Kaniko is a note. An include that is not here is by itself no finding.",
    reason: "The job may build with Kaniko, and only the file that defines it can tell: the check ends with "
      + "status 4.",
    advice: [
      "Migrate the project that defines it first.",
      "Or name its checkout with `--include-map PROJECT=DIR`, so that both are read together.",
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        include:
          - project: platform/ci-templates
            file: /images.yml

        build:
          extends: .build-image-using-kaniko

        """#, marked: "build"),
      silent: RuleExample(
        #"""
        include:
          - project: platform/ci-templates
            file: /security.yml

        test:
          image: alpine:3.20
          script: [ls]

        """#)))
}

public import Diagnostics

extension Rule {
  /// A script uses a path of Kaniko.
  public static let kanikoPath = Rule(
    id: MigrationRules.path,
    summary: "a script uses a path of Kaniko",
    severity: .warning,
    finds: "Paths below `/kaniko` in scripts of jobs that neither run in a Kaniko image nor call the "
      + "executor, such as credentials written to `/kaniko/.docker`. They are no use of Kaniko by "
      + "themselves, so the exit status does not depend on them. In jobs that use Kaniko they are related "
      + "places of K101 and K102; one that cannot be moved stands in the way of a migration.",
    reason: "Nothing reads such a path once Kaniko is gone, and an unprivileged user cannot create it.",
    advice: [
      "Take the line out, or write credentials to `~/.docker`."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        login:
          image: alpine:3.20
          script:
            - cat /kaniko/.docker/config.json

        """#, marked: "/kaniko"),
      silent: RuleExample(
        #"""
        lint:
          image: hadolint/hadolint:2.12.0-alpine
          script:
            - hadolint kaniko/Dockerfile

        """#)))
}

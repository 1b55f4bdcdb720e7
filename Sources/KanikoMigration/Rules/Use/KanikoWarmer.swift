public import Diagnostics

extension Rule {
  /// A script runs the Kaniko warmer.
  public static let kanikoWarmer = Rule(
    id: MigrationRules.warmer,
    summary: "a script runs the Kaniko warmer",
    severity: .warning,
    finds: "Calls of `/kaniko/warmer` in jobs whose image does not say Kaniko. In a job with a Kaniko image "
      + "they are related places of its K101.",
    reason: "The warmer fills a directory that only Kaniko reads.",
    advice: [
      "Take the call out; a registry mirror or the dependency proxy of GitLab serves the same purpose."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: registry.example.com/tools/builder:3
            entrypoint: [""]
          script:
            - /kaniko/warmer --cache-dir=/cache --image=alpine:3.20

        """#, marked: "/kaniko/warmer", others: ["K201"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: registry.example.com/tools/builder:3
            entrypoint: [""]
          script:
            - cache-warmer --image=alpine:3.20

        """#)))
}

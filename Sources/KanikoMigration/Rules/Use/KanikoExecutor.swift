public import Diagnostics

extension Rule {
  /// A script runs the Kaniko executor.
  public static let kanikoExecutor = Rule(
    id: MigrationRules.executor,
    summary: "a script runs the Kaniko executor",
    severity: .warning,
    finds: "Calls of `/kaniko/executor`, of `executor` in a Kaniko image, and of programs from the setting "
      + "`executors`, in scripts of jobs whose image does not say Kaniko. The place is the word that "
      + "names the program. In a job with a Kaniko image the calls are related places of its K101.",
    reason: "The image carries Kaniko, which was archived in June 2025, under another name.",
    advice: [
      "Run `kaniko2buildkit migrate --write --review`, after a look at what else the image carries."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: registry.example.com/tools/builder:3
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "/kaniko/executor", others: ["K201"]),
      silent: RuleExample(
        #"""
        build:
          image: docker:27
          script:
            - echo "the docker executor runs this"
            - docker build .

        """#)))
}

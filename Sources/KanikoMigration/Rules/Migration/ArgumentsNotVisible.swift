public import Diagnostics

extension Rule {
  /// Arguments of the executor are not visible.
  public static let argumentsNotVisible = Rule(
    id: MigrationRules.arguments,
    summary: "arguments of the executor are not visible",
    severity: .error,
    finds: "Calls of the executor whose arguments show only when the job runs, where no shell function can "
      + "translate them there: inside `sh -c`, with a context that is elsewhere, or where the arguments "
      + "name a path of the Kaniko image.",
    reason: "What cannot be seen cannot be translated.",
    advice: [
      "Write the arguments into the call, or assume their value with `--var NAME=VALUE`."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - sh -c "/kaniko/executor --context . --dockerfile Dockerfile $PROJECT_ARGS"

        """#, marked: "$PROJECT_ARGS", others: ["K101"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, others: ["K101"])))
}

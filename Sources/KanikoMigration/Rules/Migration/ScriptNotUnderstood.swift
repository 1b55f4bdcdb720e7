public import Diagnostics

extension Rule {
  /// A part of the script could not be understood.
  public static let scriptNotUnderstood = Rule(
    id: MigrationRules.script,
    summary: "a part of the script could not be understood",
    severity: .error,
    finds: "Scripts that no POSIX shell would run, and items of a script that are no text.",
    reason: "What is not understood is not changed.",
    advice: [
      "Correct the script, or migrate the job by hand."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - if true; then
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "if", others: ["K101"]),
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

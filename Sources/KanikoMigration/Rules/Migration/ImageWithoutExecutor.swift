public import Diagnostics

extension Rule {
  /// The image is a Kaniko image, and no visible line runs the executor.
  public static let imageWithoutExecutor = Rule(
    id: MigrationRules.unusedImage,
    summary: "the image is a Kaniko image, and no visible line runs the executor",
    severity: .error,
    finds: "Jobs in a Kaniko image whose script never calls the executor.",
    reason: "The image may be used for its shell, or a script file runs the executor: only a person can tell.",
    advice: [
      "Give the job another image, or call the executor in the job itself."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - ls

        """#, marked: "gcr.io/kaniko-project/executor:debug"),
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

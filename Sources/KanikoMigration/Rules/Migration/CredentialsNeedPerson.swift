public import Diagnostics

extension Rule {
  /// Credentials cannot be moved by the tool.
  public static let credentialsNeedPerson = Rule(
    id: MigrationRules.credentials,
    summary: "credentials cannot be moved by the tool",
    severity: .error,
    finds: "Credentials that the job writes or takes in ways that the tool cannot move to `~/.docker`, or "
      + "that it would make visible.",
    reason: "A build without its credentials fails at the push, and credentials in a log are lost.",
    advice: [
      "Write the credentials to `~/.docker/config.json` yourself."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination shop.azurecr.io/app:1

        """#, marked: "build", others: ["K101"]),
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

public import Diagnostics

extension Rule {
  /// A command does not work in the BuildKit image.
  public static let commandNeedsPerson = Rule(
    id: MigrationRules.command,
    summary: "a command does not work in the BuildKit image",
    severity: .error,
    finds: "Commands of the script that the BuildKit image does not have, or that an unprivileged user may "
      + "not do: `apk add`, `jq`, `chown`, writing below `/etc`.",
    reason: "The job would fail at this line.",
    advice: [
      "Do it in a job of its own, or name an image that has the tools with `--image`."
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - jq --version
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "jq", others: ["K101"]),
      silent: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - date
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, others: ["K101"])))
}

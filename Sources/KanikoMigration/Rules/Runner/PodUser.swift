public import Diagnostics

extension Rule {
  /// The pod runs as another user than the image expects.
  public static let podUser = Rule(
    id: MigrationRules.podUser,
    summary: "the pod runs as another user than the image expects",
    severity: .note,
    finds: "The image maps identities for uid 1000 alone. A pod that sets another user, as OpenShift does, "
      + "or 1001 as in the sample of GitLab, cannot use it.",
    reason: "`newuidmap` finds no range for the user, and the daemon does not start.",
    advice: [
      "Run as uid 1000 and gid 1000."
    ],
    evidence: .runner(
      symptoms: [
        "newuidmap: no subuid ranges found for user 1001",
        "can't create /home/user/.docker/config.json: nonexistent directory",
      ],
      settings: #"""
        [runners.kubernetes.build_container_security_context]
          run_as_user = 1000
          run_as_group = 1000

        """#))
}

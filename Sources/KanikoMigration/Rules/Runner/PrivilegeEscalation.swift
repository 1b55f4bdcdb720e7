public import Diagnostics

extension Rule {
  /// The container may not gain privileges.
  public static let privilegeEscalation = Rule(
    id: MigrationRules.privilegeEscalation,
    summary: "the container may not gain privileges",
    severity: .note,
    finds: "`newuidmap` is a setuid program: `allow_privilege_escalation = false`, dropped capabilities and "
      + "`no-new-privileges` keep it from working. Pods with user namespaces of their own (`hostUsers: "
      + "false`) do not need it.",
    reason: "Identities cannot be mapped, and the daemon does not start.",
    advice: [
      "Leave privilege escalation allowed for the build container."
    ],
    evidence: .runner(
      symptoms: ["newuidmap: write to uid_map failed: Operation not permitted", "newuidmap: Could not set caps"],
      settings: #"""
        [runners.kubernetes]
          allow_privilege_escalation = true

        """#))
}

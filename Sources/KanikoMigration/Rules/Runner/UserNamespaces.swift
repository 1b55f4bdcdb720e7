public import Diagnostics

extension Rule {
  /// The machine does not allow user namespaces.
  public static let userNamespaces = Rule(
    id: MigrationRules.userNamespaces,
    summary: "the machine does not allow user namespaces",
    severity: .note,
    finds: "Old kernels have none, some distributions set their number to 0, and Ubuntu 24.04 restricts them "
      + "by AppArmor.",
    reason: "The daemon does not start.",
    advice: [
      "Allow them on the machines of the runner."
    ],
    evidence: .runner(
      symptoms: [
        "fork/exec /proc/self/exe: no space left on device", "fork/exec /proc/self/exe: permission denied",
        "fork/exec /proc/self/exe: invalid argument",
      ],
      settings: #"""
        sysctl -w user.max_user_namespaces=16384
        sysctl -w kernel.apparmor_restrict_unprivileged_userns=0

        """#))
}

public import Diagnostics

extension Rule {
  /// The Docker executor confines the container too much.
  public static let dockerProfiles = Rule(
    id: MigrationRules.dockerProfiles,
    summary: "the Docker executor confines the container too much",
    severity: .note,
    finds: "Rootless BuildKit needs `unshare` and `mount`, which the default seccomp and AppArmor profiles "
      + "of Docker forbid. The hosted runners of GitLab.com allow them.",
    reason: "The daemon does not start.",
    advice: [
      "Allow it in the `config.toml` of the runner; `privileged = true` works too and gives far more."
    ],
    evidence: .runner(
      symptoms: [
        "[rootlesskit:parent] error: failed to start the child: fork/exec /proc/self/exe: operation not permitted",
        "failed to share mount point: /: permission denied",
      ],
      settings: #"""
        [runners.docker]
          security_opt = ["seccomp:unconfined", "apparmor:unconfined"]

        """#))
}

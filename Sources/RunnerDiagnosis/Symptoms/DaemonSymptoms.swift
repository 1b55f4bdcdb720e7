internal import KanikoMigration

extension SymptomCatalog {
  /// The daemon does not start.
  static let daemon: [Symptom] = [
    Symptom(
      "entrypoint-not-overridden", "the image's own entrypoint runs instead of the script",
      patterns: [LinePattern("execution took longer than"), LinePattern("the job has timed out")],
      together: [LinePattern("buildkit")], without: [LinePattern("$ ")],
      cause: "The entrypoint of the image is the daemon itself, so the script never starts and the job waits until it "
        + "times out.",
      advice: ["Write the image as a mapping with an empty entrypoint."],
      settings: """
        image:
          name: moby/buildkit:rootless
          entrypoint: [""]

        """),
    Symptom(
      "daemon-did-not-start", "the daemon did not start", weight: .consequence,
      patterns: [LinePattern("could not connect to", "buildkitd.sock", "after", "trials")],
      cause:
        "`buildctl-daemonless.sh` gave up waiting for `buildkitd`. The lines of the daemon that follow in the log say "
        + "why it did not start; without any the runner was too slow.",
      advice: [
        "Look for a cause in the lines of the daemon.",
        "On a slow runner, let it try more often than ten times.",
      ],
      settings: """
        variables:
          BUILDCTL_CONNECT_RETRIES_MAX: "60"

        """),
    Symptom(
      "unshare-forbidden", rule: .dockerProfiles,
      patterns: [
        LinePattern("failed to start the child: fork/exec /proc/self/exe: operation not permitted"),
        LinePattern("unshare(CLONE_NEWUSER)", "peration not permitted"),
      ],
      further: ["On Kubernetes the same is allowed by the profiles of K402."]),
    Symptom(
      "mount-forbidden", rule: .kubernetesProfiles,
      patterns: [
        LinePattern("failed to share mount point: /: permission denied"),
        LinePattern("failed to create NEWNS mount namespace"),
      ],
      further: ["A Docker executor needs the settings of K401 instead."]),
    Symptom(
      "user-namespaces-forbidden", rule: .userNamespaces,
      patterns: [
        LinePattern("fork/exec /proc/self/exe: permission denied"),
        LinePattern("fork/exec /proc/self/exe: no space left on device"),
        LinePattern("fork/exec /proc/self/exe: invalid argument"),
        LinePattern("max_user_namespaces needs to be set"),
        LinePattern("apparmor_restrict_unprivileged_userns"),
      ]),
    Symptom(
      "identities-not-mapped", rule: .privilegeEscalation,
      patterns: [
        LinePattern("newuidmap", "Could not set caps"),
        LinePattern("newuidmap", "write to uid_map failed: Operation not permitted"),
        LinePattern("newgidmap", "write to gid_map failed: Operation not permitted"),
      ]),
    Symptom(
      "no-identities-for-user", rule: .podUser,
      patterns: [
        LinePattern("no subuid ranges found for user"), LinePattern("No subuid ranges found for user"),
        LinePattern("newuidmap", "not found in /etc/subuid"),
        LinePattern("can't create /home/user/.docker/config.json"),
        LinePattern("can't create directory '/.docker'"),
      ],
      further: [
        "Where `HOME` is `/` because the user has no entry in `/etc/passwd`, set `HOME` or `DOCKER_CONFIG` to a folder "
          + "that the user may write to."
      ]),
    Symptom(
      "proc-masked", rule: .maskedProc,
      patterns: [
        LinePattern("mount proc:/proc", "operation not permitted"),
        LinePattern("error mounting \"proc\" to rootfs", "operation not permitted"),
      ]),
    Symptom(
      "state-folder-cannot-be-mounted", "the daemon's folder lies where nothing can be bind-mounted",
      patterns: [LinePattern("[rbind ro]", "operation not permitted")],
      cause:
        "The daemon keeps its state in `~/.local/share/buildkit`, which lies on a file system with `nosuid`, as on "
        + "Container-Optimized OS.",
      advice: ["Mount a volume of its own there."],
      settings: """
        [[runners.kubernetes.volumes.empty_dir]]
          name = "buildkit"
          mount_path = "/home/user/.local/share/buildkit"

        """),
    Symptom(
      "overlay-not-possible", "the kernel cannot stack file systems for an ordinary user",
      patterns: [
        LinePattern("overlay", "operation not permitted"), LinePattern("overlay", "invalid argument"),
        LinePattern("failed to mount", "fstype: overlay"), LinePattern("overlayfs", "is not supported"),
      ],
      cause: "Kernels before 5.11 let only root mount overlayfs.",
      advice: [
        "Use `fuse-overlayfs`, which needs `/dev/fuse` on the runner, or the slower `native` snapshotter, which needs "
          + "nothing."
      ],
      settings: """
        variables:
          BUILDKITD_FLAGS: --oci-worker-no-process-sandbox --oci-worker-snapshotter=native

        """),
  ]
}

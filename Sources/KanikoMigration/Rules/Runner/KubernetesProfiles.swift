public import Diagnostics

extension Rule {
  /// The Kubernetes executor confines the container too much.
  public static let kubernetesProfiles = Rule(
    id: MigrationRules.kubernetesProfiles,
    summary: "the Kubernetes executor confines the container too much",
    severity: .note,
    finds: "The same as K401 for pods. The settings need runner 18.11; `app_armor_profile` needs Kubernetes "
      + "1.30. Older runners take the annotation `container.apparmor.security.beta.kubernetes.io/build: "
      + "unconfined`.",
    reason: "The daemon does not start.",
    advice: [
      "Set both profiles for the build container."
    ],
    evidence: .runner(
      symptoms: [
        "[rootlesskit:child ] error: failed to share mount point: /: permission denied",
        "failed to create NEWNS mount namespace",
      ],
      settings: #"""
        [runners.kubernetes.build_container_security_context.seccomp_profile]
          type = "Unconfined"
        [runners.kubernetes.build_container_security_context.app_armor_profile]
          type = "Unconfined"

        """#))
}

extension SymptomCatalog {
  /// The runner refuses the job or ends it.
  static let runner: [Symptom] = [
    Symptom(
      "image-not-allowed", "the runner does not allow this image",
      patterns: [LinePattern("image is not present on list of allowed images")],
      cause: "`allowed_images` in the runner's `config.toml` names the images that jobs may use, and this one is not "
        + "among them.",
      advice: ["Add the image to the list, or name an image of the list with `--image` when you migrate."],
      settings: """
        [runners.docker]
          allowed_images = ["moby/buildkit:*"]

        """),
    Symptom(
      "pod-security", "the cluster's Pod Security does not allow the pod",
      patterns: [LinePattern("violates PodSecurity"), LinePattern("is forbidden", "PodSecurity")],
      cause:
        "The namespace enforces a Pod Security standard. Rootless BuildKit needs `Unconfined` profiles and privilege "
        + "escalation, which only `privileged` allows.",
      advice: ["Run these jobs in a namespace of their own that enforces no more than the jobs can bear."],
      settings: """
        kubectl label namespace NAMESPACE pod-security.kubernetes.io/enforce=privileged --overwrite

        """),
    Symptom(
      "process-killed", "a process was killed",
      patterns: [
        LinePattern("did not complete successfully: exit code: 137"), LinePattern("signal: killed"),
        LinePattern("OOMKilled"),
      ],
      cause: "Usually the memory limit of the container. Kaniko and BuildKit need memory at different moments. With "
        + "`--oci-worker-no-process-sandbox` commands of the Dockerfile also see the daemon's processes and may kill them.",
      advice: [
        "Raise the memory limit of the build container, or build fewer stages at once.",
        "Look for `kill`, `pkill` and `killall` in the Dockerfile.",
      ],
      settings: """
        [worker.oci]
          max-parallelism = 1

        """),
  ]
}

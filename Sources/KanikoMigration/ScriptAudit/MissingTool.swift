/// What to do about a command that the BuildKit image does not have.
enum MissingTool {
  /// The way out that serves every tool.
  static let general =
    "run it in a job of its own before or after this one, or name an image in the settings that is built on the rootless one and has it"

  /// What to do about one tool.
  static func advice(_ name: String) -> String {
    switch name {
    case "apk", "apt", "apt-get", "dnf", "microdnf", "yum":
      "the job runs as an unprivileged user and installs nothing; name an image in the settings that is built on the rootless one and has what it installs"
    case "aws":
      "for `ecr get-login-password` use the ECR login helper; for anything else \(general)"
    case "bash", "zsh": "write the commands for `sh`, or \(general)"
    case "buildah", "docker", "nerdctl", "podman": "`buildctl` builds and pushes by itself; \(general)"
    case "cosign", "crane", "manifest-tool", "notation", "oras", "regctl", "skopeo":
      "run it in a job of its own after this one, with the digest or the tag that this job pushes"
    case "curl": "`wget` is there for downloads; otherwise \(general)"
    case "docker-credential-acr-env", "docker-credential-ecr-login", "docker-credential-gcr":
      "the helper came with the Kaniko image; download it, or write the credentials to `~/.docker/config.json`"
    case "gcloud", "gsutil": "for a login write a key file or a token to `~/.docker/config.json`; otherwise \(general)"
    case "jq": "`sed` reads a single value; otherwise \(general)"
    case "sudo", "doas": "the job runs as an unprivileged user; take the command out"
    case "update-ca-certificates": "put the certificates into a directory and name it in `SSL_CERT_DIR`"
    default: general
    }
  }
}

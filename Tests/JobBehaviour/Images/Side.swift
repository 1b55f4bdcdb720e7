/// The two worlds in which a job runs.
package enum Side: Sendable, CaseIterable {
  /// Kaniko's debug image.
  case kaniko
  /// BuildKit's rootless image.
  case buildkit

  /// The image's search path.
  package var path: String {
    switch self {
    case .kaniko: "/usr/local/bin:/kaniko:/busybox"
    case .buildkit: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    }
  }

  /// Where the image keeps busybox and its applets.
  package var applets: String {
    switch self {
    case .kaniko: "busybox"
    case .buildkit: "bin"
    }
  }

  /// What the image itself sets.
  package var environment: [String: String] {
    switch self {
    case .kaniko:
      [
        "PATH": path, "HOME": "/root", "USER": "root", "DOCKER_CONFIG": "/kaniko/.docker/",
        "SSL_CERT_DIR": "/kaniko/ssl/certs",
      ]
    case .buildkit:
      [
        "PATH": path, "HOME": "/home/user", "USER": "user", "XDG_RUNTIME_DIR": "/run/user/1000",
        "TMPDIR": "/home/user/.local/tmp", "BUILDKIT_HOST": "unix:///run/user/1000/buildkit/buildkitd.sock",
      ]
    }
  }

  /// Stand-ins: path in the image to file in the folder of stand-ins.
  package var standIns: [String: String] {
    switch self {
    case .kaniko:
      [
        "kaniko/executor": "executor.sh", "kaniko/warmer": "helper.sh", "busybox/wget": "wget.sh",
        "kaniko/docker-credential-ecr-login": "helper.sh", "kaniko/docker-credential-gcr": "helper.sh",
        "kaniko/docker-credential-acr-env": "helper.sh",
      ]
    case .buildkit:
      [
        "usr/bin/buildctl-daemonless.sh": "buildctl-daemonless.sh", "usr/bin/buildctl": "buildctl-daemonless.sh",
        "usr/bin/wget": "wget.sh", "usr/bin/sha256sum": "sha256sum.sh", "usr/bin/printenv": "printenv.sh",
      ]
    }
  }

  /// Folders that the job may write to. Everything else belongs to root.
  package var writable: [String] {
    let shared = ["builds", "builds/group", "builds/group/project", "builds/group/project.tmp", "tmp", "record"]
    return switch self {
    case .kaniko: shared + ["", "kaniko", "kaniko/.docker", "kaniko/ssl/certs", "root", "workspace", "cache"]
    case .buildkit: shared + ["home/user", "home/user/.local/tmp", "run/user/1000"]
    }
  }
}

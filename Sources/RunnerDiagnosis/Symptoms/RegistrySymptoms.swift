extension SymptomCatalog {
  /// A registry refuses a request.
  static let registry: [Symptom] = [
    Symptom(
      "ecr-without-credentials", "Amazon's registry refuses the request",
      patterns: [
        LinePattern("docker-credential-ecr-login", "executable file not found"),
        LinePattern(".dkr.ecr.", "401 Unauthorized"), LinePattern(".dkr.ecr.", "403 Forbidden"),
        LinePattern(".dkr.ecr.", "no basic auth credentials"),
      ],
      cause:
        "Kaniko brings Amazon's credential helper along, and uses the role of the instance or the service account. "
        + "The BuildKit image has no helper.",
      advice: [
        "Install the helper in `before_script`, as migrated jobs do, and name it for the registry in `credHelpers`.",
        "A `credsStore` that names a missing helper fails for every registry: remove it.",
      ]),
    Symptom(
      "credentials-missing", "the registry does not accept the credentials",
      patterns: [
        LinePattern("401 Unauthorized"), LinePattern("insufficient_scope: authorization failed"),
        LinePattern("denied: access forbidden"), LinePattern("pull access denied"),
      ],
      without: [LinePattern(".dkr.ecr.", "401 Unauthorized")],
      cause: "BuildKit found no credentials for this host, or wrong ones. It reads `$DOCKER_CONFIG/config.json` or "
        + "`~/.docker/config.json` and looks the host up by its name.",
      advice: [
        "Name the host as in the image: `$CI_REGISTRY` for GitLab's registry, `https://index.docker.io/v1/` for Docker Hub, "
          + "and no path such as `/v1/` for others.",
        "The file is called `config.json`, not `.dockerconfigjson`.",
        "Protected variables are empty on branches that are not protected.",
      ]),
    Symptom(
      "certificate-not-trusted", "the registry's certificate is not trusted",
      patterns: [LinePattern("x509: certificate signed by unknown authority")],
      cause: "Certificates below `/kaniko/ssl/certs` have no effect any more.",
      advice: [
        "Add the certificate of the authority for the daemon, or for one registry in `buildkitd.toml`."
      ],
      settings: """
        variables:
          SSL_CERT_DIR: /etc/ssl/certs:$CI_PROJECT_DIR/certificates

        """),
    Symptom(
      "registry-without-tls", "the registry speaks HTTP and is asked for HTTPS",
      patterns: [LinePattern("server gave HTTP response to HTTPS client")],
      cause: "`--insecure` and its kin told Kaniko; the build that replaced it does not say so for this host.",
      advice: [
        "For pushes add `registry.insecure=true` to `--output`, for pulls name the host in `buildkitd.toml`."
      ],
      settings: """
        [registry."registry.example.com:5000"]
          http = true

        """),
    Symptom(
      "pull-limit", "Docker Hub's limit of pulls is reached",
      patterns: [LinePattern("toomanyrequests"), LinePattern("429 Too Many Requests")],
      cause:
        "Docker Hub counts anonymous pulls by address. A mirror or a dependency proxy that Kaniko was told of may not "
        + "have moved along.",
      advice: [
        "Write credentials for Docker Hub, or pull through GitLab's dependency proxy: the BuildKit image with the prefix "
          + "`${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/`, base images with a mirror in `buildkitd.toml`."
      ],
      settings: """
        [registry."docker.io"]
          mirrors = ["mirror.example.com"]

        """),
  ]

  /// The cache in a registry.
  static let cache: [Symptom] = [
    Symptom(
      "cache-manifest-refused", "the registry does not take the cache",
      patterns: [
        LinePattern("unsupported manifest media type"),
        LinePattern("error writing manifest blob", "400 Bad Request"),
        LinePattern("failed to push", "buildcache", "400 Bad Request"),
      ],
      cause: "The cache was pushed as an index, which ECR and others refuse. BuildKit 0.21 and later push an image "
        + "manifest by default.",
      advice: ["Use a newer image, or say it in `--export-cache`."],
      settings: """
        --export-cache type=registry,ref=$CI_REGISTRY_IMAGE:buildcache,mode=max,image-manifest=true,oci-mediatypes=true

        """),
    Symptom(
      "cache-empty", "there is no cache yet", weight: .harmless,
      patterns: [
        LinePattern("importing cache manifest", "not found"),
        LinePattern("failed to configure registry cache importer", "not found"),
      ],
      cause: "The first build finds no cache.", advice: ["Nothing: the build goes on without it."]),
    Symptom(
      "repository-missing", "the repository does not exist in the registry",
      patterns: [
        LinePattern("name unknown", "repository"), LinePattern("NAME_UNKNOWN"),
        LinePattern("repository does not exist"),
      ],
      cause: "Registries such as ECR create no repository on push.",
      advice: ["Create it, or keep the cache in the image's own repository under a tag, as migrated jobs do."]),
  ]
}

extension KanikoFlag {
  /// Flags that say how registries are reached.
  static let transportFlags: [KanikoFlag] = [
    KanikoFlag(
      "insecure", .bool, default: "false", .insecure, .exact, .safe,
      becomes: "`registry.insecure=true` in `--output`, `--import-cache` and `--export-cache`",
      reason: "push and cache may use plain http"),
    KanikoFlag(
      "insecure-pull", .bool, default: "false", .insecurePull, .exact, .safe,
      becomes: "`[registry.\"HOST\"] http = true` in `buildkitd.toml` for every base image's host",
      reason: "base images are pulled over plain http",
      advice: "name the hosts of the base images with --insecure-registry"),
    KanikoFlag(
      "insecure-registry", .list, repetition: .appends, .insecureRegistry, .exact, .safe,
      becomes: "`[registry.\"HOST\"] http = true` in `buildkitd.toml`",
      reason: "the registry is reached over plain http"),
    KanikoFlag(
      "skip-tls-verify", .bool, default: "false", .skipTLSVerify, .exact, .safe,
      becomes: "`registry.insecure=true` in `--output` and `--registry-auth-tlscontext host=HOST,insecure=true`",
      reason: "the certificate of the pushed registry is not verified"),
    KanikoFlag(
      "skip-tls-verify-pull", .bool, default: "false", .skipTLSVerifyPull, .exact, .safe,
      becomes: "`[registry.\"HOST\"] insecure = true` in `buildkitd.toml` for every base image's host",
      reason: "the certificates of the base images' registries are not verified",
      advice: "name the hosts of the base images with --skip-tls-verify-registry"),
    KanikoFlag(
      "skip-tls-verify-registry", .list, repetition: .appends, .skipTLSVerifyRegistry, .exact, .safe,
      becomes: "`[registry.\"HOST\"] insecure = true` in `buildkitd.toml` and `--registry-auth-tlscontext`",
      reason: "the registry's certificate is not verified"),
    KanikoFlag(
      "registry-certificate", .map, repetition: .byKey, .registryCertificate, .exact, .safe,
      becomes: "`[registry.\"HOST\"] ca = [\"FILE\"]` in `buildkitd.toml` and `--registry-auth-tlscontext`",
      reason: "the registry's certificate is verified with the same file"),
    KanikoFlag(
      "registry-client-cert", .map, repetition: .byKey, .registryClientCertificate, .exact, .safe,
      becomes: "`[[registry.\"HOST\".keypair]]` in `buildkitd.toml` and `--registry-auth-tlscontext`",
      reason: "the registry gets the same client certificate"),
  ]

  /// Flags that say which registries are asked.
  static let registryFlags: [KanikoFlag] = [
    KanikoFlag(
      "registry-map", .map, environment: "KANIKO_REGISTRY_MAP", repetition: .byKey, .registryMap, .exact, .safe,
      becomes: "`[registry.\"HOST\"] mirrors = [\"MIRROR\"]` in `buildkitd.toml`",
      reason: "the mirrors are asked in the same order, then the registry itself"),
    KanikoFlag(
      "registry-mirror", .list, environment: "KANIKO_REGISTRY_MIRROR", repetition: .appends, .registryMirror, .exact,
      .safe,
      becomes: "`[registry.\"docker.io\"] mirrors = [\"MIRROR\"]` in `buildkitd.toml`",
      reason: "the mirrors of docker hub are asked in the same order, then docker hub itself"),
    KanikoFlag(
      "skip-default-registry-fallback", .bool, default: "false", .person, .noEquivalent, .manual,
      reason: "buildkit always asks the registry itself when no mirror has the image",
      advice: "name the mirror's host in the Dockerfile's FROM lines"),
    KanikoFlag(
      "image-download-retry", .int, default: "0", .drop, .noEffect, .safe,
      reason: "buildkit repeats failed downloads by itself"),
    KanikoFlag(
      "credential-helpers", .list, trees: .osscontainertools, repetition: .appends, .drop, .approximate, .review,
      reason: "buildctl takes credentials only from config.json",
      advice: "check that config.json covers the registries of destinations, cache and base images"),
  ]
}

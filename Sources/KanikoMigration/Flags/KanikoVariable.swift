/// One environment variable that Kaniko reads and what becomes of it: a row of ``KanikoVariable/all``.
///
/// A migration looks for these in `variables:` as well as for flags (Kaniko v1.24.0 `cmd/executor/cmd/root.go:72-92`,
/// `pkg/config/init.go:30`, `pkg/buildcontext`; osscontainertools `pkg/config/featureflags.go`).
public struct KanikoVariable: Sendable, Hashable {
  /// The name, or its beginning where it ends in `*`.
  public let name: String
  /// The flag that sets the same option, without dashes.
  public let flag: String?
  /// The programs that read it.
  public let trees: KanikoTrees
  /// What a value does to the job's applicability.
  public let effect: FlagEffect
  /// What becomes of it: lower case, no final period.
  public let reason: String
  /// What a person can do, where there is something to do.
  public let advice: String?

  init(
    _ name: String, flag: String? = nil, trees: KanikoTrees = .all, _ effect: FlagEffect, reason: String,
    advice: String? = nil
  ) {
    self.name = name
    self.flag = flag
    self.trees = trees
    self.effect = effect
    self.reason = reason
    self.advice = advice
  }

  /// Tells whether a variable is the one of this row.
  public func matches(_ variable: String) -> Bool {
    name.hasSuffix("*") ? variable.hasPrefix(name.dropLast()) : variable == name
  }

  /// The row for a variable, or nil where Kaniko does not read it.
  public static func named(_ variable: String) -> KanikoVariable? {
    all.first { $0.matches(variable) }
  }

  /// The variables that only Kaniko reads; those of cloud tools and of GitLab keep their meaning.
  public static let all: [KanikoVariable] = [
    KanikoVariable(
      "KANIKO_NO_PUSH", flag: "no-push", .review, reason: "it overrides --no-push: the image is built and not pushed"),
    KanikoVariable(
      "KANIKO_REGISTRY_MIRROR", flag: "registry-mirror", .safe,
      reason: "it adds one mirror of docker hub behind those of --registry-mirror"),
    KanikoVariable("KANIKO_REGISTRY_MAP", flag: "registry-map", .safe, reason: "it adds to --registry-map"),
    KanikoVariable(
      "KANIKO_DIR", flag: "kaniko-dir", .safeWithNote,
      reason: "buildkit has no such directory; kaniko also looked for config.json below it"),
    KanikoVariable(
      "KANIKO_CLEANUP", flag: "cleanup", trees: .osscontainertools, .safe,
      reason: "buildkit leaves nothing in the job's file system"),
    KanikoVariable(
      "KANIKO_PRE_CLEANUP", flag: "pre-cleanup", trees: .osscontainertools, .safe,
      reason: "buildkit does not build in the job's file system"),
    KanikoVariable(
      "KANIKO_PRESERVE_CONTEXT", flag: "preserve-context", trees: .osscontainertools, .safe,
      reason: "buildkit does not build in the job's file system"),
    KanikoVariable(
      "KANIKO_PRINT_PLAN", trees: .osscontainertools, .safe, reason: "buildkit prints its steps by itself"),
    KanikoVariable(
      "FF_KANIKO_*", trees: .osscontainertools, .safeWithNote,
      reason: "feature flags of kaniko mean nothing to buildkit"
    ),
    KanikoVariable(
      "BUILDER_OUTPUT", .manual, reason: "kaniko writes the file `images` into this directory",
      advice: "read the digest from the file that --digest-file writes"),
    KanikoVariable(
      "BENCHMARK_FILE", trees: [.original, .chainguard], .safeWithNote, reason: "buildkit writes no such file"),
    KanikoVariable("UPSTREAM_CLIENT_TYPE", .safe, reason: "it only changes the user agent"),
    KanikoVariable(
      "SNAPSHOT_TIMEOUT_DURATION", .safe, reason: "buildkit takes no snapshots of the file system"),
    KanikoVariable(
      "S3_ENDPOINT", .safe, reason: "it only matters for contexts in a bucket, which are left to a person"),
    KanikoVariable(
      "S3_FORCE_PATH_STYLE", .safe, reason: "it only matters for contexts in a bucket, which are left to a person"),
    KanikoVariable(
      "AZURE_STORAGE_ACCESS_KEY", .safe,
      reason: "it only matters for contexts in a storage account, which are left to a person"),
    KanikoVariable("GIT_PULL_METHOD", .safe, reason: "it only matters for git contexts"),
    KanikoVariable("GIT_USERNAME", .safe, reason: "it only matters for git contexts"),
    KanikoVariable("GIT_PASSWORD", .safe, reason: "it only matters for git contexts"),
    KanikoVariable("GIT_TOKEN", .safe, reason: "it only matters for git contexts"),
    KanikoVariable(
      "REGISTRY_AUTH_FILE", .review, reason: "buildctl does not read podman's credentials",
      advice: "write the credentials to ~/.docker/config.json"),
  ]
}

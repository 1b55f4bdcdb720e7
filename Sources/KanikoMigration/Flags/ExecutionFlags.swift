extension KanikoFlag {
  /// Flags that say how Kaniko works, with no trace in the image.
  static let executionFlags: [KanikoFlag] = [
    KanikoFlag(
      "verbosity", short: "v", .string, default: "info", .verbosity, .approximate, .review,
      becomes: "--debug",
      reason: "only the log differs"),
    KanikoFlag(
      "log-format", .string, default: "color", .logFormat, .noEffect, .safe,
      reason: "only the log differs",
      advice: "if something reads the log, ask for `--progress=rawjson` and adapt what reads it"),
    KanikoFlag(
      "log-timestamp", .bool, default: "false", .drop, .noEffect, .safe,
      reason: "gitlab can write times into job logs itself"),
    KanikoFlag(
      "force", .bool, default: "false", .drop, .noEffect, .safe,
      reason: "it only lets kaniko run outside a container"),
    KanikoFlag(
      "kaniko-dir", .string, default: "/kaniko", environment: "KANIKO_DIR", .drop, .noEffect, .safeWithNote,
      reason: "buildkit has no such directory; kaniko also looked for config.json below it"),
    KanikoFlag(
      "cleanup", .bool, default: "false", environment: "KANIKO_CLEANUP", .drop, .noEffect, .safe,
      reason: "buildkit leaves nothing in the job's file system"),
    KanikoFlag(
      "pre-cleanup", .bool, default: "false", trees: .osscontainertools, environment: "KANIKO_PRE_CLEANUP", .drop,
      .noEffect, .safe,
      reason: "buildkit does not build in the job's file system"),
    KanikoFlag(
      "preserve-context", .bool, default: "false", trees: .osscontainertools, environment: "KANIKO_PRESERVE_CONTEXT",
      .drop, .noEffect, .safe,
      reason: "buildkit does not build in the job's file system"),
    KanikoFlag(
      "snapshot-mode", .string, default: "full", .drop, .noEffect, .safe,
      reason: "buildkit takes no snapshots of the file system"),
    KanikoFlag(
      "snapshotMode", sets: "snapshot-mode", .string, .drop, .noEffect, .safe,
      reason: "old spelling of --snapshot-mode: buildkit takes no snapshots of the file system"),
    KanikoFlag(
      "use-new-run", .bool, default: "false", .drop, .noEffect, .safe,
      reason: "it only changes how kaniko finds changed files"),
    KanikoFlag(
      "skip-unused-stages", .bool, default: "false", .drop, .exact, .safe,
      reason: "buildkit never builds stages that nothing needs"),
    KanikoFlag(
      "force-build-metadata", .bool, default: "false", .drop, .noEffect, .safe,
      reason: "the files in the image are the same"),
    KanikoFlag(
      "image-fs-extract-retry", .int, default: "0", .drop, .noEffect, .safe,
      reason: "buildkit does not unpack images into the job's file system"),
  ]
}

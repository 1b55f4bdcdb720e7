extension KanikoFlag {
  /// Flags that say what is built from.
  static let contextFlags: [KanikoFlag] = [
    KanikoFlag(
      "context", short: "c", .string, default: "/workspace/", .context, .exact, .safe,
      becomes: "--local context=DIR",
      reason: "the build context is the same directory",
      advice: "pass `--context $CI_PROJECT_DIR`: the default `/workspace/` is empty in a gitlab job"),
    KanikoFlag(
      "context-sub-path", .string, .contextSubPath, .exact, .safe,
      becomes: "--local context=DIR/SUB",
      reason: "kaniko appends it to a context written as an url and ignores it for a plain path"),
    KanikoFlag(
      "bucket", short: "b", .string, .bucket, .noEquivalent, .manual,
      reason: "buildkit cannot read a build context from a bucket",
      advice: "download and unpack the context in an earlier job and pass it as an artifact"),
    KanikoFlag(
      "git", .map, repetition: .byKey, .git, .approximate, .review,
      becomes: "--opt context=URL#BRANCH",
      reason: "buildkit fetches one ref of a git context with a depth of one"),
    KanikoFlag(
      "dockerfile", short: "f", .string, default: "Dockerfile", .dockerfile, .exact, .safe,
      becomes: "--local dockerfile=DIR --opt filename=NAME",
      reason: "kaniko looks in the working directory first, then in the context; buildkit takes a directory and a name"),
    KanikoFlag(
      "target", .string, .target, .exact, .safe,
      becomes: "--opt target=NAME",
      reason: "the stage is the same",
      advice: "one buildctl call builds one target; call it once for each stage of a list"),
    KanikoFlag(
      "custom-platform", .string, .platform, .exact, .safe,
      becomes: "--opt platform=PLATFORM",
      reason: "the platform is the same; buildkit emulates foreign architectures where kaniko runs host binaries"),
    KanikoFlag(
      "customPlatform", sets: "custom-platform", .string, .platform, .exact, .safe,
      becomes: "--opt platform=PLATFORM",
      reason: "old spelling of --custom-platform"),
  ]

  /// Flags that add to the image or to the build's input.
  static let imageFlags: [KanikoFlag] = [
    KanikoFlag(
      "build-arg", .list, repetition: .appends, .buildArgument, .exact, .safe,
      becomes: "--opt build-arg:NAME=VALUE",
      reason: "the value is the same; a bare name takes its value from the environment"),
    KanikoFlag(
      "label", .list, repetition: .appends, .label, .approximate, .review,
      becomes: "--opt label:KEY=VALUE",
      reason:
        "in buildkit a label of the command line wins over a LABEL of the Dockerfile, in kaniko the Dockerfile wins",
      advice: "check that no LABEL in the Dockerfile sets the same key"),
    KanikoFlag(
      "annotation", .map, trees: .forks, repetition: .byKey, .annotation, .exact, .safe,
      becomes: "`annotation.KEY=VALUE` in `--output`",
      reason: "the annotation is the same",
      advice: "buildctl writes annotation keys in lower case; use a lower-case key"),
    KanikoFlag(
      "secret", .map, trees: .osscontainertools, repetition: .byKey, .secret, .exact, .safe,
      becomes: "--secret id=ID,src=FILE",
      reason: "buildctl reads the same notation"),
    KanikoFlag(
      "reproducible", .bool, default: "false", .reproducible, .approximate, .review,
      becomes: "`--opt build-arg:SOURCE_DATE_EPOCH=0` and `rewrite-timestamp=true` in `--output`",
      reason: "both images are stable across builds; kaniko also resets the times in layers of the base image"),
    KanikoFlag(
      "compression", .string, default: "gzip", .compression, .approximate, .review,
      becomes: "`compression=zstd` in `--output`",
      reason: "buildkit compresses every new layer with zstd, kaniko only those on an oci base image"),
    KanikoFlag(
      "compression-level", .int, default: "-1", .compressionLevel, .exact, .safe,
      becomes: "`compression-level=N` in `--output`",
      reason: "the level is the same; kaniko applies levels above 0 only"),
    KanikoFlag(
      "image-format", .string, trees: .osscontainertools, .imageFormat, .exact, .safe,
      becomes: "`oci-mediatypes=true|false` in `--output`",
      reason: "the media types are the same"),
    KanikoFlag(
      "single-snapshot", .bool, default: "false", .drop, .noEquivalent, .safeWithNote,
      reason: "the image has the same files in more layers",
      advice: "for one layer, add a last stage `FROM scratch` with `COPY --from=PREVIOUS / /`"),
    KanikoFlag(
      "ignore-path", .list, repetition: .appends, .person, .noEquivalent, .manual,
      reason: "buildkit keeps every file a step writes, so the path would be in the image",
      advice: "delete the path in the same RUN, or mount it with `RUN --mount=type=tmpfs,target=PATH`"),
    KanikoFlag(
      "ignore-var-run", .bool, default: "true", .ignoreVarRun, .noEquivalent, .safeWithNote,
      reason: "buildkit keeps what a step writes below /var/run"),
    KanikoFlag(
      "whitelist-var-run", sets: "ignore-var-run", .bool, default: "true", .ignoreVarRun, .noEquivalent, .safeWithNote,
      reason: "old spelling of --ignore-var-run: buildkit keeps what a step writes below /var/run"),
  ]
}

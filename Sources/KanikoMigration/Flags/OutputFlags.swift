extension KanikoFlag {
  /// Flags that say where the result goes.
  static let outputFlags: [KanikoFlag] = [
    KanikoFlag(
      "destination", short: "d", .list, repetition: .appends, .destination, .exact, .safe,
      becomes: "--output type=image,name=REF,push=true",
      reason: "the image is pushed under the same name"),
    KanikoFlag(
      "no-push", .bool, default: "false", environment: "KANIKO_NO_PUSH", .noPush, .approximate, .review,
      becomes: "no `push` in `--output`",
      reason: "the image is built and not pushed; buildkit does not build stages that nothing needs"),
    KanikoFlag(
      "tar-path", .string, .tarArchive, .exact, .safe,
      becomes: "--output type=docker,name=REF,dest=FILE",
      reason: "`docker load` reads the archive; its layout inside is newer"),
    KanikoFlag(
      "tarPath", sets: "tar-path", .string, .tarArchive, .exact, .safe,
      becomes: "--output type=docker,name=REF,dest=FILE",
      reason: "old spelling of --tar-path"),
    KanikoFlag(
      "oci-layout-path", .string, .ociLayout, .exact, .safe,
      becomes: "--output type=oci,tar=false,dest=DIR",
      reason: "the layout holds the same image"),
    KanikoFlag(
      "digest-file", .string, .digestFile, .exact, .safe,
      becomes: "`--metadata-file` and a `sed` that writes `FILE`",
      reason: "the file holds the digest in the same format",
      advice: "send the digest to an address in a step of its own: the image has no tool for an http put"),
    KanikoFlag(
      "image-name-with-digest-file", .string, .nameFile, .exact, .safe,
      becomes: "`--metadata-file` and a `printf` that writes `FILE`",
      reason: "the file holds the same lines"),
    KanikoFlag(
      "image-name-tag-with-digest-file", .string, .nameTagFile, .exact, .safe,
      becomes: "`--metadata-file` and a `printf` that writes `FILE`",
      reason: "the file holds the same lines"),
    KanikoFlag(
      "push-retry", .int, default: "0", .drop, .approximate, .review,
      reason: "buildkit repeats failed push requests by itself",
      advice: "for more attempts use the job's `retry` keyword"),
    KanikoFlag(
      "push-ignore-immutable-tag-errors", .bool, default: "false", .person, .noEquivalent, .manual,
      reason: "buildkit fails when a tag cannot be overwritten",
      advice: "test whether the tag exists before the build, or let the job fail"),
    KanikoFlag(
      "skip-push-permission-check", .bool, default: "false", .drop, .noEffect, .safe,
      reason: "buildkit never tests the permission before the build"),
    KanikoFlag(
      "materialize", .bool, default: "false", trees: .osscontainertools, .person, .noEquivalent, .manual,
      reason: "buildkit never leaves the image's files in the job's own file system",
      advice: "write them to a directory with `--output type=local,dest=DIR` where later lines need them"),
    KanikoFlag(
      "dryrun", .bool, default: "false", trees: .osscontainertools, .person, .noEquivalent, .manual,
      reason: "buildkit cannot print a plan without building",
      advice: "`--opt requestid=frontend.lint` checks the Dockerfile without building it"),
  ]
}

extension SymptomCatalog {
  /// The script calls something in a way that the image or buildctl does not know.
  static let commands: [Symptom] = [
    Symptom(
      "buildctl-missing", "the image has no buildctl-daemonless.sh",
      patterns: [
        LinePattern("buildctl-daemonless.sh: not found"), LinePattern("buildctl-daemonless.sh: command not found"),
      ],
      cause: "The job still runs in another image, or `PATH` does not hold `/usr/bin`.",
      advice: [
        "Use `moby/buildkit:rootless` or a version such as `moby/buildkit:v0.29.0-rootless`, and leave `PATH` its folders."
      ],
      settings: """
        image:
          name: moby/buildkit:rootless
          entrypoint: [""]

        """),
    Symptom(
      "kaniko-path-left", "the script writes below /kaniko",
      patterns: [
        LinePattern("/kaniko", "ermission denied"), LinePattern("/kaniko", "o such file or directory"),
        LinePattern("/kaniko", "nonexistent directory"), LinePattern("/kaniko/executor: not found"),
      ],
      cause: "The BuildKit image has no `/kaniko`, and uid 1000 may not create it.",
      advice: ["Write credentials to `~/.docker/config.json`; `kaniko2buildkit migrate` does."]),
    Symptom(
      "dockerfile-not-a-folder", "a file is named where a folder is expected",
      patterns: [
        LinePattern("invalid local: stat", "not a directory"), LinePattern("invalid local", "is not a directory"),
      ],
      cause: "`--local dockerfile=` takes the folder that holds the Dockerfile.",
      advice: ["Name the folder there, and the file with `--opt filename=`."],
      settings: """
        --local dockerfile=$CI_PROJECT_DIR/docker --opt filename=Dockerfile.web

        """),
    Symptom(
      "foreign-flag", "buildctl does not know the flag",
      patterns: [LinePattern("flag provided but not defined:"), LinePattern("Incorrect Usage", "not defined")],
      cause: "A flag of Kaniko or of docker stands on the command line of buildctl.",
      advice: [
        "`kaniko2buildkit explain --FLAG` says what takes the place of a flag of Kaniko: `--build-arg` becomes `--opt build-arg:NAME=VALUE`, "
          + "`--destination` becomes `--output type=image,name=…,push=true`; `--cleanup`, `--single-snapshot`, "
          + "`--snapshot-mode`, `--use-new-run` and `--compressed-caching` have no counterpart and go."
      ]),
    Symptom(
      "several-names-unquoted", "several names are not quoted as one value",
      patterns: [
        LinePattern("invalid value", "expected key=value"), LinePattern("invalid field", "must be a key=value pair"),
        LinePattern("parse error on line", "bare \" in non-quoted-field"),
        LinePattern("extraneous or missing \" in quoted-field"),
      ],
      cause:
        "`--output` is read as a line of comma-separated values, so names with commas between them need quotes of their own.",
      advice: ["Put double quotes around `name=…` and single quotes around the whole value."],
      settings: """
        --output 'type=image,"name=registry.example.com/a:1,registry.example.com/a:2",push=true'

        """),
    Symptom(
      "tool-missing", "the image lacks a command that the script calls",
      patterns: ["bash", "jq", "curl", "aws", "gcloud", "crane", "cosign", "docker", "python3", "make"].flatMap {
        [LinePattern(": \($0): not found"), LinePattern(": \($0): command not found")]
      },
      cause: "The rootless image holds busybox, git, openssh, openssl, xz and pigz, and its user cannot install more.",
      advice: [
        "Call the command in a job before or after, or build an image on the rootless one and name it with `--image`."
      ]),
    Symptom(
      "package-installation", "the script installs packages, which only root may",
      patterns: [
        LinePattern("Unable to lock database: Permission denied"),
        LinePattern("ERROR: Unable to open log: Permission denied"), LinePattern("apk add", "ermission denied"),
      ],
      cause: "The user of the image has uid 1000.",
      advice: ["Build an image on the rootless one with the packages in it, and name it with `--image`."]),
    Symptom(
      "digest-file-missing", "a file that Kaniko wrote is not there",
      patterns: [
        LinePattern("digest", "no matching files"), LinePattern("can't open", "digest"),
        LinePattern("digest", "No such file or directory"),
      ],
      cause:
        "`--digest-file`, `--image-name-with-digest-file`, `--tar-path` and `--oci-layout-path` are Kaniko's; buildctl writes such facts only to `--metadata-file`.",
      advice: [
        "Take the digest from the file of `--metadata-file`, as migrated jobs do; an archive is `--output type=docker,dest=FILE` or `type=oci`."
      ],
      settings: """
        buildctl-daemonless.sh build … --metadata-file /tmp/metadata.json
        sed -n 's/.*"containerimage.digest": *"\\([^"]*\\)".*/\\1/p' /tmp/metadata.json > digest

        """),
  ]

  /// A step of the Dockerfile behaves in another way.
  static let dockerfile: [Symptom] = [
    Symptom(
      "copied-file-not-found", "a file that the Dockerfile copies is not in the context",
      patterns: [
        LinePattern("failed to calculate checksum of ref", "not found"),
        LinePattern("failed to compute cache key", "not found"),
      ],
      cause:
        "BuildKit sends the files of `--local context=` without those that `.dockerignore` names. Kaniko saw the whole "
        + "file system of the job, files outside the context too.",
      advice: [
        "Look at `.dockerignore` and at the folder in `--local context=`.",
        "A file from outside goes in by a context of its own: `--opt context:NAME=local:NAME --local NAME=DIR`.",
      ]),
    Symptom(
      "step-may-not-write", "a step of the Dockerfile may not write to a file",
      patterns: [
        LinePattern("EACCES: permission denied"), LinePattern("#", ": Permission denied"),
        LinePattern("#", ": permission denied"),
      ],
      without: [LinePattern("[rootlesskit"), LinePattern("newuidmap")],
      cause: "`COPY` after `USER` gives files to root, as Docker does; Kaniko gave them to the user.",
      advice: ["Add `--chown=USER` to the `COPY` lines that the step needs."]),
    Symptom(
      "platform-missing", "an image does not exist for the platform",
      patterns: [LinePattern("no match for platform in manifest"), LinePattern("exec format error")],
      cause:
        "A base image has no variant for the platform, or commands for another processor run without emulation. Kaniko "
        + "only relabels images and never runs foreign commands.",
      advice: ["Build on a runner with that processor, or give the runner `binfmt` handlers."]),
  ]
}

import GitLabCI
import SourceText

/// What the owner of a migrated job wants to know besides what became of every flag; where a finding in a Dockerfile has
/// to be looked at, the job is review.
struct JobNotes {
  let job: Job
  let use: JobUse
  let settings: MigrationSettings
  let calls: [TranslatedCall]
  /// The lines of the `.dockerignore` that holds for a call.
  let ignored: (TranslatedCall) -> [String]

  /// The notes, in a fixed order.
  var entries: [ReceiptEntry] {
    [pinning, user, sourceDate, digest, printed].compactMap { $0 } + dockerfiles
  }

  /// The findings in the Dockerfiles, each once.
  private var dockerfiles: [ReceiptEntry] {
    // One fork always skips such stages.
    let isFork = use.image.map { image in
      ["osscontainertools", "martizih", "mzihlmann"].contains { image.reference.holds($0) }
    }
    var result: [ReceiptEntry] = []
    for call in calls where call.opaqueWords.isEmpty {
      for dockerfile in call.translation.dockerfiles {
        let findings = DockerfileFindings(
          dockerfile: dockerfile, spec: call.translation.spec,
          skipsUnusedStages: call.translation.skipsUnusedStages || isFork == true, ignored: ignored(call))
        for entry in findings.entries where !result.contains(entry) { result.append(entry) }
      }
    }
    return result
  }

  private var digest: ReceiptEntry? {
    let isReused = calls.contains { call in
      call.translation.spec.cache != nil && !call.translation.spec.digestFiles.isEmpty
    }
    guard isReused else { return nil }
    return ReceiptEntry(
      .note, "digest", "a build that finds everything in the cache has the digest of the build before, unlike Kaniko's")
  }

  private var pinning: ReceiptEntry? {
    guard settings.namedImage == nil, let image = use.image, image.isPinned else { return nil }
    return ReceiptEntry(
      .note, "image",
      "`\(image.reference)` was pinned and `\(settings.image)` is not; pin it with `--image moby/buildkit:vX.Y.Z-rootless`"
    )
  }

  private var user: ReceiptEntry? {
    let image = job.effective["image"]?.mapping
    let users = ["docker", "kubernetes"].compactMap { image?[$0]?.mapping?["user"]?.text }
    guard let user = users.first else { return nil }
    return ReceiptEntry(.dropped, "image user", "user `\(user)` is removed: rootless BuildKit runs as uid 1000")
  }

  private var sourceDate: ReceiptEntry? {
    guard use.scope["SOURCE_DATE_EPOCH"] != nil else { return nil }
    return ReceiptEntry(
      .note, "SOURCE_DATE_EPOCH", "BuildKit uses this variable for the times in the image; Kaniko ignored it")
  }

  private var printed: ReceiptEntry? {
    guard use.printsPaths else { return nil }
    return ReceiptEntry(
      .note, "echo", "the script prints a text that names a path below /kaniko; nothing runs it, and it stays as it is")
  }
}

import GitLabCI

/// Facts about a migrated job that lower nothing and that its owner wants to know.
struct JobNotes {
  let job: Job
  let use: JobUse
  let settings: MigrationSettings
  let calls: [TranslatedCall]

  /// The notes, in a fixed order.
  var entries: [ReceiptEntry] {
    [pinning, user, sourceDate, printed].compactMap { $0 }
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

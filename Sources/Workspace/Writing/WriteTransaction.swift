/// One run of the writer, step by step. Every step leaves what it did in the items, so that it can be taken back.
struct WriteTransaction {
  /// One file on its way.
  private struct Item {
    let write: FileWrite
    /// The absolute path of what is replaced, symbolic links resolved.
    let target: String
    /// The status of what is replaced; nil for a new file.
    let status: FileStatus?
    /// The path of the new content until it is put in place.
    let newPath: String
    /// The second name of the old content.
    let oldPath: String
    var hasTemporary = false
    var hasOriginal = false
    var isReplaced = false
  }

  private let checkout: Checkout
  private let files: any FileSystem
  private var items: [Item] = []

  init(checkout: Checkout, files: any FileSystem) {
    self.checkout = checkout
    self.files = files
  }

  /// Finds the targets and refuses what cannot be written.
  mutating func prepare(_ writes: [FileWrite]) throws(FileProblem) {
    for write in writes {
      let item = try write.expected == nil ? newItem(write) : existingItem(write)
      if items.contains(where: { $0.target == item.target }) { throw FileProblem(path: write.path, reason: .twice) }
      let directory = RelativePath.split(item.target).directory
      if try status(of: directory, for: write).isReadOnly || !files.isWritable(directory) {
        throw FileProblem(path: write.path, reason: .readOnly)
      }
      items.append(item)
    }
  }

  private func existingItem(_ write: FileWrite) throws(FileProblem) -> Item {
    let target = try checkout.resolve(write.path)
    let status = try status(of: target, for: write)
    if let reason = status.reasonNotToRead { throw FileProblem(path: write.path, reason: reason) }
    if status.isReadOnly || !files.isWritable(target) { throw FileProblem(path: write.path, reason: .readOnly) }
    return item(write, target, status)
  }

  private func newItem(_ write: FileWrite) throws(FileProblem) -> Item {
    if write.path.utf8.contains(0) { throw FileProblem(path: write.path, reason: .badName) }
    guard let path = RelativePath.normalized(write.path), !path.isEmpty else {
      throw FileProblem(path: write.path, reason: .outside)
    }
    let (directory, name) = RelativePath.split(path)
    let target: String
    do throws(FileProblem) {
      target = RelativePath.join(try checkout.resolve(directory), name)
    } catch {
      throw FileProblem(path: write.path, reason: error.reason)
    }
    if (try? files.status(target)) != nil { throw FileProblem(path: write.path, reason: .exists) }
    return item(write, target, nil)
  }

  private func item(_ write: FileWrite, _ target: String, _ status: FileStatus?) -> Item {
    Item(
      write: write, target: target, status: status, newPath: freeName(beside: target),
      oldPath: freeName(beside: target))
  }

  /// What is about to be replaced.
  var entries: [WriteNote.Entry] {
    items.map { item in
      WriteNote.Entry(
        target: RelativePath.of(item.target, in: checkout.root) ?? item.target,
        temporary: RelativePath.split(item.newPath).name,
        original: item.status == nil ? "" : RelativePath.split(item.oldPath).name,
        content: WriteNote.fingerprint(of: item.write.content))
    }
  }

  private func status(of path: String, for write: FileWrite) throws(FileProblem) -> FileStatus {
    do {
      return try files.status(path)
    } catch {
      throw FileProblem(path: write.path, error: error)
    }
  }

  /// Writes each new content beside its target, synced and with the target's permissions.
  mutating func writeTemporaries() throws(FileProblem) {
    for index in items.indices {
      let item = items[index]
      do throws(SystemError) {
        let descriptor = try files.create(item.newPath)
        items[index].hasTemporary = true
        try fill(descriptor, with: item.write.content, status: item.status)
      } catch {
        throw FileProblem(path: item.write.path, error: error)
      }
    }
  }

  /// A name that nothing in the directory has; creating it still fails if somebody takes it meanwhile.
  private func freeName(beside target: String) -> String {
    let (directory, name) = RelativePath.split(target)
    // Short enough for every file system, whatever the length of the name.
    let stem = String(decoding: name.utf8.prefix(40), as: UTF8.self)
    var path = ""
    repeat {
      let number = String(UInt64.random(in: .min ... .max), radix: 36)
      path = RelativePath.join(directory, ".\(stem).\(number).tmp")
    } while (try? files.status(path)) != nil
    return path
  }

  private func fill(_ descriptor: Int32, with content: [UInt8], status: FileStatus?) throws(SystemError) {
    do throws(SystemError) {
      try files.write(content, to: descriptor)
      if let status {
        // Only the superuser may give files away; the content matters more than its owner.
        try? files.setOwner(status.owner, group: status.group, of: descriptor)
      }
      try files.setMode(status?.mode ?? 0o644, of: descriptor)
      try files.sync(descriptor)
    } catch {
      try? files.close(descriptor)
      throw error
    }
    try files.close(descriptor)
  }

  /// Gives every original a second name; where the file system has no hard links, makes a copy.
  mutating func keepOriginals() throws(FileProblem) {
    for index in items.indices {
      let item = items[index]
      guard let status = item.status, let expected = item.write.expected else { continue }
      do throws(SystemError) {
        try files.link(item.target, to: item.oldPath)
        items[index].hasOriginal = true
      } catch {
        do throws(SystemError) {
          let descriptor = try files.create(item.oldPath)
          items[index].hasOriginal = true
          try fill(descriptor, with: expected, status: status)
        } catch {
          throw FileProblem(path: item.write.path, error: error)
        }
      }
    }
  }

  /// Compares every target with what was read.
  func verifyTargets() throws(FileProblem) {
    for item in items {
      if item.write.expected == nil {
        if (try? files.status(item.target)) != nil { throw FileProblem(path: item.write.path, reason: .exists) }
      } else {
        try verify(item, at: item.target)
      }
    }
  }

  /// Compares the kept originals with what was read: somebody may have written to a file until it was replaced.
  func verifyOriginals() throws(FileProblem) {
    for item in items where item.hasOriginal { try verify(item, at: item.oldPath) }
  }

  private func verify(_ item: Item, at path: String) throws(FileProblem) {
    let expected = item.write.expected ?? []
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try files.read(path, limit: expected.count)
    } catch {
      if case .tooLarge = error.reason { throw FileProblem(path: item.write.path, reason: .changed) }
      throw FileProblem(path: item.write.path, reason: error.reason)
    }
    if bytes != expected { throw FileProblem(path: item.write.path, reason: .changed) }
  }

  /// Puts the new files in place.
  mutating func replaceTargets() throws(FileProblem) {
    for index in items.indices {
      do throws(SystemError) {
        try files.rename(items[index].newPath, to: items[index].target)
      } catch {
        throw FileProblem(path: items[index].write.path, error: error)
      }
      items[index].hasTemporary = false
      items[index].isReplaced = true
    }
    syncDirectories()
  }

  /// Takes back what was done, the latest first, and tells what could not be taken back.
  mutating func rollBack() -> [FileProblem] {
    var problems: [FileProblem] = []
    for index in items.indices.reversed() {
      let item = items[index]
      if item.hasTemporary { items[index].hasTemporary = !isRemoved(item.newPath) }
      if item.isReplaced {
        do throws(SystemError) {
          if item.hasOriginal {
            try files.rename(item.oldPath, to: item.target)
          } else {
            try files.remove(item.target)
          }
          items[index].hasOriginal = false
        } catch {
          let reason = item.hasOriginal ? FileProblem.Reason.originalKept(at: item.oldPath) : .system(error)
          problems.append(FileProblem(path: item.write.path, reason: reason))
        }
      } else if item.hasOriginal {
        items[index].hasOriginal = !isRemoved(item.oldPath)
      }
    }
    syncDirectories()
    return problems
  }

  private func isRemoved(_ path: String) -> Bool { (try? files.remove(path)) != nil }

  /// Whether nothing of the run is left but what it was to write.
  var isClean: Bool { items.allSatisfy { !$0.hasTemporary && !$0.hasOriginal } }

  /// Removes the kept originals.
  mutating func finish() {
    for index in items.indices where items[index].hasOriginal {
      items[index].hasOriginal = !isRemoved(items[index].oldPath)
    }
  }

  /// Syncs the directories: after this the new names are on the disk.
  private func syncDirectories() {
    // The files are in place; a directory that cannot be synced (some network file systems) does not undo that.
    for directory in Set(items.map { RelativePath.split($0.target).directory }).sorted() {
      try? files.syncDirectory(directory)
    }
  }
}

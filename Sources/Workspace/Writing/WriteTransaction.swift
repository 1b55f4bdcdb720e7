/// One run of the writer, step by step. Every step leaves what it did in the items, so that it can be taken back.
struct WriteTransaction {
  /// One file on its way.
  private struct Item {
    let write: FileWrite
    /// The absolute path of what is replaced, symbolic links resolved.
    let target: String
    /// The status of what is replaced; nil for a new file.
    let status: FileStatus?
    var temporary: String?
    var original: String?
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
    return Item(write: write, target: target, status: status)
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
    return Item(write: write, target: target, status: nil)
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
        let (path, descriptor) = try createBeside(item.target)
        items[index].temporary = path
        try fill(descriptor, with: item.write.content, status: item.status)
      } catch {
        throw FileProblem(path: item.write.path, error: error)
      }
    }
  }

  /// Creates a file with a name of its own in the directory of another.
  private func createBeside(_ target: String) throws(SystemError) -> (path: String, descriptor: Int32) {
    let path = freeName(beside: target)
    return (path, try files.create(path))
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
      let path = freeName(beside: item.target)
      do throws(SystemError) {
        try files.link(item.target, to: path)
        items[index].original = path
      } catch {
        do throws(SystemError) {
          let (path, descriptor) = try createBeside(item.target)
          items[index].original = path
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
      guard let expected = item.write.expected else {
        if (try? files.status(item.target)) != nil { throw FileProblem(path: item.write.path, reason: .exists) }
        continue
      }
      let bytes: [UInt8]
      do throws(FileProblem) {
        bytes = try files.read(item.target, limit: expected.count)
      } catch {
        if case .tooLarge = error.reason { throw FileProblem(path: item.write.path, reason: .changed) }
        throw FileProblem(path: item.write.path, reason: error.reason)
      }
      if bytes != expected { throw FileProblem(path: item.write.path, reason: .changed) }
    }
  }

  /// Puts the new files in place.
  mutating func replaceTargets() throws(FileProblem) {
    for index in items.indices {
      guard let temporary = items[index].temporary else { continue }
      do throws(SystemError) {
        try files.rename(temporary, to: items[index].target)
      } catch {
        throw FileProblem(path: items[index].write.path, error: error)
      }
      items[index].temporary = nil
      items[index].isReplaced = true
    }
  }

  /// Takes back what was done, the latest first, and tells what could not be taken back.
  mutating func rollBack() -> [FileProblem] {
    var problems: [FileProblem] = []
    for index in items.indices.reversed() {
      let item = items[index]
      if let temporary = item.temporary { try? files.remove(temporary) }
      if item.isReplaced {
        do throws(SystemError) {
          if let original = item.original {
            try files.rename(original, to: item.target)
          } else {
            try files.remove(item.target)
          }
        } catch {
          let reason = item.original.map { FileProblem.Reason.originalKept(at: $0) } ?? .system(error)
          problems.append(FileProblem(path: item.write.path, reason: reason))
        }
      } else if let original = item.original {
        try? files.remove(original)
      }
    }
    return problems
  }

  /// Removes the kept originals and syncs the directories.
  func finish() {
    for item in items {
      if let original = item.original { try? files.remove(original) }
    }
    // The files are in place; a directory that cannot be synced (some network file systems) does not undo that.
    for directory in Set(items.map { RelativePath.split($0.target).directory }).sorted() {
      try? files.syncDirectory(directory)
    }
  }
}

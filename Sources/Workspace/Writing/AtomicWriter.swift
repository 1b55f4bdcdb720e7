/// Writes a set of files: all of them or none, and none of them half.
///
/// The new contents are first written to temporary files beside the targets, with the targets' permissions and, where
/// the system permits, their owner, and are synced. Then every target is compared with the bytes it had when it was
/// read; a file that changed meanwhile refuses the whole set. Only then the temporary files are renamed one after
/// another. Until the last rename succeeded the originals are kept under a second name; when a rename fails those
/// already done are taken back. A symbolic link is written through to its target, which must lie inside the
/// repository; the link stays. A second hard link of a file keeps the old content; extended attributes stay with it.
///
/// While this is under way, signals that ask the process to end wait, another run is refused, and a note at the root of
/// the repository says what is replaced: after a run that was killed, ``recover()`` puts the files back.
public struct AtomicWriter: Sendable {
  /// Whether something is unfinished in a repository.
  public enum State: Sendable, Hashable {
    /// Nothing is.
    case settled
    /// Another run is writing just now.
    case busy
    /// A run was ended while it wrote.
    case unfinished
  }

  private let root: String
  private let files: any FileSystem

  /// Creates a writer for the files below a directory.
  public init(root: String, files: any FileSystem = POSIXFileSystem()) {
    self.root = root
    self.files = files
  }

  /// Writes the files.
  ///
  /// - Throws: ``WriteFailure`` when nothing was written; every temporary file is removed.
  public func write(_ writes: [FileWrite]) throws(WriteFailure) {
    if writes.isEmpty { return }
    let checkout = try openCheckout()
    let signals = HeldSignals()
    defer { signals.release() }
    let note = try NoteFile(checkout: checkout, files: files)
    defer { note.close() }
    guard note.content.isEmpty else { throw WriteFailure(problems: [note.problem(.unfinished)]) }
    var transaction = WriteTransaction(checkout: checkout, files: files)
    do throws(FileProblem) {
      try transaction.prepare(writes)
      try note.write(WriteNote(transaction.entries))
      try transaction.writeTemporaries()
      try transaction.keepOriginals()
      try transaction.verifyTargets()
      try transaction.replaceTargets()
      try transaction.verifyOriginals()
    } catch {
      let problems = [error] + transaction.rollBack()
      if transaction.isClean { note.remove() }
      throw WriteFailure(problems: problems)
    }
    transaction.finish()
    if transaction.isClean { note.remove() }
  }

  /// Tells whether a run is at work, or was ended at its work, without changing anything.
  public func state() throws(WriteFailure) -> State {
    let checkout = try openCheckout()
    let path = NoteFile.path(in: checkout)
    guard (try? files.status(path)) != nil else { return .settled }
    do throws(WriteFailure) {
      let note = try NoteFile(checkout: checkout, files: files)
      defer { note.close() }
      // The other run may have ended this moment, and then this one has made the file anew.
      if note.content.isEmpty { note.remove() }
      return note.content.isEmpty ? .settled : .unfinished
    } catch {
      return error.problems.first?.reason == .busy ? .busy : .unfinished
    }
  }

  /// Puts the files back that a run left half replaced which was killed.
  ///
  /// - Returns: the paths that have their earlier content again; none where nothing was unfinished.
  /// - Throws: ``WriteFailure`` when another run is at work, or a file cannot be put back.
  public func recover() throws(WriteFailure) -> [String] {
    let checkout = try openCheckout()
    guard (try? files.status(NoteFile.path(in: checkout))) != nil else { return [] }
    let signals = HeldSignals()
    defer { signals.release() }
    let file = try NoteFile(checkout: checkout, files: files)
    defer { file.close() }
    guard let note = WriteNote(file.content) else {
      file.remove()
      return []
    }
    let outcome = WriteRecovery(checkout: checkout, files: files).settle(note)
    guard outcome.problems.isEmpty else { throw WriteFailure(problems: outcome.problems) }
    file.remove()
    return outcome.restored
  }

  private func openCheckout() throws(WriteFailure) -> Checkout {
    do {
      return try Checkout(root: root, files: files)
    } catch {
      throw WriteFailure(problems: [error])
    }
  }
}

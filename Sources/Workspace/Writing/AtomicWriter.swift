/// Writes a set of files: all of them or none, and none of them half.
///
/// The new contents are first written to temporary files beside the targets, with the targets' permissions and, where
/// the system permits, their owner, and are synced. Then every target is compared with the bytes it had when it was
/// read; a file that changed meanwhile refuses the whole set. Only then the temporary files are renamed one after
/// another. Until the last rename succeeded the originals are kept under a second name; when a rename fails those
/// already done are taken back. A symbolic link is written through to its target, which must lie inside the
/// repository; the link stays. A second hard link of a file keeps the old content.
public struct AtomicWriter: Sendable {
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
    let checkout: Checkout
    do {
      checkout = try Checkout(root: root, files: files)
    } catch {
      throw WriteFailure(problems: [error])
    }
    var transaction = WriteTransaction(checkout: checkout, files: files)
    do throws(FileProblem) {
      try transaction.prepare(writes)
      try transaction.writeTemporaries()
      try transaction.keepOriginals()
      try transaction.verifyTargets()
      try transaction.replaceTargets()
    } catch {
      throw WriteFailure(problems: [error] + transaction.rollBack())
    }
    transaction.finish()
  }
}

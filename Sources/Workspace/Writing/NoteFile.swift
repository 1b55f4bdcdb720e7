/// The file that holds the ``WriteNote`` of a repository; one run at a time has it.
struct NoteFile {
  /// What it held when it was opened; empty for a new file.
  let content: [UInt8]
  private let path: String
  private let directory: String
  private let descriptor: Int32
  private let files: any FileSystem

  /// Where the file of a repository is.
  static func path(in checkout: Checkout) -> String { RelativePath.join(checkout.root, WriteNote.name) }

  /// Opens or creates the file.
  ///
  /// - Throws: ``WriteFailure`` with ``FileProblem/Reason/busy`` when another run has it.
  init(checkout: Checkout, files: any FileSystem) throws(WriteFailure) {
    path = Self.path(in: checkout)
    directory = checkout.root
    self.files = files
    func failure(_ problem: FileProblem) -> WriteFailure {
      WriteFailure(problems: [FileProblem(path: WriteNote.name, reason: problem.reason)])
    }
    guard files.isWritable(checkout.root) else {
      throw failure(FileProblem(path: path, reason: .readOnly))
    }
    let opened: Int32?
    do throws(SystemError) {
      opened = try files.lock(path, mode: 0o600)
    } catch {
      throw failure(FileProblem(path: path, error: error))
    }
    guard let opened else { throw failure(FileProblem(path: path, reason: .busy)) }
    descriptor = opened
    do throws(FileProblem) {
      content = try files.read(path, limit: WriteNote.limit)
    } catch {
      if (try? files.status(path))?.size == 0 { try? files.remove(path) }
      try? files.close(opened)
      throw failure(error)
    }
  }

  /// A problem with the file.
  func problem(_ reason: FileProblem.Reason) -> FileProblem { FileProblem(path: WriteNote.name, reason: reason) }

  /// Writes a note and waits until it is on the disk.
  func write(_ note: WriteNote) throws(FileProblem) {
    do throws(SystemError) {
      try files.write(note.bytes, to: descriptor)
      try files.sync(descriptor)
    } catch {
      throw FileProblem(path: WriteNote.name, error: error)
    }
    // Some network file systems cannot sync a directory.
    try? files.syncDirectory(directory)
  }

  /// Removes the file: nothing is unfinished any more.
  func remove() {
    try? files.remove(path)
    try? files.syncDirectory(directory)
  }

  /// Lets another run have the file.
  func close() { try? files.close(descriptor) }
}

/// A file that a person asked for, such as a report: written whole, an earlier one replaced.
///
/// An earlier file keeps its permissions and, where the system permits, its owner; where it is a symbolic link, the
/// link stays and what it leads to is replaced. What is no file, such as a pipe or a terminal, is written to.
public struct OutputFile: Sendable {
  private let path: String
  private let isSynced: Bool
  private let files: any FileSystem

  /// Creates a file to be written.
  ///
  /// - Parameter isSynced: whether to wait until it is on the disk; a file that can be made again need not be.
  public init(path: String, isSynced: Bool = true, files: any FileSystem = POSIXFileSystem()) {
    self.path = path
    self.isSynced = isSynced
    self.files = files
  }

  /// Creates a folder for files, and those above it, unless they exist.
  ///
  /// - Throws: ``FileProblem`` with the folder.
  public static func makeFolder(_ path: String) throws(FileProblem) {
    do throws(SystemError) {
      try Directories.create(path)
    } catch {
      throw FileProblem(path: path, error: error)
    }
  }

  /// Writes the content to a temporary file beside the path and renames it.
  ///
  /// - Throws: ``FileProblem`` with the path; the earlier file is then untouched.
  public func write(_ content: [UInt8]) throws(FileProblem) {
    let signals = isSynced ? HeldSignals() : nil
    defer { signals?.release() }
    let target = (try? files.resolve(path)) ?? path
    let earlier = try? files.status(target)
    var isWritten = true
    do throws(SystemError) {
      switch earlier?.kind {
      case .directory: throw SystemError.isDirectory
      case .special: try writeInto(content)
      // A standard stream that is a pipe looks like a link that leads nowhere.
      case .symbolicLink: try writeInto(content)
      case .regular where path.hasPrefix("/dev/"): try writeInto(content)
      case .regular, nil: isWritten = try replace(target, earlier: earlier, with: content)
      }
    } catch {
      throw FileProblem(path: path, error: error)
    }
    if !isWritten { throw FileProblem(path: path, reason: .busy) }
  }

  private func writeInto(_ content: [UInt8]) throws(SystemError) {
    let descriptor = try files.openExisting(path)
    do throws(SystemError) {
      try files.write(content, to: descriptor)
    } catch {
      try? files.close(descriptor)
      throw error
    }
    try files.close(descriptor)
  }

  /// The name of the temporary file is always the same, so that a run that was killed leaves one file behind at most,
  /// and the next run takes that away; only one run at a time has it.
  ///
  /// - Returns: Whether it was written; another run is writing it otherwise.
  private func replace(_ target: String, earlier: FileStatus?, with content: [UInt8]) throws(SystemError) -> Bool {
    let temporary = target + ".kaniko2buildkit.tmp"
    guard let descriptor = try files.lock(temporary, mode: 0o666) else { return false }
    do throws(SystemError) {
      try files.truncate(descriptor)
      if let earlier {
        // Only the superuser may give files away; the content matters more than its owner.
        try? files.setOwner(earlier.owner, group: earlier.group, of: descriptor)
        try files.setMode(earlier.mode, of: descriptor)
      }
      try files.write(content, to: descriptor)
      if isSynced { try files.sync(descriptor) }
      try files.rename(temporary, to: target)
    } catch {
      try? files.remove(temporary)
      try? files.close(descriptor)
      throw error
    }
    if isSynced { try? files.syncDirectory(RelativePath.split(target).directory) }
    try files.close(descriptor)
    return true
  }
}

/// The operations on files that writing needs, one system call each, so that tests can let any of them fail.
///
/// Paths are absolute. A file that is open for writing is known by its descriptor.
public protocol FileSystem: Sendable {
  /// The path with every symbolic link resolved; everything on it exists.
  func resolve(_ path: String) throws(SystemError) -> String
  /// The status of a file; a symbolic link itself is meant, not its target.
  func status(_ path: String) throws(SystemError) -> FileStatus
  /// Whether this process may write to a file or create files in a directory.
  func isWritable(_ path: String) -> Bool
  /// The content of a regular file, at most `limit` bytes and one more.
  func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8]
  /// Creates a file that must not exist and opens it for writing; only its owner may read it.
  func create(_ path: String) throws(SystemError) -> Int32
  /// Opens a file for writing, or creates it, as long as no other process has it; nil when one has.
  ///
  /// - Parameter mode: the permissions of a new file, before the process's mask.
  func lock(_ path: String, mode: UInt32) throws(SystemError) -> Int32?
  /// Opens a file for writing that exists, whatever it is.
  func openExisting(_ path: String) throws(SystemError) -> Int32
  /// Takes a file's content away.
  func truncate(_ descriptor: Int32) throws(SystemError)
  /// Writes all bytes.
  func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError)
  /// Gives a file to an owner and a group.
  func setOwner(_ owner: UInt32, group: UInt32, of descriptor: Int32) throws(SystemError)
  /// Sets the permission bits of a file.
  func setMode(_ mode: UInt32, of descriptor: Int32) throws(SystemError)
  /// Waits until a file's content is on the disk.
  func sync(_ descriptor: Int32) throws(SystemError)
  /// Closes a file.
  func close(_ descriptor: Int32) throws(SystemError)
  /// Gives a file a second name that must not exist.
  func link(_ path: String, to newPath: String) throws(SystemError)
  /// Renames a file, replacing what is at the new path.
  func rename(_ path: String, to newPath: String) throws(SystemError)
  /// Removes a file.
  func remove(_ path: String) throws(SystemError)
  /// Waits until the names in a directory are on the disk.
  func syncDirectory(_ path: String) throws(SystemError)
}

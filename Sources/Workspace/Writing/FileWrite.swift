/// The new content of one file.
public struct FileWrite: Sendable, Hashable {
  /// The path relative to the repository.
  public let path: String
  /// The bytes that were read and that the file still has to have; nil for a file that must not exist yet.
  public let expected: [UInt8]?
  /// The bytes to write.
  public let content: [UInt8]

  /// Creates a change of a file, or a new file when `expected` is nil.
  public init(path: String, expected: [UInt8]?, content: [UInt8]) {
    self.path = path
    self.expected = expected
    self.content = content
  }
}

/// Why a set of files was not written.
public struct WriteFailure: Error, Sendable, Hashable {
  /// What went wrong, the cause first. No file was changed, except those reported as
  /// ``FileProblem/Reason/originalKept(at:)``.
  public let problems: [FileProblem]
}

/// What happens to one file: its bytes and the edits to them.
public struct FileChange: Sendable, Hashable {
  /// A named part of the file, such as a job; its name stands in the headers of the hunks that change it.
  public struct Section: Sendable, Hashable {
    /// The bytes of the section in the original file.
    public let range: ByteRange
    /// The name shown.
    public let name: String

    /// Creates a section.
    public init(range: ByteRange, name: String) {
      self.range = range
      self.name = name
    }
  }

  /// The path relative to the root of the repository, separated by `/`.
  public let path: String
  /// The bytes before the change; empty for a new file.
  public let original: [UInt8]
  /// The edits, in offsets of `original`.
  public let edits: EditSet
  /// The named parts of the file in the order in which they stand there.
  public let sections: [Section]
  /// Whether the file does not exist before the change.
  public let isNewFile: Bool

  /// Creates the change of a file that exists.
  public init(path: String, original: [UInt8], edits: EditSet, sections: [Section] = []) {
    self.path = path
    self.original = original
    self.edits = edits
    self.sections = sections
    isNewFile = false
  }

  /// Creates the change that brings a new file into the repository.
  public init(newFile path: String, content: [UInt8]) {
    self.path = path
    original = []
    var edits = EditSet()
    // One insertion into an empty set has nothing to conflict with.
    if !content.isEmpty { try? edits.insert(Edit(ByteRange(at: 0), with: content)) }
    self.edits = edits
    sections = []
    isNewFile = true
  }

  /// The bytes after the change.
  public var changed: [UInt8] { edits.apply(to: original) }
}

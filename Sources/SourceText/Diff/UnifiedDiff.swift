/// The unified diff of a set of file changes, in the form that `git apply` accepts as it is.
///
/// It is derived from the edits, not found by comparing texts: exact, and linear in the size of the files. Lines that
/// an edit leaves as they are at the start or end of what it replaces are not shown as changed. Content is copied byte
/// for byte, so a `\r` before a newline stays; a missing final newline is marked as git marks it. Each hunk header
/// names the section in which its first change lies. A change that changes nothing is left out.
public struct UnifiedDiff: Sendable, Hashable {
  /// The text of the diff; empty when nothing changes.
  public let bytes: [UInt8]
  /// How many files it shows.
  public let fileCount: Int
  /// How many lines it adds.
  public let addedLines: Int
  /// How many lines it removes.
  public let removedLines: Int

  /// Creates the diff of changes, in their order.
  ///
  /// - Parameters:
  ///   - changes: The changes, at most one for each path.
  ///   - contextLines: How many unchanged lines stand around a change; changes closer than twice that share a hunk.
  public init(_ changes: [FileChange], contextLines: Int = 3) {
    var writer = DiffWriter(contextLines: max(0, contextLines))
    for change in changes { writer.write(change) }
    bytes = writer.output
    fileCount = writer.fileCount
    addedLines = writer.addedLines
    removedLines = writer.removedLines
  }
}

internal import Diagnostics

/// What a run is about to replace, kept in a file at the root of the repository while it is at work, so that a later
/// run can take back what one that was killed left half done.
struct WriteNote: Equatable {
  /// The name of the file.
  static let name = ".kaniko2buildkit.writing"
  /// The most bytes that are read of one.
  static let limit = 64 * 1_048_576

  /// One file that is replaced.
  struct Entry: Equatable {
    /// Its path relative to the root, symbolic links resolved.
    let target: String
    /// The name of the new content until it is put in place, in the same directory.
    let temporary: String
    /// The second name of the old content, in the same directory; empty for a file that did not exist.
    let original: String
    /// The fingerprint of the new content.
    let content: String
  }

  let entries: [Entry]

  private static let heading = "kaniko2buildkit is writing here; if it was ended, migrate --write puts the files back\n"
  /// Stands at the end of a whole note: nothing is done before a note is whole.
  private static let ending = "end\n"

  /// Creates a note.
  init(_ entries: [Entry]) { self.entries = entries }

  /// The fingerprint by which a content is known again.
  static func fingerprint(of content: [UInt8]) -> String {
    var fingerprint = Fingerprint()
    fingerprint.add(content)
    return fingerprint.hexadecimal
  }

  /// The note as a file: lines for people around fields that end with NUL, which no path holds.
  var bytes: [UInt8] {
    let fields = entries.flatMap { [$0.target, $0.temporary, $0.original, $0.content] }
    return Array(Self.heading.utf8) + fields.flatMap { Array($0.utf8) + [0] } + Array(Self.ending.utf8)
  }

  /// Reads a note; nil for one that is not whole, whose run changed nothing, or that names what no run would.
  init?(_ bytes: [UInt8]) {
    let heading = Array(Self.heading.utf8)
    guard bytes.starts(with: heading) else { return nil }
    var fields = bytes.dropFirst(heading.count).split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.popLast() == Self.ending, fields.count.isMultiple(of: 4) else { return nil }
    entries = stride(from: 0, to: fields.count, by: 4).map { index in
      Entry(
        target: fields[index], temporary: fields[index + 1], original: fields[index + 2], content: fields[index + 3])
    }
    for entry in entries {
      guard RelativePath.normalized(entry.target) == entry.target, Self.isOwnName(entry.temporary),
        entry.original.isEmpty || Self.isOwnName(entry.original)
      else { return nil }
    }
  }

  /// Whether a name is one that a run gives to files that go away again.
  private static func isOwnName(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".tmp") && !name.utf8.contains(UInt8(ascii: "/"))
  }
}

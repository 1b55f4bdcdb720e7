/// The replacement of one range of bytes by other bytes.
///
/// An empty range is an insertion, an empty replacement a deletion.
public struct Edit: Hashable, Sendable {
  /// The bytes of the original text that are replaced.
  public let range: ByteRange
  /// The bytes that take their place.
  public let replacement: [UInt8]

  /// Creates an edit from a range and the bytes that replace it.
  public init(_ range: ByteRange, with replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }

  /// Creates an edit from a range and the text that replaces it, encoded as UTF-8.
  public init(_ range: ByteRange, with replacement: String) {
    self.init(range, with: Array(replacement.utf8))
  }
}

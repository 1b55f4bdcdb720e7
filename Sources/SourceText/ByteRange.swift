/// A half-open range of UTF-8 byte offsets into one file or one piece of text.
///
/// Offsets count bytes from the start of the text, a byte order mark included. Lines and columns appear only in
/// output; see ``LineTable``.
public struct ByteRange: Hashable, Sendable {
  /// The offset of the first byte in the range.
  public let lowerBound: Int
  /// The offset just past the last byte in the range.
  public let upperBound: Int

  /// Creates a range from its bounds; bounds in the wrong order give an empty range at `lowerBound`.
  public init(_ lowerBound: Int, _ upperBound: Int) {
    self.lowerBound = lowerBound
    self.upperBound = Swift.max(lowerBound, upperBound)
  }

  /// Creates an empty range at an offset: a place between two bytes.
  public init(at offset: Int) {
    self.init(offset, offset)
  }

  /// The number of bytes in the range.
  public var count: Int { upperBound - lowerBound }
  /// Whether the range holds no byte.
  public var isEmpty: Bool { lowerBound == upperBound }
  /// The same range as a `Range`, for subscripting arrays of bytes.
  public var indices: Range<Int> { lowerBound..<upperBound }

  /// Tells whether every byte of `other` lies in this range; an empty range lies inside at its bounds too.
  public func contains(_ other: ByteRange) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }

  /// Tells whether the byte at `offset` lies in this range.
  public func contains(offset: Int) -> Bool {
    lowerBound <= offset && offset < upperBound
  }

  /// Tells whether the two ranges share at least one byte, or one is empty and lies strictly inside the other.
  public func overlaps(_ other: ByteRange) -> Bool {
    lowerBound < other.upperBound && other.lowerBound < upperBound
  }

  /// The smallest range that holds both ranges.
  public func union(_ other: ByteRange) -> ByteRange {
    ByteRange(Swift.min(lowerBound, other.lowerBound), Swift.max(upperBound, other.upperBound))
  }

  /// The part of the range that lies in a text of `length` bytes; a range outside becomes empty at the nearer end.
  public func clamped(to length: Int) -> ByteRange {
    let length = Swift.max(0, length)
    return ByteRange(
      Swift.min(Swift.max(lowerBound, 0), length), Swift.min(Swift.max(upperBound, 0), length))
  }

  /// The range moved by a number of bytes.
  public func shifted(by distance: Int) -> ByteRange {
    ByteRange(lowerBound + distance, upperBound + distance)
  }
}

extension ByteRange: Comparable {
  /// Orders ranges by start, then by end.
  public static func < (left: ByteRange, right: ByteRange) -> Bool {
    (left.lowerBound, left.upperBound) < (right.lowerBound, right.upperBound)
  }
}

extension ByteRange: CustomStringConvertible {
  /// The range as `12..<34`.
  public var description: String { "\(lowerBound)..<\(upperBound)" }
}

public import SourceText

/// The value of a scalar, with the file bytes from which each part of it comes.
public struct ScalarSourceMap: Sendable {
  /// A part of the value that comes from one range of the file.
  struct Segment: Sendable, Hashable {
    /// The bytes of the value.
    let decoded: ByteRange
    /// The bytes of the file: the same bytes in a verbatim segment, else what stands for them (an escape, a fold).
    let source: ByteRange
    /// Whether both are the same bytes.
    let isVerbatim: Bool
  }

  /// The value, in UTF-8.
  public let decoded: [UInt8]
  /// The parts in order. File bytes between two parts (indentation, a dropped line break) stand for nothing.
  let segments: [Segment]
  /// Where the value of an empty scalar would stand.
  private let emptyPlace: Int

  init(decoded: [UInt8], segments: [Segment], emptyPlace: Int) {
    self.decoded = decoded
    self.segments = segments
    self.emptyPlace = emptyPlace
  }

  /// The file bytes that decode to a range of the value.
  ///
  /// The result goes from the first to the last of these bytes and includes what lies between, such as the indentation
  /// of a block scalar. A bound inside an escape or a fold moves outwards. An empty range gives the place of the byte
  /// after it, at the end of the value the place after its last byte; a range beyond the value is cut off there.
  public func sourceRange(of range: ByteRange) -> ByteRange {
    guard let last = segments.last else { return ByteRange(at: emptyPlace) }
    let start = min(max(range.lowerBound, 0), decoded.count)
    let end = min(max(range.upperBound, start), decoded.count)
    guard start < decoded.count else { return ByteRange(at: last.source.upperBound) }
    let first = segments[index(of: start)]
    let lower =
      first.isVerbatim ? first.source.lowerBound + (start - first.decoded.lowerBound) : first.source.lowerBound
    guard start < end else { return ByteRange(at: lower) }
    let final = segments[index(of: end - 1)]
    let upper =
      final.isVerbatim ? final.source.lowerBound + (end - final.decoded.lowerBound) : final.source.upperBound
    return ByteRange(lower, upper)
  }

  /// Whether the file bytes of a range of the value are the same bytes, without anything between them.
  ///
  /// An empty range inside the value is verbatim.
  public func isVerbatim(_ range: ByteRange) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= decoded.count else { return false }
    if range.isEmpty { return true }
    let segment = segments[index(of: range.lowerBound)]
    return segment.isVerbatim && segment.decoded.contains(range)
  }

  /// The index of the segment that holds a byte of the value.
  private func index(of offset: Int) -> Int {
    var low = 0
    var high = segments.count - 1
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].decoded.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

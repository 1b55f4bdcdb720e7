/// Finds lines and columns of byte offsets.
///
/// A line ends at `\n`; a `\r` before it belongs to the line. After a final `\n` an empty last line begins. Building the
/// table is linear in the text, a look-up logarithmic in the number of lines.
public struct LineTable: Sendable {
  /// The offsets at which lines start; the first is 0.
  public let lineStarts: [Int]
  /// The length of the text in bytes.
  public let length: Int

  /// Creates the table for a text.
  public init(_ bytes: [UInt8]) {
    var starts = [0]
    for offset in bytes.indices where bytes[offset] == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
    length = bytes.count
  }

  /// The number of the line that holds a byte, counted from 1; an offset outside the text counts as its nearer end.
  public func line(at offset: Int) -> Int {
    var low = 1
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The offset at which the line that holds a byte starts.
  public func startOfLine(at offset: Int) -> Int {
    lineStarts[line(at: offset) - 1]
  }

  /// The column of a byte in its line, counted in bytes from 1.
  public func column(at offset: Int) -> Int {
    Swift.max(0, offset - startOfLine(at: offset)) + 1
  }

  /// The column of a byte in its line, counted in Unicode scalars from 1: the column that people and editors count.
  ///
  /// A byte that continues no character counts as one scalar, as it does in a decoded text.
  /// - Parameter bytes: The text the table was made for.
  public func scalarColumn(at offset: Int, in bytes: [UInt8]) -> Int {
    let start = startOfLine(at: offset)
    let range = ByteRange(start, offset).clamped(to: bytes.count)
    return String(decoding: bytes[range.indices], as: UTF8.self).unicodeScalars.count + 1
  }

  /// The bytes of a line, its line ending included.
  ///
  /// Lines are counted from 1; a line past the last is empty at the end of the text, one before the first empty at 0.
  public func range(ofLine line: Int) -> ByteRange {
    guard line >= 1 else { return ByteRange(at: 0) }
    guard line <= lineStarts.count else { return ByteRange(at: length) }
    return ByteRange(lineStarts[line - 1], line < lineStarts.count ? lineStarts[line] : length)
  }
}

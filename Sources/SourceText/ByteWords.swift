/// Looks at bytes eight at a time, for searches that pass over most of them.
///
/// The bytes of a word stand in the order of the text, the first in the lowest place. A mark is the highest bit of a byte.
public enum ByteWords {
  /// The first offset from a start on whose byte is marked; the number of bytes where none is.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - start: an offset from 0 to the number of bytes.
  ///   - marks: marks bytes of a word; it may mark further ones behind the first that it means, and never one before it.
  ///     Other bits than the highest of each byte do not matter.
  @inlinable
  public static func firstOffset(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, where marks: (UInt64) -> UInt64
  ) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var offset = start
    while offset + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let marked = marks(word) & repeated(0x80)
      if marked != 0 { return offset + marked.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < raw.count, marks(repeated(raw[offset])) & 0x80 == 0 { offset += 1 }
    return offset
  }

  /// A word whose bytes are all the same.
  @inlinable
  public static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Marks bytes that are zero, and perhaps bytes of 1 right behind such a one.
  @inlinable
  public static func zeros(_ word: UInt64) -> UInt64 { (word &- repeated(0x01)) & ~word }
}

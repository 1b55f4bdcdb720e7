/// Finds the end of ordinary text, eight bytes at a time.
enum OrdinaryText {
  /// The first byte at or after an offset that is no printable ASCII, or is one of `:` and `#`; the number of bytes where
  /// there is none.
  ///
  /// - Parameter start: an offset from 0 to the number of bytes.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var offset = start
    let raw = UnsafeRawBufferPointer(bytes)
    while offset + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let special =
        (zeros(word ^ repeated(0x3A)) | zeros(word ^ repeated(0x23)) | zeros(word ^ repeated(0x7F))
          // Below a space: the subtraction borrows from the highest bit of the byte.
          | (word &- repeated(0x20)) & ~word | word) & repeated(0x80)
      if special != 0 { return offset + special.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < raw.count, isOrdinary(raw[offset]) { offset += 1 }
    return offset
  }

  /// Sets the highest bit of bytes that are zero; perhaps also of bytes behind such a one, never before it.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- repeated(0x01)) & ~word }

  @inline(__always)
  private static func repeated(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

  private static func isOrdinary(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: ":") && byte != UInt8(ascii: "#")
  }
}

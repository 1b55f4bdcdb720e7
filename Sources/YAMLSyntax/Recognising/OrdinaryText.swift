internal import SourceText

/// Finds the end of ordinary text.
enum OrdinaryText {
  /// The first byte at or after an offset that is no printable ASCII, or is one of `:` and `#`; the number of bytes where
  /// there is none.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    ByteWords.firstOffset(in: bytes, from: start) { word in
      ByteWords.zeros(word ^ ByteWords.repeated(UInt8(ascii: ":")))
        | ByteWords.zeros(word ^ ByteWords.repeated(UInt8(ascii: "#")))
        | ByteWords.zeros(word ^ ByteWords.repeated(0x7F))
        // Below a space: the subtraction borrows from the highest bit of the byte.
        | (word &- ByteWords.repeated(0x20)) & ~word | word
    }
  }
}

internal import SourceText

extension [UInt8] {
  /// The number of bytes of the line break at an offset; 0 where there is none.
  ///
  /// Line breaks are those of libyaml: LF, CR, CRLF, NEL (C2 85), LS (E2 80 A8) and PS (E2 80 A9).
  @inline(__always)
  func lineBreakLength(at offset: Int) -> Int {
    guard offset < count else { return 0 }
    switch self[offset] {
    case 0x0A: return 1
    case 0x0D: return offset + 1 < count && self[offset + 1] == 0x0A ? 2 : 1
    case 0xC2: return offset + 1 < count && self[offset + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard offset + 2 < count, self[offset + 1] == 0x80 else { return 0 }
      return self[offset + 2] == 0xA8 || self[offset + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  /// Whether a line break stands at the end.
  var endsWithLineBreak: Bool {
    (1...3).contains { $0 <= count && lineBreakLength(at: count - $0) == $0 }
  }

  /// Whether the three bytes of a byte order mark are at an offset.
  func hasByteOrderMark(at offset: Int) -> Bool {
    offset + 2 < count && self[offset] == 0xEF && self[offset + 1] == 0xBB && self[offset + 2] == 0xBF
  }

  /// Whether the byte at an offset is a space or a tab; false at the end.
  @inline(__always)
  func isBlank(at offset: Int) -> Bool {
    offset < count && (self[offset] == 0x20 || self[offset] == 0x09)
  }

  /// Whether a space, a tab, a line break or the end is at an offset.
  @inline(__always)
  func isBlankBreakOrEnd(at offset: Int) -> Bool {
    offset >= count || isBlank(at: offset) || lineBreakLength(at: offset) > 0
  }

  /// The offset of the line break that ends the line of `offset`, or `limit` when there is none before it.
  func endOfLine(from offset: Int, limit: Int) -> Int {
    guard offset < limit else { return offset }
    var position = offset
    while true {
      position = withUnsafeBufferPointer {
        ByteWords.firstOffset(in: UnsafeBufferPointer(rebasing: $0[..<limit]), from: position) { word in
          // LF, CR, and the first bytes of the others, which differ in one bit.
          ByteWords.zeros(word ^ ByteWords.repeated(0x0A)) | ByteWords.zeros(word ^ ByteWords.repeated(0x0D))
            | ByteWords.zeros((word | ByteWords.repeated(0x20)) ^ ByteWords.repeated(0xE2))
        }
      }
      if position >= limit || lineBreakLength(at: position) > 0 { return position }
      position += 1
    }
  }
}

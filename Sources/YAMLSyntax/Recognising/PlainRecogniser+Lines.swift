/// The parts of lines: spaces, comments, ends.
extension PlainRecogniser {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let hash = UInt8(ascii: "#")
  static let colon = UInt8(ascii: ":")
  static let dash = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")

  mutating func skipSpaces() {
    var offset = position
    while offset < bytes.count, bytes[offset] == Self.space { offset += 1 }
    position = offset
  }

  /// Whether a line ends here; a carriage return alone, which ends lines too, counts as unknown.
  func isLineBreak(at offset: Int) -> Bool {
    guard offset < bytes.count else { return false }
    return bytes[offset] == Self.newline
      || bytes[offset] == Self.carriageReturn && offset + 1 < bytes.count && bytes[offset + 1] == Self.newline
  }

  /// Whether a space, the end of the line or the end of the file follows.
  func isSpaceOrEnd(at offset: Int) -> Bool {
    offset >= bytes.count || bytes[offset] == Self.space || isLineBreak(at: offset)
  }

  /// Whether a comment starts here, behind a space.
  var startsComment: Bool {
    position > 0 && position < bytes.count && bytes[position] == Self.hash && bytes[position - 1] == Self.space
  }

  /// Spaces, perhaps a comment, and the end of the line; false at anything else.
  mutating func takeEndOfLine() -> Bool {
    skipSpaces()
    guard position < bytes.count else { return true }
    switch bytes[position] {
    case Self.newline: position += 1
    case Self.carriageReturn:
      guard isLineBreak(at: position) else { return false }
      position += 2
    default: return startsComment && takeComment()
    }
    return true
  }

  /// A comment with the end of its line.
  mutating func takeComment() -> Bool {
    guard let end = endOfText(from: position) else { return false }
    position = end
    return takeEndOfLine()
  }

  /// The end of a line of any text, tabs included; nil where the line holds what YAML does not allow, or an uncommon
  /// line break.
  func endOfText(from start: Int) -> Int? {
    var offset = start
    while true {
      offset = OrdinaryText.end(in: bytes, from: offset)
      guard offset < bytes.count else { return offset }
      switch bytes[offset] {
      case Self.newline: return offset
      case Self.colon, Self.hash, Self.tab: offset += 1
      case Self.carriageReturn: return isLineBreak(at: offset) ? offset : nil
      default:
        guard case let length = lengthOfCharacter(at: offset), length > 0 else { return nil }
        offset += length
      }
    }
  }

  /// The bytes of a character beyond ASCII that means nothing to YAML; 0 for any other and for what is no UTF-8.
  ///
  /// Left out are the line breaks U+0085, U+2028 and U+2029, the byte order mark, and what YAML does not allow.
  func lengthOfCharacter(at offset: Int) -> Int {
    func isContinuation(_ index: Int) -> Bool { offset + index < bytes.count && bytes[offset + index] & 0xC0 == 0x80 }
    guard isContinuation(1) else { return 0 }
    let second = bytes[offset + 1]
    switch bytes[offset] {
    case 0xC2: return second >= 0xA0 ? 2 : 0
    case 0xC3...0xDF: return 2
    case 0xE0: return second >= 0xA0 && isContinuation(2) ? 3 : 0
    case 0xE2:
      guard isContinuation(2) else { return 0 }
      return second == 0x80 && (0xA8...0xA9).contains(bytes[offset + 2]) ? 0 : 3
    case 0xED: return second < 0xA0 && isContinuation(2) ? 3 : 0
    case 0xE1...0xEE: return isContinuation(2) ? 3 : 0
    case 0xEF:
      guard isContinuation(2), second < 0xBF else { return 0 }
      return second == 0xBB && bytes[offset + 2] == 0xBF ? 0 : 3
    case 0xF0: return second >= 0x90 && isContinuation(2) && isContinuation(3) ? 4 : 0
    case 0xF1...0xF3: return isContinuation(2) && isContinuation(3) ? 4 : 0
    case 0xF4: return second < 0x90 && isContinuation(2) && isContinuation(3) ? 4 : 0
    default: return 0
    }
  }
}

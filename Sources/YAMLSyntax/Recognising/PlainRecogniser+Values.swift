/// Keys and values.
extension PlainRecogniser {
  /// What stands at a place where both a value and the first key of a mapping may.
  enum Outcome {
    /// Nothing that is recognised.
    case refused
    /// A key, up to behind its colon.
    case key
    /// A value with the end of its line.
    case value
  }

  /// The bytes within which libyaml looks for the colon of a key (1,024 characters in `yaml_parser_stale_simple_keys`).
  static let maximumKeyLength = 1_000

  /// A key, or else a value where no key is required.
  mutating func takeKeyOrValue(isKey: Bool = false) -> Outcome {
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return takeQuotedKeyOrValue()
    case let first where startsPlain(first): return takePlainKeyOrValue()
    default: return !isKey && takeValue(anchor: nil) ? .value : .refused
    }
  }

  private mutating func takeQuotedKeyOrValue() -> Outcome {
    let start = position
    guard takeQuoted() else { return .refused }
    let end = position
    skipSpaces()
    if takeColon(ofKeyAt: start) { return .key }
    position = end
    return takeEndOfLine() ? .value : .refused
  }

  private mutating func takePlainKeyOrValue() -> Outcome {
    let start = position
    guard let end = endOfPlain(), !mayBeDate(at: start) else { return .refused }
    position = end
    if takeColon(ofKeyAt: start) { return .key }
    return takeEndOfText() ? .value : .refused
  }

  /// The colon of a key, with white space behind it.
  private mutating func takeColon(ofKeyAt start: Int) -> Bool {
    guard position < bytes.count, bytes[position] == Self.colon, isSpaceOrEnd(at: position + 1),
      position - start <= Self.maximumKeyLength
    else { return false }
    position += 1
    return true
  }

  /// A value that is no key, with the end of its line.
  mutating func takeValue(anchor: Int?) -> Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): guard takeQuoted(), takeEndOfLine() else { return false }
    case UInt8(ascii: "|"), UInt8(ascii: ">"): guard takeBlockScalar() else { return false }
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard takeFlow(depth: frames.count + 1), takeEndOfLine() else { return false }
    case UInt8(ascii: "*"): return anchor == nil && takeAlias(inFlow: false) && takeEndOfLine()
    case UInt8(ascii: "!"): return anchor == nil && takeReference(depth: frames.count + 1) && takeEndOfLine()
    case UInt8(ascii: "&"): return anchor == nil && takeAnchoredValue()
    case let first where startsPlain(first):
      let start = position
      guard let end = endOfPlain(), !mayBeDate(at: start) else { return false }
      position = end
      guard takeEndOfText() else { return false }
    default: return false
    }
    if let anchor { anchors[anchor].isComplete = true }
    return true
  }

  private mutating func takeAnchoredValue() -> Bool {
    guard let anchor = takeAnchor() else { return false }
    return takeEmptyValue(anchor: anchor) || takeValue(anchor: anchor)
  }

  // MARK: - Plain text

  /// Whether plain text starts with a byte here, which is followed by another one that belongs to it.
  func startsPlain(_ first: UInt8) -> Bool {
    switch first {
    case Self.dash: position + 1 < bytes.count && bytes[position + 1] > Self.space && bytes[position + 1] < 0x7F
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "$"),
      UInt8(ascii: ".")...UInt8(ascii: "9"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
      UInt8(ascii: ";")...UInt8(ascii: "="), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: first >= 0x80
    }
  }

  /// The end of plain text outside of flow collections: at `: `, at ` #` or at the end of the line.
  ///
  /// - Returns: nil where something stands on the line that is not recognised.
  func endOfPlain() -> Int? {
    var offset = position
    while true {
      offset = OrdinaryText.end(in: bytes, from: offset)
      guard offset < bytes.count else { return offset }
      switch bytes[offset] {
      case Self.newline: return offset
      case Self.colon:
        if isSpaceOrEnd(at: offset + 1) { return offset }
        offset += 1
      case Self.hash:
        if offset > 0, bytes[offset - 1] == Self.space { return offset }
        offset += 1
      case Self.carriageReturn: return isLineBreak(at: offset) ? offset : nil
      default:
        guard case let length = lengthOfCharacter(at: offset), length > 0 else { return nil }
        offset += length
      }
    }
  }

  /// The end of the line behind plain text, which deeper lines continue unless a comment follows it.
  private mutating func takeEndOfText() -> Bool {
    let isLast = position < bytes.count && bytes[position] == Self.hash
    guard takeEndOfLine() else { return false }
    expectText(!isLast)
    return true
  }

  /// A line that continues plain text; any byte may start it.
  mutating func takeText() -> Bool {
    guard let end = endOfPlain() else { return false }
    position = end
    return takeEndOfText()
  }

  /// Whether text starts like a date, as ``PlainMapping`` sees it: `2026-01-31`, `-2026-01-31`.
  func mayBeDate(at start: Int) -> Bool {
    let first = bytes[start] == Self.dash ? start + 1 : start
    return first + 4 < bytes.count && bytes[first + 4] == Self.dash && (0x30...0x39).contains(bytes[first])
  }

  // MARK: - Quoted text

  /// Quoted text on one line.
  mutating func takeQuoted() -> Bool {
    let quote = bytes[position]
    var offset = position + 1
    while offset < bytes.count {
      switch bytes[offset] {
      case quote:
        // Two single quotes stand for one.
        guard quote == UInt8(ascii: "'"), offset + 1 < bytes.count, bytes[offset + 1] == quote else {
          position = offset + 1
          return true
        }
        offset += 2
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        guard offset + 1 < bytes.count, Self.isSimpleEscape(bytes[offset + 1]) else { return false }
        offset += 2
      case 0x20...0x7E: offset += 1
      default:
        guard case let length = lengthOfCharacter(at: offset), length > 0 else { return false }
        offset += length
      }
    }
    return false
  }

  /// The escapes that stand for one character by one letter (`yaml_parser_scan_flow_scalar`); `\x`, `\u`, `\U` and a
  /// hidden end of line are left out.
  private static func isSimpleEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "n"),
      UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "e"), UInt8(ascii: "0"):
      true
    default: false
    }
  }
}

internal import SourceText

/// Splits the bytes between the scalars into tokens, and remembers the indicators it met.
struct TokenScanner {
  let bytes: [UInt8]
  /// The text that is not parsed, in the order of the file.
  private var ignored: ArraySlice<ByteRange>
  /// The tokens so far; they cover the file up to ``position``.
  private(set) var tokens: [YAMLToken] = []
  /// The end of the last token.
  private(set) var position = 0
  /// The start of the line of ``position``, after the byte order mark; not kept up to date inside quoted scalars.
  private(set) var lineStart = 0
  /// The end of the last token that carries structure.
  private(set) var lastSignificantEnd = 0
  /// The last `-` since the last node.
  var dash: ByteRange?
  /// The last `:` since the last node.
  var colon: ByteRange?

  init(bytes: [UInt8], byteOrderMarkLength: Int, ignored: [ByteRange]) {
    self.bytes = bytes
    self.ignored = ignored[...]
    tokens.reserveCapacity(bytes.count / 5)
    if byteOrderMarkLength > 0 {
      tokens.append(YAMLToken(kind: .byteOrderMark, range: ByteRange(0, byteOrderMarkLength)))
      position = byteOrderMarkLength
      lineStart = position
      lastSignificantEnd = position
    }
  }

  /// The column of ``position``, in bytes from the start of its line.
  var column: Int { position - lineStart }

  /// Adds a token that reaches from ``position`` to `end`; adds nothing when that is empty.
  mutating func take(_ kind: YAMLToken.Kind, to end: Int) {
    guard end > position else { return }
    tokens.append(YAMLToken(kind: kind, range: ByteRange(position, end)))
    position = end
    switch kind {
    case .newline:
      lineStart = end
    case .whitespace, .comment, .ignoredText, .byteOrderMark: break
    case .blockScalarBody:
      lastSignificantEnd = end
      if bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { lineStart = end }
    default:
      lastSignificantEnd = end
    }
  }

  /// Adds the tokens up to an offset: trivia and indicators.
  mutating func scan(to end: Int) {
    while position < end { scanToken(limit: end) }
  }

  /// Adds the token at ``position``, up to an offset behind that.
  mutating func scanToken(limit: Int) {
    if !takeTrivia(limit: limit), !takeIgnoredText(limit: limit) { takeIndicator(limit: limit) }
  }

  private mutating func takeIgnoredText(limit: Int) -> Bool {
    while let first = ignored.first, first.upperBound <= position { ignored.removeFirst() }
    guard let first = ignored.first, first.contains(offset: position) else { return false }
    take(.ignoredText, to: bytes.endOfLine(from: position, limit: limit))
    return true
  }

  /// Adds white space, line breaks and comments up to the next other byte; a byte order mark there is text.
  mutating func skipTrivia() {
    while position < bytes.count, !bytes.hasByteOrderMark(at: position), takeTrivia(limit: bytes.count) {}
  }

  private mutating func takeTrivia(limit: Int) -> Bool {
    switch bytes[position] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      var end = position + 1
      while end < limit, bytes.isBlank(at: end) { end += 1 }
      take(.whitespace, to: end)
    case UInt8(ascii: "#"):
      take(.comment, to: bytes.endOfLine(from: position, limit: limit))
    case 0xEF where bytes.hasByteOrderMark(at: position):
      // libyaml lets every line start with one, and counts it as one column.
      take(.byteOrderMark, to: position + 3)
      lineStart = position - 1
    default:
      let length = bytes.lineBreakLength(at: position)
      if length == 0 { return false }
      take(.newline, to: position + length)
    }
    return true
  }

  private mutating func takeIndicator(limit: Int) {
    let start = position
    switch bytes[start] {
    case UInt8(ascii: "-"):
      if isMarker(UInt8(ascii: "-")) { return take(.documentStart, to: start + 3) }
      take(.dash, to: start + 1)
      dash = ByteRange(start, start + 1)
    case UInt8(ascii: "."): take(.documentEnd, to: min(start + 3, bytes.count))
    case UInt8(ascii: "?"): take(.questionMark, to: start + 1)
    case UInt8(ascii: ":"):
      take(.colon, to: start + 1)
      colon = ByteRange(start, start + 1)
    case UInt8(ascii: ","): take(.comma, to: start + 1)
    case UInt8(ascii: "["): take(.flowSequenceStart, to: start + 1)
    case UInt8(ascii: "]"): take(.flowSequenceEnd, to: start + 1)
    case UInt8(ascii: "{"): take(.flowMappingStart, to: start + 1)
    case UInt8(ascii: "}"): take(.flowMappingEnd, to: start + 1)
    default:
      // Only a directive is left: libyaml has accepted everything else as part of a node.
      take(.directive, to: max(start + 1, bytes.endOfLine(from: start, limit: limit)))
    }
  }

  private func isMarker(_ byte: UInt8) -> Bool {
    guard column == 0, position + 2 < bytes.count else { return false }
    return bytes[position + 1] == byte && bytes[position + 2] == byte && bytes.isBlankBreakOrEnd(at: position + 3)
  }

  /// Adds an anchor and returns it.
  mutating func takeAnchor() -> YAMLProperty {
    let start = position
    var end = start + 1
    while end < bytes.count, Self.isAnchorByte(bytes[end]) { end += 1 }
    take(.anchor, to: end)
    return YAMLProperty(text: text(from: start + 1, to: end), range: ByteRange(start, end))
  }

  /// Adds a tag and returns it.
  mutating func takeTag(inFlow: Bool) -> YAMLProperty {
    let start = position
    var end = start + 1
    if end < bytes.count, bytes[end] == UInt8(ascii: "<") {
      while end < bytes.count, bytes[end] != UInt8(ascii: ">") { end += 1 }
      end = min(end + 1, bytes.count)
    } else {
      while !bytes.isBlankBreakOrEnd(at: end), !(inFlow && bytes[end] == UInt8(ascii: ",")) { end += 1 }
    }
    take(.tag, to: end)
    return YAMLProperty(text: text(from: start, to: end), range: ByteRange(start, end))
  }

  /// The bytes of a range as text.
  func text(from start: Int, to end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The bytes that libyaml allows in the name of an anchor (`IS_ALPHA` in `yaml_private.h`).
  static func isAnchorByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

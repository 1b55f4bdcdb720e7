internal import SourceText

/// Turns the bytes of a scalar into its value and the map between the two.
///
/// The rules are those of libyaml 0.2.5 (`scanner.c`), so that the value is the one GitLab reads.
struct ScalarDecoder {
  let bytes: [UInt8]
  private(set) var decoded: [UInt8] = []
  private(set) var segments: [ScalarSourceMap.Segment] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The map of the scalar that stands at a range.
  ///
  /// - Parameters:
  ///   - range: The content of the scalar, quotes or header included, as in ``YAMLNode/contentRange``.
  ///   - parentIndentation: See ``BlockScalarLayout``.
  static func map(
    _ bytes: [UInt8], style: YAMLScalarStyle, range: ByteRange, parentIndentation: Int
  ) -> ScalarSourceMap {
    var decoder = ScalarDecoder(bytes)
    var place = range.lowerBound
    switch style {
    case .plain where bytes.endOfLine(from: range.lowerBound, limit: range.upperBound) == range.upperBound:
      // On one line every byte stands for itself.
      decoder.emitVerbatim(range)
    case .plain: decoder.decodeFlow(range, style: .plain)
    case .singleQuoted, .doubleQuoted:
      let inner = ByteRange(range.lowerBound + 1, max(range.lowerBound + 1, range.upperBound - 1))
      place = inner.lowerBound
      decoder.decodeFlow(inner, style: style)
    case .literal, .folded:
      let layout = BlockScalarLayout(
        bytes, start: range.lowerBound, limit: range.upperBound, parentIndentation: parentIndentation)
      place = layout.end
      decoder.decodeBlock(layout, isFolded: style == .folded)
    }
    return ScalarSourceMap(decoded: decoder.decoded, segments: decoder.segments, emptyPlace: place)
  }

  /// Appends bytes that stand in the file as they are.
  mutating func emitVerbatim(_ range: ByteRange) {
    if range.isEmpty { return }
    let start = decoded.count
    decoded.append(contentsOf: bytes[range.indices])
    if let last = segments.last, last.isVerbatim, last.source.upperBound == range.lowerBound {
      segments[segments.count - 1] = ScalarSourceMap.Segment(
        decoded: ByteRange(last.decoded.lowerBound, decoded.count),
        source: last.source.union(range), isVerbatim: true)
    } else {
      segments.append(
        ScalarSourceMap.Segment(decoded: ByteRange(start, decoded.count), source: range, isVerbatim: true))
    }
  }

  /// Appends bytes for which the file has other bytes.
  mutating func emit(_ replacement: [UInt8], for source: ByteRange) {
    if replacement.isEmpty { return }
    let start = decoded.count
    decoded.append(contentsOf: replacement)
    segments.append(
      ScalarSourceMap.Segment(decoded: ByteRange(start, decoded.count), source: source, isVerbatim: false))
  }

  /// Appends a line break as libyaml reads it: LF, CR, CRLF and NEL become LF, LS and PS stay.
  mutating func emitBreak(_ range: ByteRange) {
    if range.count == 3 || range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: "\n") {
      emitVerbatim(range)
    } else if !range.isEmpty {
      emit([UInt8(ascii: "\n")], for: range)
    }
  }
}

// MARK: - Plain and quoted scalars

extension ScalarDecoder {
  /// Reads a plain scalar, or what lies between the quotes of a quoted one.
  mutating func decodeFlow(_ range: ByteRange, style: YAMLScalarStyle) {
    var position = range.lowerBound
    let end = range.upperBound
    while position < end {
      let before = position
      let escapedBreak = decodeText(&position, end: end, style: style)
      decodeBlanks(&position, end: end, afterEscapedBreak: escapedBreak)
      if position == before { return }
    }
  }

  /// Reads up to the next blank or line break; says whether it stopped after a line break with a backslash before it.
  private mutating func decodeText(_ position: inout Int, end: Int, style: YAMLScalarStyle) -> Bool {
    var start = position
    while position < end, !bytes.isBlankBreakOrEnd(at: position) {
      let byte = bytes[position]
      if style == .singleQuoted, byte == UInt8(ascii: "'") {
        emitVerbatim(ByteRange(start, position))
        emit([byte], for: ByteRange(position, min(position + 2, end)))
        position = min(position + 2, end)
        start = position
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\\") {
        emitVerbatim(ByteRange(start, position))
        let length = bytes.lineBreakLength(at: position + 1)
        if length > 0 {
          position = min(position + 1 + length, end)
          return true
        }
        decodeEscape(&position, end: end)
        start = position
      } else {
        position += 1
      }
    }
    emitVerbatim(ByteRange(start, position))
    return false
  }

  /// Reads blanks and line breaks: blanks inside a line stay, one line break becomes a space, more become all but one.
  private mutating func decodeBlanks(_ position: inout Int, end: Int, afterEscapedBreak: Bool) {
    let start = position
    var first: ByteRange?
    var others: [ByteRange] = []
    while position < end {
      if bytes.isBlank(at: position) {
        position += 1
        continue
      }
      let length = bytes.lineBreakLength(at: position)
      if length == 0 { break }
      let range = ByteRange(position, min(position + length, end))
      if first == nil, !afterEscapedBreak { first = range } else { others.append(range) }
      position = range.upperBound
    }
    if let first {
      if first.count == 3 {
        emitBreak(first)
      } else if others.isEmpty {
        emit([UInt8(ascii: " ")], for: ByteRange(start, position))
      }
    } else if !afterEscapedBreak {
      emitVerbatim(ByteRange(start, position))
    }
    for other in others { emitBreak(other) }
  }

  private mutating func decodeEscape(_ position: inout Int, end: Int) {
    let start = position
    guard start + 1 < end else {
      position = end
      emitVerbatim(ByteRange(start, end))
      return
    }
    let digits: Int
    switch bytes[start + 1] {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default: digits = 0
    }
    position = min(start + 2 + digits, end)
    if digits > 0 {
      var value: UInt32 = 0
      for byte in bytes[(start + 2)..<position] { value = value << 4 | Self.hexadecimalValue(byte) }
      emit(Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8), for: ByteRange(start, position))
    } else {
      emit(Self.value(ofEscape: bytes[start + 1]), for: ByteRange(start, position))
    }
  }

  private static func hexadecimalValue(_ byte: UInt8) -> UInt32 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: 0
    }
  }

  /// The value of an escape of one character (`scanner.c`, `yaml_parser_scan_flow_scalar`).
  private static func value(ofEscape byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "0"): [0x00]
    case UInt8(ascii: "a"): [0x07]
    case UInt8(ascii: "b"): [0x08]
    case UInt8(ascii: "t"), UInt8(ascii: "\t"): [0x09]
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "v"): [0x0B]
    case UInt8(ascii: "f"): [0x0C]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "e"): [0x1B]
    case UInt8(ascii: "N"): [0xC2, 0x85]
    case UInt8(ascii: "_"): [0xC2, 0xA0]
    case UInt8(ascii: "L"): [0xE2, 0x80, 0xA8]
    case UInt8(ascii: "P"): [0xE2, 0x80, 0xA9]
    default: [byte]
    }
  }
}

// MARK: - Block scalars

extension ScalarDecoder {
  /// Reads a literal or folded scalar.
  mutating func decodeBlock(_ layout: BlockScalarLayout, isFolded: Bool) {
    var position = layout.bodyStart
    var lastBreak = ByteRange(at: position)
    var blankLines: [ByteRange] = []
    var previousStartsBlank = false
    while position < layout.end {
      let lineStart = position
      while position < layout.end, position - lineStart < layout.indentation, bytes[position] == UInt8(ascii: " ") {
        position += 1
      }
      guard position < layout.end else { break }
      let length = bytes.lineBreakLength(at: position)
      if length > 0 {
        blankLines.append(ByteRange(position, position + length))
        position += length
        continue
      }
      let startsBlank = bytes.isBlank(at: position)
      let isFold = isFolded && lastBreak.count > 0 && lastBreak.count < 3 && !previousStartsBlank && !startsBlank
      if !isFold {
        emitBreak(lastBreak)
      } else if blankLines.isEmpty {
        emit([UInt8(ascii: " ")], for: lastBreak)
      }
      for blankLine in blankLines { emitBreak(blankLine) }
      blankLines.removeAll(keepingCapacity: true)
      previousStartsBlank = startsBlank
      let lineEnd = bytes.endOfLine(from: position, limit: layout.end)
      emitVerbatim(ByteRange(position, lineEnd))
      let breakLength = lineEnd < layout.end ? bytes.lineBreakLength(at: lineEnd) : 0
      lastBreak = ByteRange(lineEnd, lineEnd + breakLength)
      position = lastBreak.upperBound
    }
    if layout.chomping != .strip { emitBreak(lastBreak) }
    if layout.chomping == .keep { for blankLine in blankLines { emitBreak(blankLine) } }
  }
}

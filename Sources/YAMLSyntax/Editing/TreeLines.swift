internal import SourceText

/// The lines around nodes: where they end, and which comments and blank lines belong to whom.
extension YAMLTree {
  /// The offset of the line break that ends the line of an offset, or the end of the file.
  func endOfLine(at offset: Int) -> Int {
    source.bytes.endOfLine(from: offset, limit: source.bytes.count)
  }

  /// The start of the line after the one that contains or ends with an offset; the end of the file after the last line.
  ///
  /// A block scalar may end just after a line break: that is then the start of the next line.
  func nextLine(after end: Int) -> Int {
    endsWithLineBreak(at: end) ? end : nextLine(from: end)
  }

  /// The start of the line after the one that an offset lies on; the end of the file after the last line.
  func nextLine(from offset: Int) -> Int {
    let lineEnd = endOfLine(at: offset)
    return lineEnd + source.bytes.lineBreakLength(at: lineEnd)
  }

  /// The same offset, or that of the line break that ends there.
  func beforeLineBreak(_ end: Int) -> Int {
    guard endsWithLineBreak(at: end) else { return end }
    let bytes = source.bytes
    if end > 1, bytes[end - 1] == 0x0A, bytes[end - 2] == 0x0D { return end - 2 }
    return bytes[end - 1] == 0x85 ? end - 2 : bytes[end - 1] > 0x7F ? end - 3 : end - 1
  }

  /// Whether only white space stands between two offsets.
  func isBlank(from start: Int, to end: Int) -> Bool {
    start >= end || source.bytes[start..<end].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// Whether nothing but indentation stands before an offset on its line.
  func isFirstOnLine(_ offset: Int) -> Bool {
    isBlank(from: lineStart(of: offset), to: offset)
  }

  /// What a line holds that belongs to no node.
  enum Trivia: Hashable {
    case blank
    case comment(column: Int)
  }

  /// What the line at an offset holds; nil for a line with content and at the end of the file.
  func trivia(ofLineAt lineStart: Int) -> Trivia? {
    guard lineStart < source.bytes.count else { return nil }
    var index = indexOfToken(at: lineStart)
    guard tokens[index].range.lowerBound == lineStart else { return nil }
    if tokens[index].kind == .whitespace { index += 1 }
    guard index < tokens.count else { return .blank }
    switch tokens[index].kind {
    case .newline: return .blank
    case .comment: return .comment(column: tokens[index].range.lowerBound - lineStart)
    default: return nil
    }
  }

  /// The start of the line before the one that starts at an offset; nil on the first line.
  func previousLine(before lineStart: Int) -> Int? {
    lineStart > byteOrderMarkLength ? self.lineStart(of: beforeLineBreak(lineStart)) : nil
  }

  /// The end of the blank lines that start at an offset.
  func endOfBlankLines(from lineStart: Int) -> Int {
    var position = lineStart
    while trivia(ofLineAt: position) == .blank { position = nextLine(from: position) }
    return position
  }

  /// The start of the blank lines that end at an offset.
  func startOfBlankLines(to lineStart: Int) -> Int {
    var position = lineStart
    while let previous = previousLine(before: position), trivia(ofLineAt: previous) == .blank { position = previous }
    return position
  }

  /// The first column at which a block scalar may have its text, so that the lines that follow are not taken for more
  /// of it: blank lines with spaces, and a comment. Nil where no column helps: after LS or PS at the end of the line
  /// above, which would stay in the text.
  func floorOfBlockScalar(before lineStart: Int) -> Int? {
    if lineStart - beforeLineBreak(lineStart) == 3 { return nil }
    let end = endOfBlankLines(from: lineStart)
    var floor = 0
    var position = lineStart
    while position < end {
      let lineEnd = endOfLine(at: position)
      floor = max(floor, lineEnd - position)
      position = nextLine(from: position)
    }
    if case .comment(let column)? = trivia(ofLineAt: end) { floor = max(floor, column + 1) }
    return floor
  }

  /// The header of the block scalar that ends above a line, blank lines aside.
  func headerOfBlockScalar(above lineStart: Int) -> ByteRange? {
    var index = indexOfToken(at: startOfBlankLines(to: lineStart)) - 1
    if index >= 0, tokens[index].kind == .blockScalarBody { index -= 1 }
    // Back over the rest of the line of the header.
    if index >= 0, tokens[index].kind == .newline { index -= 1 }
    while index >= 0, tokens[index].kind == .whitespace || tokens[index].kind == .comment { index -= 1 }
    return index >= 0 && tokens[index].kind == .blockScalarHeader ? tokens[index].range : nil
  }
}

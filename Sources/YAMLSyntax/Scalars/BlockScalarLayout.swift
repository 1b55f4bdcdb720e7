internal import SourceText

/// How a literal or folded scalar lies in its file.
///
/// The rules are those of libyaml 0.2.5, `yaml_parser_scan_block_scalar` in `scanner.c`.
struct BlockScalarLayout: Sendable {
  /// What happens to line breaks at the end of the value.
  enum Chomping: Sendable {
    /// No indicator: one line break stays.
    case clip
    /// `-`: none stays.
    case strip
    /// `+`: all stay.
    case keep
  }

  /// The `|` or `>` and its indicators.
  let header: ByteRange
  /// What the header says about line breaks at the end.
  let chomping: Chomping
  /// Whether the header says how deep the text is indented.
  let hasIndentationIndicator: Bool
  /// The first byte of the line after the header, or the end of the input.
  let bodyStart: Int
  /// The column at which the text starts.
  let indentation: Int
  /// The end of the last byte that the value contains; the end of the header when the value is empty.
  let end: Int
  /// Whether a tab stands where the first line has to show its indentation, which libyaml refuses.
  let hasMisplacedTab: Bool

  /// Reads a block scalar.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - start: The offset of the `|` or `>`.
  ///   - limit: The end of the last line that belongs to the scalar, blank lines included.
  ///   - parentIndentation: The column of the innermost block collection around it, -1 at the root.
  init(_ bytes: [UInt8], start: Int, limit: Int, parentIndentation: Int) {
    var position = start + 1
    var chomping = Chomping.clip
    var increment: Int?
    while position < limit {
      let byte = bytes[position]
      if byte == UInt8(ascii: "-") {
        chomping = .strip
      } else if byte == UInt8(ascii: "+") {
        chomping = .keep
      } else if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) {
        increment = Int(byte - UInt8(ascii: "0"))
      } else {
        break
      }
      position += 1
    }
    header = ByteRange(start, position)
    self.chomping = chomping
    hasIndentationIndicator = increment != nil
    position = bytes.endOfLine(from: position, limit: limit)
    if position < limit { position += bytes.lineBreakLength(at: position) }
    bodyStart = position
    if let increment {
      indentation = max(parentIndentation, 0) + increment
      hasMisplacedTab = false
    } else {
      let found = Self.detectIndentation(bytes, from: position, limit: limit)
      indentation = max(found.column, parentIndentation + 1, 1)
      hasMisplacedTab = found.isTab
    }
    end = Self.end(
      bytes, bodyStart: bodyStart, limit: limit, indentation: indentation, chomping: chomping, header: header)
  }

  /// The column of the first text, or of the longest blank line before it.
  private static func detectIndentation(
    _ bytes: [UInt8], from start: Int, limit: Int
  ) -> (column: Int, isTab: Bool) {
    var position = start
    var column = 0
    while position < limit {
      let lineStart = position
      while position < limit, bytes[position] == UInt8(ascii: " ") { position += 1 }
      column = max(column, position - lineStart)
      if position < limit, bytes[position] == UInt8(ascii: "\t") { return (column, true) }
      let length = position < limit ? bytes.lineBreakLength(at: position) : 0
      if length == 0 { break }
      position += length
    }
    return (column, false)
  }

  private static func end(
    _ bytes: [UInt8], bodyStart: Int, limit: Int, indentation: Int, chomping: Chomping, header: ByteRange
  ) -> Int {
    var position = bodyStart
    var end = header.upperBound
    while position < limit {
      let lineEnd = bytes.endOfLine(from: position, limit: limit)
      let next = lineEnd < limit ? lineEnd + bytes.lineBreakLength(at: lineEnd) : limit
      if lineEnd - position > indentation {
        end = chomping == .strip ? lineEnd : next
      } else if chomping == .keep, next > lineEnd {
        end = next
      }
      position = next
    }
    return end
  }
}

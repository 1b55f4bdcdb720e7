internal import SourceText

/// Breaks text into lines for a terminal.
public enum WrappedText {
  /// The text in lines of at most `width` columns; words that are longer stay whole.
  ///
  /// Code between backquotes is one word where it fits a line, so that it can be copied.
  /// - Parameters:
  ///   - text: the text; white space between words becomes one space.
  ///   - width: the columns of a line, without its indentation.
  ///   - used: how many columns of the first line are taken already.
  /// - Returns: the lines without indentation, at least one.
  public static func lines(_ text: String, width: Int, used: Int = 0) -> [String] {
    var lines = [""]
    var column = used
    for word in words(of: text, width: width) {
      let length = columns(of: word)
      let isFirst = lines[lines.count - 1].isEmpty
      if column + length + (isFirst ? 0 : 1) > width, !(isFirst && (lines.count > 1 || used == 0)) {
        lines.append(word)
        column = length
      } else {
        lines[lines.count - 1] += (isFirst ? "" : " ") + word
        column += length + (isFirst ? 0 : 1)
      }
    }
    return lines
  }

  /// The words of a text; code between backquotes is one of them unless it is longer than a line.
  private static func words(of text: String, width: Int) -> [String] {
    var words: [String] = []
    var code: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      let closes = word.utf8.count { $0 == UInt8(ascii: "`") } % 2 == 1
      if code.isEmpty, !closes {
        words.append(word)
        continue
      }
      code.append(word)
      guard closes, code.count > 1 else { continue }
      let whole = code.joined(separator: " ")
      words += columns(of: whole) <= width ? [whole] : code
      code = []
    }
    return words + code
  }

  /// How many columns of a terminal a text of one line takes.
  public static func columns(of text: String) -> Int {
    let bytes = Array(text.utf8)
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return bytes.count }
    return DisplayLine(ByteRange(0, bytes.count), of: bytes, around: 0).width
  }
}

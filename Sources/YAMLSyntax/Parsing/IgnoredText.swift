internal import SourceText

/// Finds text that GitLab never reads: what stands between a `...` and the next `---`.
///
/// Psych stops at the end of a document (`Psych.safe_load` takes the first one), while libyaml refuses text there when it
/// reads the whole file. GitLab cuts a file at every `---` that white space follows, so only that ends the text.
enum IgnoredText {
  /// The ranges of such text, each from behind its `...`, in the order of the file.
  static func ranges(in bytes: [UInt8], from start: Int) -> [ByteRange] {
    var result: [ByteRange] = []
    var opening: Int?
    var line = start
    while line < bytes.count {
      if isMarker(UInt8(ascii: "."), at: line, in: bytes) {
        opening = opening ?? line + 3
      } else if let begin = opening, isMarker(UInt8(ascii: "-"), at: line, in: bytes), line + 3 < bytes.count {
        result.append(ByteRange(begin, line))
        opening = nil
      }
      while line < bytes.count, bytes[line] != UInt8(ascii: "\n") { line += 1 }
      line += 1
    }
    if let begin = opening { result.append(ByteRange(begin, bytes.count)) }
    return result
  }

  /// The bytes with blanks in place of ignored text; line breaks stay.
  static func blanked(_ ranges: [ByteRange], in bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for range in ranges {
      for offset in range.indices where bytes[offset] != UInt8(ascii: "\n") { result[offset] = UInt8(ascii: " ") }
    }
    return result
  }

  private static func isMarker(_ byte: UInt8, at offset: Int, in bytes: [UInt8]) -> Bool {
    offset + 2 < bytes.count && bytes[offset] == byte && bytes[offset + 1] == byte && bytes[offset + 2] == byte
      && bytes.isBlankBreakOrEnd(at: offset + 3)
  }
}

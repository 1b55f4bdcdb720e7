import SourceText

/// Finds names in texts.
enum TextSearch {
  /// Whether a text holds one of some names at all.
  static func holds(_ names: [String], in text: ArraySlice<UInt8>) -> Bool {
    text.withUnsafeBufferPointer { text in
      names.contains { name in
        var name = name
        return name.withUTF8 { !$0.isEmpty && TextBytes.isIn(text, $0) }
      }
    }
  }

  /// The places in a text where a name stands as a whole word.
  static func mentions(of name: String, in text: [UInt8]) -> [ByteRange] {
    let needle = Array(name.utf8)
    guard !needle.isEmpty, text.count >= needle.count else { return [] }
    var result: [ByteRange] = []
    for start in 0...(text.count - needle.count) where text[start] == needle[0] {
      let end = start + needle.count
      guard text[start..<end].elementsEqual(needle) else { continue }
      let isWhole = (start == 0 || !isNameByte(text[start - 1])) && (end == text.count || !isNameByte(text[end]))
      if isWhole { result.append(ByteRange(start, end)) }
    }
    return result
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}

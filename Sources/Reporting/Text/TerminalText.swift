/// Makes text from files safe to show on a terminal.
public enum TerminalText {
  /// The text with everything escaped that a terminal would act on instead of showing it.
  ///
  /// Control characters become `\n`, `\r`, `\t` or `\x1b`; characters that are invisible or turn the direction of
  /// writing become `\u{202e}`. Text without them comes back as it is.
  public static func escaped(_ text: String) -> String { escaped(text, keepingLinesAndTabs: false) }

  /// The same; newlines and tabs may stay as they are.
  static func escaped(_ text: String, keepingLinesAndTabs: Bool) -> String {
    func escape(_ scalar: Unicode.Scalar) -> String? {
      keepingLinesAndTabs && (scalar == "\n" || scalar == "\t") ? nil : self.escape(for: scalar)
    }
    if isPlain(text) || !text.unicodeScalars.contains(where: { escape($0) != nil }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let escape = escape(scalar) { result += escape } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Whether a text is letters, digits and signs of ASCII alone, as nearly every one.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } } ?? false
  }

  /// What is shown for a character that is not shown itself; nil for all others.
  static func escape(for scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escape(forByte: UInt8(scalar.value))
    // Marks and overrides of direction, separators, zero-width spaces and the byte order mark.
    case "\u{61C}", "\u{200B}", "\u{200E}"..."\u{200F}", "\u{2028}"..."\u{202E}", "\u{2060}"..."\u{2069}", "\u{FEFF}":
      "\\u{\(String(scalar.value, radix: 16))}"
    default: nil
    }
  }

  /// What is shown for a byte that is not part of any character.
  static func escape(forByte byte: UInt8) -> String {
    "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
  }
}

/// Writes tables as CSV (RFC 4180), CRLF at the end of each line.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front; what a terminal would act on is
/// escaped, line breaks and tabs apart.
public enum CSVText {
  /// The rows as text.
  public static func table(_ rows: [[String]]) -> String {
    rows.map { cells in cells.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) { text = "'" + text }
    text = shown(text)
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r")
        || byte == UInt8(ascii: "\n")
    }
    guard needsQuotes else { return text }
    let parts = text.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    return "\"" + parts.map { Substring($0) }.joined(separator: "\"\"") + "\""
  }

  private static func shown(_ text: String) -> String {
    escaped(Substring(text), keeping: ["\n", "\t"])
  }

  /// The text with everything escaped but the separators.
  private static func escaped(_ text: Substring, keeping separators: ArraySlice<Unicode.Scalar>) -> String {
    guard let separator = separators.first else { return TerminalText.escaped(String(text)) }
    return text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
      .map { escaped(Substring($0), keeping: separators.dropFirst()) }
      .joined(separator: String(separator))
  }
}

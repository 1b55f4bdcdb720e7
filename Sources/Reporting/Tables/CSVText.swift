/// Writes tables as CSV (RFC 4180), CRLF at the end of each line.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
public enum CSVText {
  /// The rows as text.
  public static func table(_ rows: [[String]]) -> String {
    rows.map { cells in cells.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

internal import SourceText

/// Writes tables as CSV (RFC 4180), CRLF at the end of each line.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front; what a terminal would act on is
/// escaped, line breaks and tabs apart.
public enum CSVText {
  /// The rows as text.
  public static func table(_ rows: [[String]]) -> String {
    var result = ""
    for cells in rows {
      var isFirst = true
      for text in cells {
        if !isFirst { result += "," }
        isFirst = false
        result += cell(text)
      }
      result += "\r\n"
    }
    return result
  }

  private static func cell(_ text: String) -> String {
    let isFormula = text.utf8.first.map { $0.isOne(of: "=+-@\t\r") } ?? false
    let shown = TerminalText.escaped(isFormula ? "'" + text : text, keepingLinesAndTabs: true)
    guard shown.utf8.contains(where: { $0.isOne(of: ",\"\r\n") }) else { return shown }
    guard shown.utf8.contains(UInt8(ascii: "\"")) else { return "\"" + shown + "\"" }
    return "\"" + shown.parts(between: UInt8(ascii: "\""), keepsEmpty: true).joined(separator: "\"\"") + "\""
  }
}

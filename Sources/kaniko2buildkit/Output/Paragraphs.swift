import Reporting

/// Lays text out for a terminal.
enum Paragraphs {
  /// The text in lines of at most `width` columns; words that are longer stay whole.
  static func wrapped(_ text: String, width: Int, indent: String = "", first: String? = nil) -> String {
    let first = first ?? indent
    let room = max(20, width - WrappedText.columns(of: indent))
    let used = WrappedText.columns(of: first) - WrappedText.columns(of: indent)
    let lines = WrappedText.lines(text, width: room, used: max(0, used))
    return first + lines.joined(separator: "\n" + indent)
  }

  /// Rows of two columns: the first as wide as its widest cell, the second wrapped beside it.
  static func table(_ rows: [(String, String)], width: Int) -> String {
    let column = (rows.map(\.0.count).max() ?? 0) + 2
    return rows.map { left, right in
      let padding = String(repeating: " ", count: column - left.count)
      return wrapped(right, width: width, indent: String(repeating: " ", count: column), first: left + padding)
    }.joined(separator: "\n")
  }

  /// A message as a sentence: with a capital and a period.
  static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

  /// The lines of a text, each indented.
  static func indented(_ text: String, by count: Int) -> String {
    var text = text[...]
    while text.hasSuffix("\n") { text = text.dropLast() }
    let padding = String(repeating: " ", count: count)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : padding + $0 }.joined(separator: "\n")
  }
}

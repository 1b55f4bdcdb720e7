/// Makes text safe inside Markdown, as GitLab and GitHub read it.
public enum MarkdownText {
  /// Text in which nothing is markup; code between backquotes stays code.
  public static func escaped(_ text: String) -> String {
    var result = ""
    var isCode = false
    for character in TerminalText.escaped(text) {
      if character == "`" { isCode.toggle() }
      if !isCode, "\\*_[]<>#".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// Text for between backquotes.
  public static func code(_ text: String) -> String {
    TerminalText.escaped(text).split(separator: "`", omittingEmptySubsequences: false).joined(separator: "'")
  }

  /// Text for a cell of a table.
  public static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

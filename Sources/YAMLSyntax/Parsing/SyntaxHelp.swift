/// What to do about the errors of libyaml that pipelines run into.
enum SyntaxHelp {
  /// The advice for a problem as libyaml words it; nil where there is none.
  static func help(for problem: String) -> String? {
    switch problem {
    case "mapping values are not allowed in this context":
      "quote the text, or write it as a block after |: plain text cannot contain a colon followed by a space"
    case "found character that cannot start any token":
      "indent with spaces, and quote text that starts with @, ` or %"
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      "indent with spaces"
    case "did not find expected key", "did not find expected '-' indicator":
      "check the indentation of this line, and quotes or brackets left open before it"
    case "found unexpected end of stream":
      "close the quote that is open"
    default: nil
    }
  }
}

/// Makes text safe inside HTML.
enum HTMLText {
  /// Text for between tags in which the names of options are not broken.
  static func prose(_ text: String) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let word = String(word)
      // A long word may have to be broken to fit on a phone.
      return word.contains("--") && word.count <= 24 ? "<code>\(escaped(word))</code>" : escaped(word)
    }
    return words.joined(separator: " ")
  }

  /// Text for between tags and inside quoted attributes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        // Characters that HTML does not allow, or that turn the direction of what follows.
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

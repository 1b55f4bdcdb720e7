internal import SourceText

extension ShellWord {
  /// The value of a word in which nothing is expanded, or nil: what ``ShellFragment/staticValue`` says of it, for less.
  public func staticValue(in text: [UInt8]) -> String? {
    for part in parts {
      switch part.kind {
      case .parameter, .commandSubstitution, .arithmetic, .processSubstitution, .array, .interpolation, .opaque:
        return nil
      case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .doubleQuoted: break
      }
    }
    return plainText(in: text) ?? ShellFragment(self, in: text).staticValue
  }

  /// The text of a word that is nothing but literal text outside of quotes, as most are; nil for any other.
  func plainText(in text: [UInt8]) -> String? {
    guard parts.count == 1, !range.isEmpty, case .literal = parts[0].kind, text[range.lowerBound] != UInt8(ascii: "~"),
      ShellInterpolation.ranges(in: text, range).isEmpty
    else { return nil }
    return String(decoding: text[range.indices], as: UTF8.self)
  }
}

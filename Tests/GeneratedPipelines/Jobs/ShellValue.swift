/// A value as parts of a shell word, apart from how the word is quoted.
struct ShellValue: Sendable {
  /// One part.
  enum Part: Sendable {
    /// Characters that stand for themselves.
    case text(String)
    /// Source of an expansion. Without quotes it gives one word only if `isWord`.
    case expansion(String, isWord: Bool)
  }

  /// How a word is quoted. Where a style cannot say a part, the part is put between double quotes.
  enum Quoting: Sendable, CaseIterable {
    case none, single, double, escaped
    /// Double quotes in which a backslash before an ordinary character stands alone.
    case loose
    /// Every part in another style.
    case mixed
    /// Bare up to the first equals sign, and double quotes behind it: `NAME="value"`.
    case tail
  }

  var parts: [Part]

  init(_ parts: [Part]) { self.parts = parts }
  init(_ text: String) { parts = [.text(text)] }

  static func + (left: ShellValue, right: ShellValue) -> ShellValue { ShellValue(left.parts + right.parts) }

  /// The word as it stands in a script.
  func source(_ quoting: Quoting) -> String {
    if parts.allSatisfy({ if case .text("") = $0 { true } else { false } }) { return "''" }
    switch quoting {
    case .double, .loose: return "\"" + parts.map { Self.doubled($0, isLoose: quoting == .loose) }.joined() + "\""
    case .tail: return tailQuoted
    case .mixed: return mixed
    case .none, .single, .escaped: return parts.map { Self.written($0, quoting) }.joined()
    }
  }

  private var mixed: String {
    let styles: [Quoting] = [.none, .double, .single, .escaped]
    var result = ""
    for (number, part) in parts.enumerated() {
      guard case .text(let text) = part, text.count > 2 else {
        result += Self.written(part, styles[number % styles.count])
        continue
      }
      let middle = text.index(text.startIndex, offsetBy: text.count / 2)
      result += Self.written(.text(String(text[..<middle])), styles[(number + 1) % styles.count])
      result += Self.written(.text(String(text[middle...])), styles[(number + 2) % styles.count])
    }
    return result
  }

  private var tailQuoted: String {
    guard case .text(let text)? = parts.first, let equals = text.firstIndex(of: "=") else { return source(.double) }
    let head = String(text[...equals])
    guard head.allSatisfy(Self.isPlain) else { return source(.double) }
    let tail = ShellValue([.text(String(text[text.index(after: equals)...]))] + parts.dropFirst())
    return head + "\"" + tail.parts.map { Self.doubled($0, isLoose: false) }.joined() + "\""
  }

  private static func written(_ part: Part, _ quoting: Quoting) -> String {
    switch part {
    case .expansion(let source, let isWord):
      return isWord && (quoting == .none || quoting == .escaped) ? source : "\"\(source)\""
    case .text(let text):
      switch quoting {
      case .none where text.allSatisfy(isPlain): return text
      case .escaped where !text.contains("\n"): return escaped(text)
      case .single:
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
      default: return "\"" + doubled(part, isLoose: false) + "\""
      }
    }
  }

  private static func escaped(_ text: String) -> String {
    text.map { isPlain($0) ? String($0) : "\\\($0)" }.joined()
  }

  private static func doubled(_ part: Part, isLoose: Bool) -> String {
    guard case .text(let text) = part else {
      if case .expansion(let source, _) = part { return source }
      return ""
    }
    var result = ""
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : "\""
      switch character {
      case "\"", "$", "`": result += "\\\(character)"
      case "\\": result += isLoose && !"\"$`\\\n".contains(next) ? "\\" : "\\\\"
      default: result.append(character)
      }
    }
    return result
  }

  /// Whether a character stands for itself anywhere in a word.
  static func isPlain(_ character: Character) -> Bool {
    !character.isASCII || character.isLetter || character.isNumber || "_-./:=,@%+^".contains(character)
  }
}

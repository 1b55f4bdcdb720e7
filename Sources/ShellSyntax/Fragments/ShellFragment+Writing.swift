internal import SourceText

/// Fragments as shell text.
extension ShellFragment {
  /// The word as shell text, each piece quoted as it was. An empty fragment is `""`.
  public var source: String {
    if isEmpty { return pieces.first?.quoting == .single ? "''" : "\"\"" }
    var result = ""
    var open = Quoting.none
    for (index, piece) in pieces.enumerated() {
      if piece.quoting != open {
        result += Self.mark(open)
        open = piece.quoting
        result += Self.mark(open)
      }
      let next = index + 1 < pieces.count && pieces[index + 1].quoting == open ? pieces[index + 1] : nil
      result += Self.written(piece, in: open, before: next, startsWord: index == 0)
    }
    return result + Self.mark(open)
  }

  /// The text to put between double quotes so that they hold this word.
  ///
  /// A leading unquoted `~` becomes `$HOME`, and patterns become literal. An unquoted expansion that means something
  /// else between double quotes (`<(cmd)`, `${x:-'y'}`) closes them before it and opens them again after it.
  public var doubleQuotedContent: String {
    let pieces = Self.withoutTilde(self.pieces)
    var result = ""
    for (index, piece) in pieces.enumerated() {
      if Self.changesBetweenDoubleQuotes(piece) {
        result += "\"" + Self.written(piece, in: .none, before: nil, startsWord: false) + "\""
      } else {
        let next = index + 1 < pieces.count ? pieces[index + 1] : nil
        let follows = next.map { Self.changesBetweenDoubleQuotes($0) } == true ? nil : next
        result += Self.written(piece, in: .double, before: follows, startsWord: false)
      }
    }
    return result
  }

  /// Two fragments, one after the other, as one word. A `~` that no longer starts the word becomes `"$HOME"`.
  public static func + (left: ShellFragment, right: ShellFragment) -> ShellFragment {
    ShellFragment(left.pieces + (left.isEmpty ? right.pieces : withoutTilde(right.pieces)))
  }

  /// A literal text in front of a fragment, inside the quotes that the fragment starts with, if there are any, and
  /// otherwise quoted where it needs it.
  public static func + (left: String, right: ShellFragment) -> ShellFragment {
    ShellFragment([literal(left, beside: right.pieces.first)]) + right
  }

  /// A literal text behind a fragment, inside the quotes that the fragment ends with, if there are any, and otherwise
  /// quoted where it needs it.
  public static func + (left: ShellFragment, right: String) -> ShellFragment {
    ShellFragment(left.pieces + [literal(right, beside: left.pieces.last)])
  }

  private static func literal(_ text: String, beside piece: Piece?) -> Piece {
    let quoting = piece?.quoting ?? .none
    return .literal(text, quoting == .none && !isSafe(text) ? .double : quoting)
  }

  /// The pieces with a leading unquoted `~` as the variable it stands for.
  private static func withoutTilde(_ pieces: [Piece]) -> [Piece] {
    guard case .literal(let text, .none)? = pieces.first, text == "~" || text.hasPrefix("~/") else { return pieces }
    let home = Piece.expansion(source: "$HOME", name: "HOME", .double)
    return [home, .literal(String(text.dropFirst()), .none)] + pieces.dropFirst()
  }

  // MARK: - Pieces

  private static func mark(_ quoting: Quoting) -> String {
    switch quoting {
    case .none: ""
    case .single: "'"
    case .double: "\""
    }
  }

  /// A piece as text inside quotes that are open; `next` is the piece that follows inside the same quotes.
  private static func written(_ piece: Piece, in quoting: Quoting, before next: Piece?, startsWord: Bool) -> String {
    switch piece {
    case .expansion(let source, let name?, _) where needsBraces(source, name, before: next): return "${\(name)}"
    case .expansion(let source, _, _): return source
    case .literal(let text, _):
      switch quoting {
      case .single: return text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      case .double: return doubleQuoted(text)
      case .none: return unquoted(text, startsWord: startsWord)
      }
    }
  }

  /// Whether what follows would lengthen the name of `$NAME`.
  private static func needsBraces(_ source: String, _ name: String, before next: Piece?) -> Bool {
    guard !source.hasPrefix("${"), name.utf8.first?.isNameStart ?? false else { return false }
    switch next {
    case .literal(let text, _)?: return text.utf8.first?.isNamePart ?? false
    case .expansion(let source, _, _)?: return source.hasPrefix("$[[")
    case nil: return false
    }
  }

  /// Whether an expansion outside of double quotes means something else between them.
  private static func changesBetweenDoubleQuotes(_ piece: Piece) -> Bool {
    guard case .expansion(let source, _, .none) = piece else { return false }
    if ["$'", "<(", ">(", "(", "~"].contains(where: source.hasPrefix) { return true }
    return (source.hasPrefix("${") || source.hasPrefix("`")) && source.utf8.contains { $0.isOne(of: "'\"\\") }
  }

  /// Text for between double quotes; a backslash is doubled only where it would protect what follows.
  private static func doubleQuoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == .doubleQuote || $0 == .dollar || $0 == .backquote || $0 == .backslash })
    else { return text }
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    for (index, byte) in source.enumerated() {
      switch byte {
      case .doubleQuote, .dollar, .backquote: bytes.append(.backslash)
      case .backslash:
        let next = index + 1 < source.count ? source[index + 1] : .backslash
        if next.isOne(of: "\"$`\\\n") { bytes.append(.backslash) }
      default: break
      }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Text for outside of quotes; patterns, `~` and braces are written as they were.
  private static func unquoted(_ text: String, startsWord: Bool) -> String {
    if isSafe(text) { return text }
    var bytes: [UInt8] = []
    for (index, byte) in text.utf8.enumerated() {
      if byte == .newline {
        bytes += [.singleQuote, .newline, .singleQuote]
        continue
      }
      let isComment = byte == .hash && index == 0 && startsWord
      if isComment || !isSafe(byte) && !byte.isOne(of: "~*?[]{}!^#") { bytes.append(.backslash) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - Safe text

  /// Whether a text means itself wherever it stands in a word; empty text does not.
  static func isSafe(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isSafe) }

  private static func isSafe(_ byte: UInt8) -> Bool {
    if byte.isNamePart || byte >= 0x80 { return true }
    return switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="),
      UInt8(ascii: ","), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"):
      true
    default: false
    }
  }
}

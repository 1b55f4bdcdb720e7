internal import ShellSyntax
internal import SourceText

/// One word of a call, taken apart for the flag grammar.
struct ArgumentWord {
  /// The word.
  let fragment: ShellFragment
  /// The bytes of the word.
  let range: ByteRange
  /// The bytes of the script, or nil for a word that came out of a variable.
  private let text: [UInt8]?

  /// Takes a word of a script apart.
  init(_ word: ShellWord, in text: [UInt8]) {
    fragment = ShellFragment(word, in: text)
    range = word.range
    self.text = text
  }

  /// A word that a variable holds; its range is that of the word with the variable.
  init(_ fragment: ShellFragment, from range: ByteRange) {
    self.fragment = fragment
    self.range = range
    text = nil
  }

  /// The literal text before the first expansion.
  var literalPrefix: String {
    if fragment.pieces.count == 1, case .literal(let text, _) = fragment.pieces[0] { return text }
    var result = ""
    for piece in fragment.pieces {
      guard case .literal(let text, _) = piece else { break }
      result += text
    }
    return result
  }

  /// Whether nothing in the word is expanded.
  var isLiteral: Bool {
    fragment.pieces.allSatisfy { if case .literal = $0 { true } else { false } }
  }

  /// Whether the word cannot be a value either, because it may become several words or means something else inside
  /// another word: `$@`, `$*`, `~user`.
  var isAlwaysOpaque: Bool {
    fragment.pieces.contains { piece in
      guard case .expansion(let source, let name, let quoting) = piece else { return false }
      if name == "@" || source.hasPrefix("${@") || source.hasPrefix("${") && source.holds("[@]") { return true }
      return quoting == .none && (name == "*" || source.hasPrefix("${*") || source.hasPrefix("~"))
    }
  }

  /// The word as a value of its own: a leading `~` that the shell expands is written as `$HOME`.
  var value: ShellFragment {
    guard case .literal(let text, .none)? = fragment.pieces.first, text == "~" || text.hasPrefix("~/") else {
      return fragment
    }
    let home = ShellFragment.Piece.expansion(source: "$HOME", name: "HOME", .double)
    return ShellFragment([home, .literal(String(text.dropFirst()), .none)] + fragment.pieces.dropFirst())
  }

  /// What follows a number of bytes of literal text, as a value: a leading `~` stands for itself there.
  func value(after count: Int) -> ShellFragment {
    var remaining = count
    var pieces: [ShellFragment.Piece] = []
    for piece in fragment.pieces {
      guard remaining > 0, case .literal(let text, let quoting) = piece else {
        pieces.append(piece)
        continue
      }
      let dropped = min(remaining, text.utf8.count)
      remaining -= dropped
      pieces.append(.literal(String(text.droppingBytes(dropped)), quoting))
    }
    if case .literal(let text, .none)? = pieces.first(where: { $0 != .literal("", .none) }), text.hasPrefix("~") {
      pieces = pieces.map { $0 == .literal(text, .none) ? .literal(text, .double) : $0 }
    }
    return ShellFragment(pieces.isEmpty ? [.literal("", .none)] : pieces)
  }

  /// The offset just past the first byte equal to `byte`, or the end of the word.
  func offset(pastFirst byte: UInt8) -> Int {
    text?[range.indices].firstIndex(of: byte).map { $0 + 1 } ?? range.upperBound
  }
}

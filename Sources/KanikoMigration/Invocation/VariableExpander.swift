internal import ShellSyntax
internal import SourceText

/// Reads words that are nothing but a variable as the words of its value.
struct VariableExpander {
  /// The values that variables may have.
  let values: [String: [String]]
  /// The words read so far.
  private(set) var words: [ArgumentWord] = []
  /// The variables that were read as their value.
  private(set) var expanded: [KanikoInvocation.ExpandedVariable] = []

  init(values: [String: [String]]) {
    self.values = values
  }

  /// Adds a word, or the words of the variable that it is.
  mutating func append(_ word: ArgumentWord) {
    guard case .expansion(let source, _, .none)? = word.fragment.pieces.first, word.fragment.pieces.count == 1,
      let name = Self.variable(in: source), let known = values[name], Set(known).count == 1, let value = known.first
    else {
      words.append(word)
      return
    }
    expanded.append(KanikoInvocation.ExpandedVariable(name: name, range: word.range))
    for fragment in Self.words(of: value) { words.append(ArgumentWord(fragment, from: word.range)) }
  }

  /// The variable of `$NAME`, `${NAME}`, `${NAME:-}` or `${NAME-}`.
  private static func variable(in source: String) -> String? {
    var name = source.dropFirst()
    if name.hasPrefix("{") {
      name = name.dropFirst().dropLast()
      for suffix in [":-", "-"] where name.hasSuffix(suffix) {
        name = name.dropLast(suffix.count)
        break
      }
    }
    let isName = !name.isEmpty && name.utf8.allSatisfy(FragmentText.isNameByte)
    return isName ? String(name) : nil
  }

  /// Splits a value as the shell splits an unquoted variable: at white space, with no regard to quotes.
  static func words(of value: String) -> [ShellFragment] {
    var words: [[ShellFragment.Piece]] = [[]]
    for piece in ShellFragment.Piece.pieces(ofVariableValue: value, quoting: .none) {
      guard case .literal(let text, _) = piece else {
        words[words.count - 1].append(piece)
        continue
      }
      let parts = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r\n" }
      for (index, part) in parts.enumerated() {
        if index > 0 { words.append([]) }
        if !part.isEmpty { words[words.count - 1] += ShellFragment(literal: String(part)).pieces }
      }
    }
    return words.filter { !$0.isEmpty }.map { ShellFragment($0) }
  }
}

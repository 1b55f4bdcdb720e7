internal import ShellSyntax

extension ShellFragment {
  /// The literal text that the value starts with, however its parts are quoted: `dir://` of `"dir"'://'"$X"`.
  var leadingText: String { Self.text(of: pieces.prefix(while: Self.isLiteral)) }

  /// The literal text that the value ends with, however its parts are quoted.
  var trailingText: String { Self.text(of: pieces.reversed().prefix(while: Self.isLiteral).reversed()) }

  /// The fragment with the literals that it starts with as one between double quotes, so that it can be taken apart.
  var joiningLiterals: ShellFragment {
    let start = pieces.prefix(while: Self.isLiteral)
    guard start.count > 1 else { return self }
    return ShellFragment([.literal(leadingText, .double)] + pieces.dropFirst(start.count))
  }

  /// The fragment without empty quotes beside anything else: `$X` for `$X""`.
  var withoutEmptyLiterals: ShellFragment {
    let kept = pieces.filter { $0 != .literal("", $0.quoting) }
    return kept.isEmpty ? self : ShellFragment(kept)
  }

  private static func isLiteral(_ piece: Piece) -> Bool {
    if case .literal = piece { true } else { false }
  }

  private static func text(of pieces: some Sequence<Piece>) -> String {
    pieces.reduce(into: "") { text, piece in
      if case .literal(let part, _) = piece { text += part }
    }
  }
}

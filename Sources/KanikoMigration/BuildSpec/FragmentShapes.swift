internal import ShellSyntax

extension InvocationEnvironment {
  /// How deep variables inside variables are followed.
  private static let depthLimit = 8
  /// How many combinations of values are looked at.
  private static let shapeLimit = 32

  /// The forms a fragment may have once the known variables are replaced by their values; variables that are not known
  /// stay.
  ///
  /// - Returns: At least one form; the fragment itself when there are too many.
  func shapes(of fragment: ShellFragment) -> [ShellFragment] {
    let isKnown = fragment.pieces.contains { piece in
      if case .expansion(_, let name?, _) = piece { values[name]?.isEmpty == false } else { false }
    }
    guard isKnown, let shapes = expand(fragment.pieces[...], depth: 0) else { return [fragment] }
    return shapes.map { ShellFragment($0) }
  }

  /// The values a fragment may have, or nil when one of them is not known.
  func values(of fragment: ShellFragment) -> [String]? {
    var result: [String] = []
    for shape in shapes(of: fragment) {
      guard let value = shape.staticValue else { return nil }
      result.append(value)
    }
    return result
  }

  private func expand(_ pieces: ArraySlice<ShellFragment.Piece>, depth: Int) -> [[ShellFragment.Piece]]? {
    guard depth < Self.depthLimit else { return nil }
    var results: [[ShellFragment.Piece]] = [[]]
    for piece in pieces {
      var alternatives: [[ShellFragment.Piece]] = [[piece]]
      if case .expansion(_, let name?, let quoting) = piece, let values = values[name], !values.isEmpty {
        alternatives = []
        for value in values {
          let inner = ShellFragment.Piece.pieces(ofVariableValue: value, quoting: quoting)
          guard let expanded = expand(inner[...], depth: depth + 1) else { return nil }
          alternatives += expanded
        }
      }
      guard results.count * alternatives.count <= Self.shapeLimit else { return nil }
      results = results.flatMap { head in alternatives.map { head + $0 } }
    }
    return results
  }
}

extension ShellFragment.Piece {
  /// Takes the value of a CI/CD variable apart: `$NAME` and `${NAME}` are other variables, `$$` is a dollar sign
  /// (GitLab, "CI/CD variables", "Use variables in other variables").
  static func pieces(
    ofVariableValue value: String, quoting: ShellFragment.Quoting
  ) -> [ShellFragment.Piece] {
    guard value.utf8.contains(UInt8(ascii: "$")) else { return [.literal(value, quoting)] }
    var pieces: [ShellFragment.Piece] = []
    var literal = ""
    var rest = Substring(value)
    while let character = rest.first {
      rest = rest.dropFirst()
      guard character == "$" else {
        literal.append(character)
        continue
      }
      if rest.first == "$" {
        literal.append("$")
        rest = rest.dropFirst()
        continue
      }
      let isBraced = rest.first == "{"
      let name = rest.dropFirst(isBraced ? 1 : 0).prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      let after = rest.dropFirst((isBraced ? 1 : 0) + name.count)
      guard !name.isEmpty, !isBraced || after.first == "}" else {
        literal.append("$")
        continue
      }
      pieces.append(.literal(literal, quoting))
      literal = ""
      pieces.append(.expansion(source: "${\(name)}", name: String(name), quoting))
      rest = isBraced ? after.dropFirst() : after
    }
    pieces.append(.literal(literal, quoting))
    return pieces
  }
}

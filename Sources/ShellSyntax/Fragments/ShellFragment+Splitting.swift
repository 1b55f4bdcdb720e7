/// Fragments taken apart at literal text.
extension ShellFragment {
  /// Splits at the last place in literal text, quoted or not, that equals `separator`, or nil where there is none.
  ///
  /// - Parameter separator: a character of ASCII.
  /// - Returns: what stands before the separator and what stands after it, quoted as they were.
  public func splitAtLast(_ separator: Unicode.Scalar) -> (head: ShellFragment, tail: ShellFragment)? {
    let byte = UInt8(ascii: separator)
    for index in pieces.indices.reversed() {
      guard case .literal(let text, _) = pieces[index] else { continue }
      if let place = text.utf8.lastIndex(of: byte) { return split(index, text, place) }
    }
    return nil
  }

  /// Splits at the first place in literal text, quoted or not, that equals `separator`, or nil where there is none.
  ///
  /// - Parameter separator: a character of ASCII.
  /// - Returns: what stands before the separator and what stands after it, quoted as they were.
  public func splitAtFirst(_ separator: Unicode.Scalar) -> (head: ShellFragment, tail: ShellFragment)? {
    let byte = UInt8(ascii: separator)
    for index in pieces.indices {
      guard case .literal(let text, _) = pieces[index] else { continue }
      if let place = text.utf8.firstIndex(of: byte) { return split(index, text, place) }
    }
    return nil
  }

  /// Whether a character of ASCII stands in literal text, quoted or not.
  public func holds(_ separator: Unicode.Scalar) -> Bool {
    let byte = UInt8(ascii: separator)
    return pieces.contains { piece in
      if case .literal(let text, _) = piece { text.utf8.contains(byte) } else { false }
    }
  }

  private func split(
    _ index: Int, _ text: String, _ place: String.Index
  ) -> (head: ShellFragment, tail: ShellFragment) {
    let quoting = pieces[index].quoting
    let before = String(text[..<place])
    let after = String(text[text.utf8.index(after: place)...])
    let head = pieces[..<index] + [.literal(before, quoting)]
    let rest = pieces[(index + 1)...]
    guard quoting == .none, after.hasPrefix("~") else {
      return (ShellFragment(Array(head)), ShellFragment([.literal(after, quoting)] + rest))
    }
    // This `~` stood inside the word, where it means itself.
    let tail: [Piece] = [.literal("~", .double), .literal(String(after.dropFirst()), .none)]
    return (ShellFragment(Array(head)), ShellFragment(tail + rest))
  }
}

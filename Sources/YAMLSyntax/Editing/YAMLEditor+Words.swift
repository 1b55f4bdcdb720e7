public import SourceText

extension YAMLEditor {
  /// Writes other words in place of the text of a scalar, where white space between them is all alike.
  ///
  /// Quotes stay, and plain text stays plain where it then reads as the same string. A block of several lines gets one
  /// line for each part, and stays literal or folded.
  ///
  /// - Parameters:
  ///   - id: The scalar.
  ///   - parts: The parts of the text, which is these joined by white space.
  /// - Returns: Edits in offsets of the file.
  public func rewriteWords(_ id: YAMLNodeID, with parts: [String]) -> [Edit] {
    let target = tree.resolved(id)
    guard case .scalar(let scalarStyle) = tree[target].kind else { return [] }
    let isBlock = scalarStyle == .literal || scalarStyle == .folded
    let old = tree.sourceMap(of: target).decoded
    let end = isBlock && old.last == UInt8(ascii: "\n") ? "\n" : ""
    let text = parts.joined(separator: isBlock ? "\n" : " ") + end
    let whole = ByteRange(0, old.count)
    guard let edits = try? EditSet([Edit(whole, with: text)]) else { return [] }
    let rewrite = ScalarRewrite(editor: self, id: target, scalarStyle: scalarStyle, edits: edits, finalNewline: .allow)
    if rewrite.isWithoutEffect { return [] }
    if scalarStyle == .folded, let folded = rewrite.editsAnewFolded() { return folded }
    return rewrite.editsInPlace() ?? rewrite.editsAnew()
  }
}

extension ScalarRewrite {
  /// Edits that write the lines of the wanted text as a folded block, which decodes to them with spaces between; nil
  /// where a line would not fold.
  fileprivate func editsAnewFolded() -> [Edit]? {
    let lines = wanted.lines
    let literal = literal()
    guard lines.count > 1, lines.allSatisfy({ $0.first.map { $0 > UInt8(ascii: " ") } ?? false }),
      literal.head.first == UInt8(ascii: "|")
    else { return nil }
    var folded = literal
    folded.head[0] = UInt8(ascii: ">")
    return editor.place(folded, at: id)
  }
}

public import SourceText

extension YAMLEditor {
  /// Changes the text of a scalar by edits of its decoded value.
  ///
  /// Where the new text can stand in the scalar's own style only the bytes that differ are edited: a plain scalar stays
  /// plain, quoted text is escaped, a literal block keeps its header and indentation. Where it cannot, the whole scalar is
  /// written anew: text of several lines as a literal block, text of one line in quotes that need no escape or else as a
  /// literal block, and everything inside brackets or in a key in quotes on one line. Anchor, tag and comments stay.
  ///
  /// For an alias the scalar it names is changed.
  ///
  /// - Parameters:
  ///   - id: The scalar.
  ///   - edits: Changes of the value, in offsets of ``YAMLTree/bytes(of:)``.
  ///   - finalNewline: Whether a newline at the end of the value may come or go.
  /// - Returns: Edits in offsets of the file, after which the scalar decodes to the new text.
  public func rewriteScalar(
    _ id: YAMLNodeID, edits: EditSet, finalNewline: YAMLFinalNewline = .allow
  ) -> [Edit] {
    let target = tree.resolved(id)
    guard case .scalar(let scalarStyle) = tree[target].kind else { return [] }
    let rewrite = ScalarRewrite(
      editor: self, id: target, scalarStyle: scalarStyle, edits: edits, finalNewline: finalNewline)
    if rewrite.isWithoutEffect { return [] }
    return rewrite.editsInPlace() ?? rewrite.editsAnew()
  }
}

/// One rewriting of one scalar.
struct ScalarRewrite {
  let editor: YAMLEditor
  let id: YAMLNodeID
  let node: YAMLNode
  let scalarStyle: YAMLScalarStyle
  let map: ScalarSourceMap
  let finalNewline: YAMLFinalNewline
  /// The edits, those that touch joined into one.
  let edits: [Edit]
  /// The text that the scalar must have afterwards.
  let wanted: ScalarText

  init(
    editor: YAMLEditor, id: YAMLNodeID, scalarStyle: YAMLScalarStyle, edits: EditSet, finalNewline: YAMLFinalNewline
  ) {
    self.editor = editor
    self.id = id
    self.scalarStyle = scalarStyle
    self.finalNewline = finalNewline
    node = editor.tree[id]
    map = editor.tree.sourceMap(of: id)
    self.edits = Self.joined(edits.edits)
    wanted = ScalarText(bytes: edits.apply(to: map.decoded))
  }

  /// Whether the text stays the same.
  var isWithoutEffect: Bool { wanted.bytes == map.decoded }
  /// Whether the scalar can only be on one line: inside brackets or as a key.
  var isOneLine: Bool { editor.tree.isInFlow(id) || editor.tree.isKey(id) }
  var parentIndentation: Int { editor.tree.blockIndentation(around: id) }

  private static func joined(_ edits: [Edit]) -> [Edit] {
    var result: [Edit] = []
    for edit in edits {
      if let last = result.last, last.range.upperBound == edit.range.lowerBound {
        result[result.count - 1] = Edit(last.range.union(edit.range), with: last.replacement + edit.replacement)
      } else {
        result.append(edit)
      }
    }
    return result
  }

  // MARK: - In place

  /// Edits of nothing but the bytes that differ; nil where the style cannot hold the new text.
  func editsInPlace() -> [Edit]? {
    if let anchor = node.anchor, anchor.range.upperBound == node.contentRange.lowerBound { return nil }
    // The indentation of a block without text can depend on blank lines behind it.
    let isBlock = scalarStyle == .literal || scalarStyle == .folded
    if isBlock, !map.decoded.contains(where: { $0 != UInt8(ascii: "\n") }) { return nil }
    let candidates: [Edit]?
    switch scalarStyle {
    case .plain: candidates = plainEdits()
    case .singleQuoted: candidates = wanted.isPrintableBlock ? flowEdits { $0.escapedForSingleQuotes } : nil
    case .doubleQuoted: candidates = flowEdits(allowsNewlines: mustEscapeNewlines) { $0.escapedForDoubleQuotes }
    case .folded: candidates = flowEdits { $0.bytes }
    case .literal: candidates = literalEdits()
    }
    guard let candidates, decodes(after: candidates) else { return nil }
    return candidates
  }

  private var mustEscapeNewlines: Bool { isOneLine || !wanted.canBeLiteral }

  private func plainEdits() -> [Edit]? {
    let lineBreaks = map.decoded.contains(UInt8(ascii: "\n")) && !isOneLine
    if node.contentRange.isEmpty { return nil }
    guard wanted.canBePlain(inFlow: editor.tree.isInFlow(id), lineBreaks: lineBreaks) else { return nil }
    // A string must not become a number, nor a number a string.
    guard PlainMeaning.isString(wanted.bytes) || !PlainMeaning.isString(map.decoded) else { return nil }
    return flowEdits { $0.bytes }
  }

  private func flowEdits(allowsNewlines: Bool = false, write: (ScalarText) -> [UInt8]) -> [Edit]? {
    var result: [Edit] = []
    for edit in edits {
      let text = ScalarText(bytes: edit.replacement)
      guard allowsNewlines || !edit.replacement.contains(UInt8(ascii: "\n")) else { return nil }
      guard allowsNewlines || scalarStyle == .doubleQuoted || text.isPrintableLine else { return nil }
      result.append(Edit(map.sourceRange(of: edit.range), with: write(text)))
    }
    return result
  }

  /// Whether the scalar, after edits of its bytes, decodes to the wanted text and still ends as before.
  private func decodes(after edits: [Edit]) -> Bool {
    var set = EditSet()
    let content = node.contentRange
    for edit in edits {
      guard content.contains(edit.range) else { return false }
      let local = Edit(edit.range.shifted(by: -content.lowerBound), with: edit.replacement)
      do throws(EditConflict) { try set.insert(local) } catch { return false }
    }
    let before = Array(editor.tree.source[content])
    let after = set.apply(to: before)
    if scalarStyle == .literal || scalarStyle == .folded {
      let old = layout(of: before)
      let new = layout(of: after)
      guard !new.hasMisplacedTab, new.indentation == old.indentation, new.end == after.count else { return false }
      guard before.endsWithLineBreak == after.endsWithLineBreak else { return false }
      guard isIndented(after, from: new.bodyStart, by: new.indentation) else { return false }
    } else if !isOneLine {
      let firstBreak = after.endOfLine(from: 0, limit: after.count)
      let nextLine = firstBreak + after.lineBreakLength(at: firstBreak)
      guard isIndented(after, from: nextLine, by: parentIndentation + 1) else { return false }
    }
    let decoded = ScalarDecoder.map(
      after, style: scalarStyle, range: ByteRange(0, after.count), parentIndentation: parentIndentation
    ).decoded
    return isWanted(decoded)
  }

  func layout(of bytes: [UInt8]) -> BlockScalarLayout {
    BlockScalarLayout(bytes, start: 0, limit: bytes.count, parentIndentation: parentIndentation)
  }

  /// Whether every line from an offset on that is not blank has an indentation, and none is a document marker.
  private func isIndented(_ bytes: [UInt8], from start: Int, by indentation: Int) -> Bool {
    var position = start
    while position < bytes.count {
      let lineEnd = bytes.endOfLine(from: position, limit: bytes.count)
      let line = bytes[position..<lineEnd]
      let text = line.firstIndex { $0 != UInt8(ascii: " ") } ?? lineEnd
      if text < lineEnd, text - position < indentation { return false }
      if line.starts(with: "---".utf8) || line.starts(with: "...".utf8) { return false }
      position = lineEnd + bytes.lineBreakLength(at: lineEnd)
      if position == lineEnd { break }
    }
    return true
  }

  private func isWanted(_ decoded: [UInt8]) -> Bool {
    if decoded == wanted.bytes { return true }
    guard finalNewline == .allow else { return false }
    let newline = [UInt8(ascii: "\n")]
    return decoded + newline == wanted.bytes || decoded == wanted.bytes + newline
  }

  // MARK: - Anew

  /// Edits that write the whole scalar in another style.
  func editsAnew() -> [Edit] {
    let needsLineBreak = finalNewline == .exact && wanted.finalNewlines > 0
    return editor.place(rendered(), at: id, needsLineBreak: needsLineBreak)
  }

  private func rendered() -> Rendered {
    let style = editor.style
    let isBlock = scalarStyle == .literal || scalarStyle == .folded
    let isOneLineText = wanted.isPrintableLine
    if isOneLine { return Rendered(head: oneLine()) }
    if isOneLineText, !isBlock {
      if scalarStyle == .plain, wanted.canBePlain(inFlow: false), PlainMeaning.isString(wanted.bytes) {
        return Rendered(head: wanted.bytes)
      }
      let quotes = [scalarStyle, style.quote, .singleQuoted, .doubleQuoted].filter { $0 != .plain }
      if let quote = quotes.first(where: { wanted.needsNoEscape(in: $0) }) {
        return Rendered(head: wanted.quoted(preferring: quote))
      }
    }
    return literal()
  }

  private func oneLine() -> [UInt8] {
    let inFlow = editor.tree.isInFlow(id)
    if scalarStyle == .plain, wanted.canBePlain(inFlow: inFlow), PlainMeaning.isString(wanted.bytes) {
      return wanted.bytes
    }
    let quote = scalarStyle == .singleQuoted || scalarStyle == .doubleQuoted ? scalarStyle : editor.style.quote
    return wanted.quoted(preferring: quote)
  }

  func literal() -> Rendered {
    let writer = editor.writer(at: id)
    let text = textForLiteral()
    return writer.literal(text, column: literalColumn(writer), parentIndentation: parentIndentation)
  }

  /// The text with the final newline that a block without indicator has, where that is allowed.
  private func textForLiteral() -> ScalarText {
    guard finalNewline == .allow, wanted.finalNewlines == 0, wanted.canBeLiteral else { return wanted }
    if scalarStyle == .literal || scalarStyle == .folded,
      layout(of: Array(editor.tree.source[node.contentRange])).chomping == .strip
    {
      return wanted
    }
    return ScalarText(bytes: wanted.bytes + [UInt8(ascii: "\n")])
  }

  /// The column of the text: where it is in a block scalar; else one step from the key, or where the item starts.
  private func literalColumn(_ writer: ContentWriter) -> Int {
    let tree = editor.tree
    if scalarStyle == .literal || scalarStyle == .folded, !map.decoded.isEmpty {
      return layout(of: Array(tree.source[node.contentRange])).indentation
    }
    if let item = tree.item(of: id), let dash = item.dash {
      return tree.column(of: dash.lowerBound) + 1 + (tree.dashGap(of: item) ?? writer.dashGap)
    }
    return max(parentIndentation, 0) + writer.step
  }
}

internal import SourceText

extension YAMLEditor {
  // MARK: - Block collections

  /// Where lines for new children go: the start of a line, or the first child where that stands behind something else.
  func insertionOffset(_ children: ChildSpans, place: YAMLPlace, index: Int) -> Int {
    if case .last = place { return children.end }
    if index == 0, children.isInline(0) { return children.spans[0].lowerBound }
    if case .after = place { return children.trailingEnd(index - 1) }
    return index < children.spans.count ? children.leadingStart(index) : children.end
  }

  /// The edit that puts the lines of new children at an offset.
  ///
  /// - Parameters:
  ///   - groups: The lines of each child.
  ///   - content: The content of the last child.
  func insertLines(
    _ groups: [[[UInt8]]], ending content: YAMLContent?, into children: ChildSpans, at index: Int, offset: Int
  ) -> Edit {
    let blanks = [[UInt8]](repeating: [], count: children.usualBlankLines)
    let newline = style.newline
    if index == 0, offset == children.spans.first?.lowerBound, children.isInline(0) {
      let lines = Array(groups.joined(separator: blanks)) + blanks + [spaces(children.column)]
      return Edit(ByteRange(at: offset), with: Array(lines.joined(separator: newline).dropFirst(children.column)))
    }
    var lines: [[UInt8]] = []
    let isAfterBlank = endsWithBlankLine(offset) || followsKeptBlankLines(offset)
    for group in groups {
      lines += index > 0 && !isAfterBlank ? blanks + group : group + blanks
    }
    let isOpenEnd = offset == tree.source.bytes.count && !tree.endsWithLineBreak(at: offset)
    if isOpenEnd {
      let end = content.map(Self.endsWithNewline) ?? false ? newline : []
      return Edit(ByteRange(at: offset), with: lines.flatMap { newline + $0 } + end)
    }
    return Edit(ByteRange(at: offset), with: lines.flatMap { $0 + newline })
  }

  /// Whether the line above a line start is blank.
  private func endsWithBlankLine(_ offset: Int) -> Bool {
    let end = tree.beforeLineBreak(offset)
    return end < offset && tree.isBlank(from: tree.lineStart(of: end), to: end)
  }

  /// Whether a block scalar that keeps blank lines ends above a line: a blank line there would join its value.
  func followsKeptBlankLines(_ lineStart: Int) -> Bool {
    tree.headerOfBlockScalar(above: lineStart).map { tree.source[$0].contains(UInt8(ascii: "+")) } ?? false
  }

  /// Whether the value at the end of new content has a newline that the end of the file must not cut off.
  static func endsWithNewline(_ content: YAMLContent) -> Bool {
    switch content {
    case .literal(let text), .scalar(let text):
      return text.utf8.last == UInt8(ascii: "\n") && ScalarText(text).canBeLiteral
    case .sequence(let items): return items.last.map { endsWithNewline($0.content) } ?? false
    case .mapping(let entries): return entries.last.map { endsWithNewline($0.content) } ?? false
    case .flowSequence, .source: return false
    }
  }

  func spaces(_ count: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(ascii: " "), count: max(0, count))
  }

  // MARK: - Flow collections

  /// The edits that put new children between brackets or braces.
  func insertInFlow(_ texts: [[UInt8]], into children: ChildSpans, at index: Int) -> [Edit] {
    let range = tree[children.id].contentRange
    let hasBraces = "[{".utf8.contains(tree.source.bytes[range.lowerBound]) && !children.startsInFirstChild
    let comma = Array(", ".utf8)
    guard hasBraces else {
      let (open, close) = (Array("{".utf8), Array("}".utf8))
      let before = index == 0 ? texts.flatMap { $0 + comma } : []
      let after = index == 0 ? [] : texts.flatMap { comma + $0 }
      let space = needsSpace(after: range.upperBound) ? spaces(1) : []
      return [
        Edit(ByteRange(at: range.lowerBound), with: open + before),
        Edit(ByteRange(at: range.upperBound), with: space + after + close),
      ]
    }
    if children.spans.isEmpty {
      return [Edit(ByteRange(at: range.lowerBound + 1), with: Array(texts.joined(separator: comma)))]
    }
    let reference = children.spans[min(index, children.spans.count - 1)]
    let isOnOwnLine = tree.isFirstOnLine(reference.lowerBound)
    let separator =
      isOnOwnLine ? [UInt8(ascii: ",")] + style.newline + spaces(tree.column(of: reference.lowerBound)) : comma
    if index < children.spans.count {
      return [Edit(ByteRange(at: reference.lowerBound), with: texts.flatMap { $0 + separator })]
    }
    let place = ByteRange(reference.upperBound, range.upperBound)
    return appendInFlow(texts, in: place, separator: separator, isOnOwnLine: isOnOwnLine)
  }

  /// Puts new children between the last child and the closing bracket.
  private func appendInFlow(
    _ texts: [[UInt8]], in range: ByteRange, separator: [UInt8], isOnOwnLine: Bool
  ) -> [Edit] {
    let end = range.lowerBound
    let trailingComma = comma(after: end)
    let added = texts.flatMap { separator + $0 }
    let space = spaces(needsSpace(after: end) ? 1 : 0)
    guard isOnOwnLine else {
      guard let trailingComma else { return [Edit(ByteRange(at: end), with: space + added)] }
      return [Edit(ByteRange(at: trailingComma.upperBound), with: added.dropFirst() + [UInt8(ascii: ",")])]
    }
    // The comment of the last line stays on its line: the comma goes before it, the new lines behind it.
    let place = trailingComma?.upperBound ?? end
    let lineEnd = tree.endOfLine(at: place)
    let hasComment = !tree.comments(in: ByteRange(place, min(lineEnd, range.upperBound))).isEmpty
    if let trailingComma {
      let text = added.dropFirst() + [UInt8(ascii: ",")]
      return [Edit(ByteRange(at: hasComment ? lineEnd : trailingComma.upperBound), with: Array(text))]
    }
    guard hasComment else { return [Edit(ByteRange(at: end), with: space + added)] }
    return [
      Edit(ByteRange(at: end), with: space + [UInt8(ascii: ",")]),
      Edit(ByteRange(at: lineEnd), with: Array(added.dropFirst())),
    ]
  }
}

extension ChildSpans {
  /// Whether a flow mapping has no braces, as in `[a: b]`: it starts where its first key starts.
  var startsInFirstChild: Bool {
    isFlow && isMapping && spans.first?.lowerBound == tree[id].contentRange.lowerBound
  }
}

internal import SourceText

/// Putting new text in the place of a node.
extension YAMLEditor {
  /// The edits that replace the content of a node by text that is already indented.
  ///
  /// - Parameter needsLineBreak: Whether the text loses a newline of its value when it ends a file without one.
  func place(
    _ new: Rendered, at id: YAMLNodeID, keepingTag: Bool = true, needsLineBreak: Bool = false
  ) -> [Edit] {
    let node = tree[id]
    let target = Target(tree, id, keepingTag: keepingTag)
    var edits: [Edit]
    if target.content.isEmpty {
      edits = placeInEmpty(new, at: target, node: id)
    } else if let indicatorEnd = target.indicatorEnd, target.startsBelow, !target.hasCommentToKeep {
      edits = placeBelow(new, at: target, indicatorEnd: indicatorEnd)
    } else if target.isBlockScalar, let comment = headerComment(of: target) {
      edits = placeAroundHeaderComment(new, at: target, comment: comment)
    } else {
      edits = placeInline(new, at: target)
    }
    if needsLineBreak, !new.rest.isEmpty, tree.endOfLine(at: target.end) == tree.source.bytes.count,
      let last = edits.popLast()
    {
      edits.append(Edit(last.range, with: last.replacement + style.newline))
    }
    if !keepingTag, let tag = node.tag, let anchor = node.anchor, tag.range < anchor.range {
      edits.append(Edit(ByteRange(tag.range.lowerBound, anchor.range.lowerBound), with: [UInt8]()))
    }
    return edits
  }

  /// `key: old` on one line, or a nested collection that starts on the line of its dash.
  private func placeInline(_ new: Rendered, at target: Target) -> [Edit] {
    var start = target.content.lowerBound
    if new.head.isEmpty, let indicatorEnd = target.indicatorEnd { start = indicatorEnd }
    let isAtLineStart = new.head.isEmpty && target.indicatorEnd == nil
    if isAtLineStart, tree.isFirstOnLine(start) { start = tree.lineStart(of: start) }
    // An anchor may touch its node, as in `&x?y`, and a colon the value, as in `{"x":y}`.
    let gap = start == target.indicatorEnd && !new.head.isEmpty ? spaces(1) : []
    let text = isAtLineStart ? Array(new.rest.joined(separator: style.newline)) : gap + new.text(newline: style.newline)
    let end = target.end
    let lineEnd = tree.endOfLine(at: end)
    // A comment may touch the old value, as in `'old'# why`; it must not become a part of the new one.
    let space = end < lineEnd && tree.source.bytes[end] == UInt8(ascii: "#") ? spaces(1) : []
    if new.rest.isEmpty { return [Edit(ByteRange(start, end), with: text + space)] }
    if tree.isBlank(from: end, to: lineEnd) { return [Edit(ByteRange(start, lineEnd), with: text)] }
    // A comment behind the old value stays on the line of the new head.
    return [
      Edit(ByteRange(start, end), with: gap + new.head + space),
      Edit(ByteRange(at: lineEnd), with: new.rest.flatMap { style.newline + $0 }),
    ]
  }

  /// `key:` with the old value on the lines below.
  private func placeBelow(_ new: Rendered, at target: Target, indicatorEnd: Int) -> [Edit] {
    let lastLineEnd = tree.endOfLine(at: target.end)
    if new.head.isEmpty {
      let start = tree.lineStart(of: target.content.lowerBound)
      return [Edit(ByteRange(start, lastLineEnd), with: Array(new.rest.joined(separator: style.newline)))]
    }
    let firstLineEnd = tree.endOfLine(at: indicatorEnd)
    let rest = new.rest.flatMap { style.newline + $0 }
    if tree.isBlank(from: indicatorEnd, to: firstLineEnd) {
      return [Edit(ByteRange(indicatorEnd, lastLineEnd), with: spaces(new.gap) + new.head + rest)]
    }
    return [
      Edit(ByteRange(at: indicatorEnd), with: spaces(new.gap) + new.head),
      Edit(ByteRange(firstLineEnd, lastLineEnd), with: rest),
    ]
  }

  /// `key: | # comment`: the comment stays where it is.
  private func placeAroundHeaderComment(_ new: Rendered, at target: Target, comment: ByteRange) -> [Edit] {
    let header = ByteRange(target.content.lowerBound, tree.tokens[target.firstToken].range.upperBound)
    let body = ByteRange(comment.upperBound, max(comment.upperBound, target.end))
    let start = new.head.isEmpty ? target.indicatorEnd ?? header.lowerBound : header.lowerBound
    let space = header.upperBound == comment.lowerBound ? spaces(1) : []
    return [
      Edit(ByteRange(start, header.upperBound), with: new.head + space),
      Edit(body, with: new.rest.flatMap { style.newline + $0 }),
    ]
  }

  /// Nothing but `key:`, `-` or `---`.
  private func placeInEmpty(_ new: Rendered, at target: Target, node: YAMLNodeID) -> [Edit] {
    if let entry = tree.entry(of: node), entry.value == node, entry.colon == nil {
      return placeWithColon(new, at: target, entry: entry)
    }
    return placeInEmpty(new, at: target, prefix: [])
  }

  /// Nothing but a key. In a flow mapping one that covers several lines needs a `?` before its `:`.
  private func placeWithColon(_ new: Rendered, at target: Target, entry: YAMLEntry) -> [Edit] {
    let colon = [UInt8(ascii: ":")]
    guard tree.isInFlow(entry.key) else {
      let line = style.newline + spaces(tree.blockIndentation(around: entry.key))
      return placeInEmpty(new, at: target, prefix: line + colon)
    }
    let key = tree[entry.key].range
    let space = needsSpace(after: target.content.lowerBound) ? spaces(1) : []
    let edits = placeInEmpty(new, at: target, prefix: space + colon)
    if tree.endOfLine(at: key.lowerBound) >= key.upperBound || tree.start(of: entry) < key.lowerBound { return edits }
    return [Edit(ByteRange(at: key.lowerBound), with: "? ")] + edits
  }

  private func placeInEmpty(_ new: Rendered, at target: Target, prefix: [UInt8]) -> [Edit] {
    let place = target.content.lowerBound
    let head = new.head.isEmpty ? prefix : prefix + spaces(new.gap) + new.head
    if new.rest.isEmpty { return [Edit(ByteRange(at: place), with: head)] }
    let rest = new.rest.flatMap { style.newline + $0 }
    let lineEnd = tree.endOfLine(at: place)
    if tree.isBlank(from: place, to: lineEnd) { return [Edit(ByteRange(place, lineEnd), with: head + rest)] }
    return [Edit(ByteRange(at: place), with: head), Edit(ByteRange(at: lineEnd), with: rest)]
      .filter { !$0.replacement.isEmpty }
  }

  private func headerComment(of target: Target) -> ByteRange? {
    let header = tree.tokens[target.firstToken].range
    return tree.comments(in: ByteRange(header.upperBound, tree.endOfLine(at: header.upperBound))).first
  }
}

/// The place of a node's content.
private struct Target {
  /// What is replaced.
  let content: ByteRange
  /// The end of the content, before the line break that ends a block scalar.
  let end: Int
  /// The end of the last token before the content: a property, `:`, `-`, `?` or `---`; nil at the start of a file.
  let indicatorEnd: Int?
  /// Whether the content starts on a later line than that.
  let startsBelow: Bool
  /// Whether a comment of its own line stands above a scalar; it would be lost.
  let hasCommentToKeep: Bool
  let isBlockScalar: Bool
  /// The index of the token at the start of the content.
  let firstToken: Int

  init(_ tree: YAMLTree, _ id: YAMLNodeID, keepingTag: Bool) {
    let node = tree[id]
    var start = node.contentRange.lowerBound
    if !keepingTag, let tag = node.tag, tag.range.lowerBound >= node.anchor?.range.lowerBound ?? 0 {
      start = tag.range.lowerBound
    }
    content = ByteRange(start, node.contentRange.upperBound)
    end = max(start, tree.beforeLineBreak(content.upperBound))
    firstToken = tree.indexOfToken(at: start)
    if case .scalar(let style) = node.kind, style == .literal || style == .folded, start == node.contentRange.lowerBound
    {
      isBlockScalar = true
    } else {
      isBlockScalar = false
    }
    var index = firstToken - 1
    var lineBreaks = 0
    var comments = 0
    while index >= 0, tree.tokens[index].isTrivia {
      if tree.tokens[index].kind == .newline { lineBreaks += 1 }
      if tree.tokens[index].kind == .comment { comments += 1 }
      index -= 1
    }
    indicatorEnd =
      index >= 0 && Self.isIndicator(tree.tokens[index], of: id, in: tree) ? tree.tokens[index].range.upperBound : nil
    startsBelow = lineBreaks > 0 && !tree.isInFlow(id)
    var isScalar = false
    if case .scalar = node.kind { isScalar = true }
    let first = indicatorEnd.map { tree.comments(in: ByteRange($0, tree.endOfLine(at: $0))).count } ?? 0
    hasCommentToKeep = isScalar && comments > first
  }
  /// Whether a token before the content of a node introduces it: a property of its own, or the indicator of its place.
  private static func isIndicator(_ token: YAMLToken, of id: YAMLNodeID, in tree: YAMLTree) -> Bool {
    if token.range.lowerBound >= tree[id].range.lowerBound { return true }
    if tree.parent(of: id) == nil { return token.kind == .documentStart }
    if let entry = tree.entry(of: id), entry.key == id { return tree.start(of: entry) == token.range.lowerBound }
    return token.kind == .colon || token.kind == .dash
  }
}

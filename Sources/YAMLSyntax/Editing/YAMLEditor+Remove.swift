internal import SourceText

extension YAMLEditor {
  /// The edits that remove children of a collection.
  func remove(_ indices: [Int], of children: ChildSpans) -> [Edit] {
    let removed = Set(indices.filter { children.spans.indices.contains($0) })
    if removed.isEmpty { return [] }
    if removed.count == children.spans.count {
      return place(Rendered(head: Array((children.isMapping ? "{}" : "[]").utf8)), at: children.id)
    }
    if children.isFlow { return removeInFlow(removed.sorted(), of: children) }
    var edits: [Edit] = []
    var remaining = removed.sorted()
    if removed.contains(0), children.isInline(0),
      let kept = children.spans.indices.first(where: { !removed.contains($0) })
    {
      // The next child that stays, or the comment above it, moves up behind what stands before the first.
      let end = children.trailingEnd(kept - 1)
      let next = firstText(from: end, limit: children.spans[kept].lowerBound)
      edits.append(Edit(ByteRange(children.spans[0].lowerBound, next), with: [UInt8]()))
      remaining.removeFirst(kept)
    }
    var run = 0
    for index in remaining {
      // What stands above the lines when all are gone is what stands above the first of a run.
      if !removed.contains(index - 1) { run = index }
      edits += removeLines(of: index, in: children, below: children.leadingStart(run))
    }
    return edits
  }

  private func firstText(from offset: Int, limit: Int) -> Int {
    var index = tree.indexOfToken(at: offset)
    while index < tree.tokens.count, tree.tokens[index].range.lowerBound < limit,
      tree.tokens[index].kind == .whitespace || tree.tokens[index].kind == .newline
    {
      index += 1
    }
    return index < tree.tokens.count ? min(tree.tokens[index].range.lowerBound, limit) : limit
  }

  /// Removes the lines of a child, and one of the two gaps that would meet.
  ///
  /// Blank lines are an edit of their own, so that an insertion at the end of the child still has its place.
  private func removeLines(of index: Int, in children: ChildSpans, below top: Int) -> [Edit] {
    let start = children.leadingStart(index)
    let end = children.trailingEnd(index)
    var edits = [Edit(ByteRange(start, end), with: [UInt8]())]
    let before = tree.startOfBlankLines(to: start)
    let after = tree.endOfBlankLines(from: end)
    // Blank lines go where they, or what a value gains by them, would be wrong: see below.
    let mustGo = after > end && blankLines(from: end, to: after, couldJoinBlockScalarAbove: top)
    let isAtTop = before == tree.byteOrderMarkLength
    if after > end, mustGo || after < tree.source.bytes.count && (before < start || isAtTop) {
      edits.append(Edit(ByteRange(end, after), with: [UInt8]()))
    } else if after == tree.source.bytes.count, before < start {
      edits.append(Edit(ByteRange(before, start), with: [UInt8]()))
    }
    return edits
  }

  /// Whether blank lines could become part of a block scalar above, once nothing is left between.
  ///
  /// They do when a scalar above keeps blank lines. When they have spaces they can: beyond the indentation of a scalar
  /// above, be it there now or put there by another edit.
  private func blankLines(from start: Int, to end: Int, couldJoinBlockScalarAbove lineStart: Int) -> Bool {
    if tree.source.bytes[start..<end].contains(UInt8(ascii: " ")) { return true }
    return tree.headerOfBlockScalar(above: lineStart).map { tree.source[$0].contains(UInt8(ascii: "+")) } ?? false
  }

  /// Removes children and one comma for each: the one behind, or at the end the one before.
  ///
  /// A child and a comma are edits of their own: when two removals name the same comma, the edits are equal.
  private func removeInFlow(_ indices: [Int], of children: ChildSpans) -> [Edit] {
    let spans = children.spans
    var gaps = Set(indices)
    if gaps.remove(spans.count - 1) != nil {
      if let comma = comma(after: spans[spans.count - 1].upperBound) {
        return indices.map { Edit(spans[$0], with: [UInt8]()) } + gaps.sorted().map { removeGap($0, spans) }
          + [Edit(ByteRange(spans[spans.count - 1].upperBound, comma.upperBound), with: [UInt8]())]
      }
      let firstOfRun = spans.indices.last { !gaps.contains($0) && $0 != spans.count - 1 } ?? 0
      gaps.insert(firstOfRun)
    }
    return indices.map { Edit(spans[$0], with: [UInt8]()) } + gaps.sorted().map { removeGap($0, spans) }
  }

  /// Removes the comma and the space between a child and the next.
  private func removeGap(_ index: Int, _ spans: [ByteRange]) -> Edit {
    let end = spans[index].upperBound
    return Edit(ByteRange(end, spans[index + 1].lowerBound), with: spaces(needsSpace(after: end) ? 1 : 0))
  }

  /// Whether a `,` or `}` right after an offset would be taken for a part of the token that ends there.
  func needsSpace(after end: Int) -> Bool {
    let index = tree.indexOfToken(at: end) - 1
    guard index >= 0, tree.tokens[index].range.upperBound == end else { return false }
    switch tree.tokens[index].kind {
    case .colon, .questionMark, .tag, .anchor: return true
    default: return false
    }
  }

  /// The comma that follows a child of a flow collection.
  func comma(after end: Int) -> ByteRange? {
    var index = tree.indexOfToken(at: end)
    while index < tree.tokens.count, tree.tokens[index].isTrivia { index += 1 }
    return index < tree.tokens.count && tree.tokens[index].kind == .comma ? tree.tokens[index].range : nil
  }
}

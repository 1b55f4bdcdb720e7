public import SourceText

extension YAMLEditor {
  /// Inserts entries right behind an entry of a block mapping, in their order, in a way that can be undone exactly.
  ///
  /// The edit is an insertion at ``endOfEntry(_:of:)``; deleting the bytes from there to the same place of the last new
  /// entry gives the file back. That holds as long as the last line of the last new entry is no block scalar.
  ///
  /// - Returns: nil where the node is no block mapping, or the entry starts behind something else on its line.
  public func insertEntries(_ entries: [YAMLNewEntry], behind index: Int, of mapping: YAMLNodeID) -> Edit? {
    let id = tree.resolved(mapping)
    guard let children = ChildSpans(tree, id), let end = endOfEntry(index, of: id) else { return nil }
    // A blank line below a block scalar that keeps them would be one more in its value.
    let keepsBlankLines = followsKeptBlankLines(children.trailingEnd(index))
    let blanks = [[UInt8]](repeating: [], count: keepsBlankLines ? 0 : children.usualBlankLines)
    let writer = writer(inside: id, floor: 0)
    let lines = entries.flatMap { blanks + writer.lines(of: $0, column: children.column) }
    return Edit(ByteRange(at: end), with: lines.flatMap { style.newline + $0 })
  }

  /// The end of the last line of an entry of a block mapping, the deeper comments below it included and its line break
  /// not; nil where the node is no block mapping, or the entry starts behind something else on its line.
  public func endOfEntry(_ index: Int, of mapping: YAMLNodeID) -> Int? {
    guard let children = ChildSpans(tree, tree.resolved(mapping)), children.isMapping, !children.isFlow,
      children.spans.indices.contains(index), !children.isInline(index)
    else { return nil }
    let end = children.trailingEnd(index)
    return tree.beforeLineBreak(followsKeptBlankLines(end) ? end : tree.startOfBlankLines(to: end))
  }

  /// The comments above each item of a block sequence, without `#` and the blank behind it; empty for other nodes.
  public func itemComments(of sequence: YAMLNodeID) -> [[String]] {
    guard let children = ChildSpans(tree, tree.resolved(sequence)), !children.isMapping, !children.isFlow else {
      return []
    }
    return children.spans.indices.map { index in
      let range = ByteRange(children.leadingStart(index), children.spans[index].lowerBound)
      return tree.comments(in: range).map { comment in
        let text = String(decoding: tree.source[comment], as: UTF8.self).dropFirst()
        return String(text.hasPrefix(" ") ? text.dropFirst() : text)
      }
    }
  }
}

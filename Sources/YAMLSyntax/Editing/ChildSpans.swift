internal import SourceText

/// The children of a collection as spans: an entry from its key to its value, an item from its dash to its node.
struct ChildSpans {
  let tree: YAMLTree
  let id: YAMLNodeID
  let isMapping: Bool
  let isFlow: Bool
  /// The spans in order.
  let spans: [ByteRange]
  /// The column of a block collection.
  let column: Int

  /// Reads a collection; nil for a scalar and an alias.
  init?(_ tree: YAMLTree, _ id: YAMLNodeID) {
    self.tree = tree
    self.id = id
    switch tree[id].kind {
    case .scalar, .alias: return nil
    case .sequence(let items, let isFlow):
      (isMapping, self.isFlow) = (false, isFlow)
      spans = items.map { item in
        let range = tree[item.node].range
        return ByteRange(item.dash?.lowerBound ?? range.lowerBound, range.upperBound)
      }
    case .mapping(let entries, let isFlow):
      (isMapping, self.isFlow) = (true, isFlow)
      spans = entries.map { entry in
        let end = max(tree[entry.value].range.upperBound, entry.colon?.upperBound ?? 0)
        return ByteRange(tree.start(of: entry), end)
      }
    }
    column = tree.column(of: tree[id].contentRange.lowerBound)
  }

  /// The column of the block collection around this one, -1 at the root.
  var parentColumn: Int { tree.blockIndentation(around: id) }

  /// Whether a child starts behind something else on its line, as in `- key: value`.
  func isInline(_ index: Int) -> Bool {
    !tree.isFirstOnLine(spans[index].lowerBound)
  }

  /// The start of the first line of a child, the comments right above it included.
  ///
  /// A comment belongs to the child below when it stands at the same column without a blank line between; above the
  /// first child any column does that is deeper than the collection's parent.
  func leadingStart(_ index: Int) -> Int {
    var start = tree.lineStart(of: spans[index].lowerBound)
    let parent = parentColumn
    while let previous = tree.previousLine(before: start) {
      guard case .comment(let column)? = tree.trivia(ofLineAt: previous) else { break }
      guard column == self.column || index == 0 && parent >= 0 && column > parent else { break }
      start = previous
    }
    return start
  }

  /// The end of the last line of a child, the deeper comments below it included.
  func trailingEnd(_ index: Int) -> Int {
    var end = tree.nextLine(after: spans[index].upperBound)
    while true {
      let next = tree.endOfBlankLines(from: end)
      guard case .comment(let column)? = tree.trivia(ofLineAt: next), column > self.column else { return end }
      end = tree.nextLine(from: next)
    }
  }

  /// The place after all children and after the comments that stand below them at the same column.
  var end: Int {
    var end = spans.isEmpty ? tree.nextLine(after: tree[id].range.upperBound) : trailingEnd(spans.count - 1)
    let parent = parentColumn
    guard parent >= 0, column > parent else { return end }
    while case .comment(let column)? = tree.trivia(ofLineAt: end), column == self.column {
      end = tree.nextLine(from: end)
    }
    return end
  }

  /// The blank lines that this collection usually has between its children.
  ///
  /// More than half of the gaps must have some; a root with one entry counts as one that has them.
  var usualBlankLines: Int {
    guard isMapping, !isFlow else { return 0 }
    guard spans.count > 1 else { return tree.parent(of: id) == nil ? 1 : 0 }
    var counts: [Int: Int] = [:]
    for index in spans.indices.dropFirst() {
      let end = leadingStart(index)
      var position = tree.startOfBlankLines(to: end)
      var lines = 0
      while position < end {
        lines += 1
        position = tree.nextLine(from: position)
      }
      counts[lines, default: 0] += 1
    }
    let none = counts.removeValue(forKey: 0) ?? 0
    guard none * 2 < spans.count - 1 else { return 0 }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
  }
}

extension YAMLTree {
  /// Where an entry starts: at its key, or at the `?` before it.
  func start(of entry: YAMLEntry) -> Int {
    let key = self[entry.key].range.lowerBound
    var index = indexOfToken(at: key) - 1
    while index >= 0, tokens[index].isTrivia { index -= 1 }
    guard index >= 0, tokens[index].kind == .questionMark else { return key }
    // In `? a: b` the mark introduces the mapping, not its first key; in a block the key of a mark stands deeper.
    let mark = tokens[index].range.lowerBound
    let mapping = parent(of: entry.key).map { self[$0].contentRange.lowerBound } ?? key
    var isDeeper = isInFlow(entry.key) || column(of: key) > column(of: mark)
    if case .sequence(_, isFlow: false) = self[entry.key].kind { isDeeper = true }
    return mark >= mapping && isDeeper ? mark : key
  }
}

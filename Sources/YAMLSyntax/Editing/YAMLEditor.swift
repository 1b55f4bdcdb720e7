public import SourceText

/// Plans changes of a YAML file as edits of its bytes, in the style of the file.
///
/// Every method answers with edits in offsets of the original file and changes nothing. Edits of disjoint operations
/// (insert here, remove there, replace elsewhere) do not overlap and can be collected in one `EditSet`; insertions at one
/// place keep their order. An operation that makes no sense for its node, such as inserting an entry into text, answers
/// with no edits. Where a collection is named by an alias, the edit is made at the anchor.
///
/// New lines follow the file: line breaks, indentation of this mapping or else of the file, the column of dashes and the
/// spaces behind them, the quotes used most, blank lines between entries where the mapping has them, and the missing
/// line break at the end of the file.
///
/// One value can change that no edit touches: a `|` or `>` block that ends a file without a line break has no newline at
/// its end, and gains one when lines are put behind it.
public struct YAMLEditor: Sendable {
  /// The file that is edited.
  public let tree: YAMLTree
  let style: FileStyle

  /// Creates an editor; reads the habits of the file once, in linear time.
  public init(_ tree: YAMLTree) {
    self.tree = tree
    style = FileStyle(tree)
  }

  /// Inserts entries into a mapping, in their order.
  ///
  /// The mapping may be a block or flow mapping, or an empty value such as that of `variables:`. An empty `{}` in a block
  /// becomes a block mapping.
  public func insertEntries(_ entries: [YAMLNewEntry], into mapping: YAMLNodeID, at place: YAMLPlace) -> [Edit] {
    let id = tree.resolved(mapping)
    if entries.isEmpty { return [] }
    guard let children = ChildSpans(tree, id) else {
      return isEmptyScalar(id) ? replaceValue(id, with: .mapping(entries)) : []
    }
    guard children.isMapping else { return [] }
    let index = children.index(of: place)
    if children.isFlow {
      if children.spans.isEmpty, !tree.isInFlow(id), !tree.isKey(id) {
        return self.replaceBlock(id, with: .mapping(entries))
      }
      return insertInFlow(entries.map { self.writer(at: id).flow($0) }, into: children, at: index)
    }
    let offset = insertionOffset(children, place: place, index: index)
    let writer = self.writer(inside: id, floor: tree.floorOfBlockScalar(before: offset))
    let lines = entries.map { writer.lines(of: $0, column: children.column) }
    return [insertLines(lines, ending: entries.last?.content, into: children, at: index, offset: offset)]
  }

  /// Inserts items into a sequence, in their order, so that the first one gets the index.
  ///
  /// The sequence may be a block or flow sequence, or an empty value. An empty `[]` in a block becomes a block sequence.
  /// Comments above the item at the index stay with that item.
  public func insertItems(_ items: [YAMLNewItem], into sequence: YAMLNodeID, at index: Int) -> [Edit] {
    let id = tree.resolved(sequence)
    if items.isEmpty { return [] }
    guard let children = ChildSpans(tree, id) else {
      return isEmptyScalar(id) ? replaceValue(id, with: .sequence(items)) : []
    }
    guard !children.isMapping else { return [] }
    let index = min(max(index, 0), children.spans.count)
    if children.isFlow {
      if children.spans.isEmpty, !tree.isInFlow(id), !tree.isKey(id) { return replaceBlock(id, with: .sequence(items)) }
      return insertInFlow(items.map { self.writer(at: id).flow($0.content) }, into: children, at: index)
    }
    let isLast = index == children.spans.count
    let offset = insertionOffset(children, place: isLast ? .last : .before(index), index: index)
    let writer = self.writer(inside: id, floor: tree.floorOfBlockScalar(before: offset))
    let lines = items.map { writer.lines(of: $0, dashColumn: children.column) }
    return [insertLines(lines, ending: items.last?.content, into: children, at: index, offset: offset)]
  }

  /// Removes an entry with its lines and the comments that belong to it. A mapping that loses its last entry becomes `{}`.
  public func removeEntry(at index: Int, of mapping: YAMLNodeID) -> [Edit] {
    removeEntries(at: [index], of: mapping)
  }

  /// Removes several entries of one mapping; see ``removeEntry(at:of:)``.
  public func removeEntries(at indices: [Int], of mapping: YAMLNodeID) -> [Edit] {
    let id = tree.resolved(mapping)
    guard let children = ChildSpans(tree, id), children.isMapping else { return [] }
    return remove(indices, of: children)
  }

  /// Removes an item with its lines and the comments that belong to it. A sequence that loses its last item becomes `[]`.
  public func removeItem(at index: Int, of sequence: YAMLNodeID) -> [Edit] {
    removeItems(at: [index], of: sequence)
  }

  /// Removes several items of one sequence; see ``removeItem(at:of:)``.
  public func removeItems(at indices: [Int], of sequence: YAMLNodeID) -> [Edit] {
    let id = tree.resolved(sequence)
    guard let children = ChildSpans(tree, id), !children.isMapping else { return [] }
    return remove(indices, of: children)
  }

  /// Replaces the content of a node. An alias is replaced itself, not the node it names.
  ///
  /// Text on one line may become a nested collection and the other way round. The anchor stays, and so does the tag.
  ///
  /// - Parameter keepingTag: Pass false where the new content must not have the old tag, such as `!reference`.
  public func replaceValue(
    _ id: YAMLNodeID, with content: YAMLContent, keepingTag: Bool = true
  ) -> [Edit] {
    if tree.isKey(id), case .scalar(let text) = content {
      let writer = self.writer(at: id)
      return place(
        Rendered(head: writer.scalar(ScalarText(text), inFlow: tree.isInFlow(id))), at: id, keepingTag: keepingTag)
    }
    if tree.isInFlow(id) || tree.isKey(id) {
      return place(Rendered(head: writer(at: id).flow(content)), at: id, keepingTag: keepingTag)
    }
    return replaceBlock(id, with: content, keepingTag: keepingTag)
  }

  private func replaceBlock(_ id: YAMLNodeID, with content: YAMLContent, keepingTag: Bool = true) -> [Edit] {
    place(
      render(content, at: id, keepingTag: keepingTag), at: id, keepingTag: keepingTag,
      needsLineBreak: Self.endsWithNewline(content))
  }

  private func isEmptyScalar(_ id: YAMLNodeID) -> Bool {
    if case .scalar(.plain) = tree[id].kind { return tree[id].contentRange.isEmpty }
    return false
  }
}

extension YAMLTree {
  /// Whether a node lies inside brackets or braces.
  public func isInFlow(_ id: YAMLNodeID) -> Bool {
    guard let parent = parent(of: id) else { return false }
    switch self[parent].kind {
    case .sequence(_, let isFlow), .mapping(_, let isFlow): return isFlow
    case .scalar, .alias: return false
    }
  }

  /// Whether a node is a key of a mapping.
  func isKey(_ id: YAMLNodeID) -> Bool {
    entry(of: id)?.key == id
  }

  /// The entry whose key or value a node is.
  func entry(of id: YAMLNodeID) -> YAMLEntry? {
    guard let parent = parent(of: id), case .mapping(let entries, _) = self[parent].kind else { return nil }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].value < id { low = middle + 1 } else { high = middle }
    }
    return low < entries.count ? entries[low] : nil
  }

  /// The item whose node this is.
  func item(of id: YAMLNodeID) -> YAMLItem? {
    guard let parent = parent(of: id), case .sequence(let items, _) = self[parent].kind else { return nil }
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].node < id { low = middle + 1 } else { high = middle }
    }
    return low < items.count ? items[low] : nil
  }
}

extension ChildSpans {
  /// The index before which a place lies.
  func index(of place: YAMLPlace) -> Int {
    switch place {
    case .first: 0
    case .last: spans.count
    case .before(let index): min(max(index, 0), spans.count)
    case .after(let index): min(max(index + 1, 0), spans.count)
    }
  }
}

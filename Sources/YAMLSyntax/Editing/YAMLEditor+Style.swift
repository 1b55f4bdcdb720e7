internal import SourceText

/// How new content is indented at a place of the file.
extension YAMLEditor {
  /// A writer for the value of a node: what stands in its place follows its parent.
  func writer(at id: YAMLNodeID) -> ContentWriter {
    let next = tree.nextLine(after: tree[id].range.upperBound)
    let floor = tree.floorOfBlockScalar(before: next)
    guard let parent = tree.parent(of: id) else {
      return writer(step: style.indentation, sequenceIndentation: 0, floor: floor)
    }
    return writer(inside: parent, floor: floor)
  }

  /// A writer for new children of a collection.
  func writer(inside id: YAMLNodeID, floor: Int?) -> ContentWriter {
    switch tree[id].kind {
    case .mapping(let entries, isFlow: false):
      let column = tree.column(of: tree[id].contentRange.lowerBound)
      let (mapping, sequence) = steps(of: entries, column: column)
      let step = mapping ?? stepFromParent(of: id) ?? sequence.flatMap { $0 > 0 ? $0 : nil } ?? style.indentation
      return writer(
        step: step, sequenceIndentation: sequence ?? style.sequenceIndentation ?? step,
        floor: floor)
    case .sequence(let items, isFlow: false):
      let gap = items.lazy.compactMap { tree.dashGap(of: $0) }.first
      return writer(
        step: style.indentation, sequenceIndentation: style.sequenceIndentation ?? style.indentation,
        dashGap: gap, floor: floor)
    default:
      return writer(
        step: style.indentation, sequenceIndentation: style.sequenceIndentation ?? style.indentation,
        floor: floor)
    }
  }

  private func writer(
    step: Int, sequenceIndentation: Int, dashGap: Int? = nil, floor: Int?
  ) -> ContentWriter {
    ContentWriter(
      style: style, step: step, sequenceIndentation: sequenceIndentation, dashGap: dashGap ?? style.dashGap,
      floor: floor)
  }

  /// The columns by which the first nested mapping and the first nested sequence of a mapping are indented.
  private func steps(of entries: [YAMLEntry], column: Int) -> (mapping: Int?, sequence: Int?) {
    var (mapping, sequence): (Int?, Int?) = (nil, nil)
    for entry in entries where mapping == nil || sequence == nil {
      let value = tree[entry.value]
      switch value.kind {
      case .mapping(_, isFlow: false):
        mapping = mapping ?? tree.column(of: value.contentRange.lowerBound) - column
      case .sequence(_, isFlow: false):
        sequence = sequence ?? tree.column(of: value.contentRange.lowerBound) - column
      default: break
      }
    }
    return (mapping, sequence)
  }

  /// The columns by which a mapping is indented under the key whose value it is.
  private func stepFromParent(of id: YAMLNodeID) -> Int? {
    guard let parent = tree.parent(of: id), case .mapping(_, isFlow: false) = tree[parent].kind else { return nil }
    let step =
      tree.column(of: tree[id].contentRange.lowerBound) - tree.column(of: tree[parent].contentRange.lowerBound)
    return step > 0 ? step : nil
  }

  /// New content for the place of a node in a block collection or at the root.
  func render(_ content: YAMLContent, at id: YAMLNodeID, keepingTag: Bool) -> Rendered {
    var writer = writer(at: id)
    if let item = tree.item(of: id), let dash = item.dash {
      // Behind an anchor on the line of the dash, a nested collection would hand it to its first child.
      let isBehindProperty = tree[id].anchor != nil || keepingTag && tree[id].tag != nil
      // And one that goes on a line below keeps the comments above it there.
      let isBelow = !tree[id].contentRange.isEmpty && tree.dashGap(of: item) == nil
      writer.dashGap = tree.dashGap(of: item) ?? writer.dashGap
      return writer.item(
        content, dashColumn: tree.column(of: dash.lowerBound), isCompact: !isBehindProperty && !isBelow)
    }
    if tree.entry(of: id) != nil {
      return writer.value(content, keyColumn: tree.blockIndentation(around: id))
    }
    return writer.root(content)
  }
}

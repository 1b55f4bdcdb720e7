internal import SourceText

/// The habits of a file, which new lines follow.
struct FileStyle: Sendable {
  /// The line break: that of the first line; LF in a file of one line.
  let newline: [UInt8]
  /// The columns by which a mapping is indented under its key, most often; 2 where there is none.
  let indentation: Int
  /// The columns by which the dashes of a sequence are indented under its key, most often; nil where there is none.
  let sequenceIndentation: Int?
  /// The spaces between a dash and its item, most often; 1 where there is none.
  let dashGap: Int
  /// The quotes used more often where either would do; double quotes when it is a draw.
  let quote: YAMLScalarStyle
  /// Whether brackets have spaces inside, most often.
  let padsBrackets: Bool

  /// Reads the habits of a file; linear in its size.
  init(_ tree: YAMLTree) {
    newline = Self.newline(of: tree)
    var steps: [Int: Int] = [:]
    var dashes: [Int: Int] = [:]
    var gaps: [Int: Int] = [:]
    var quotes = (single: 0, double: 0)
    var brackets = (padded: 0, tight: 0)
    for node in tree.nodes {
      switch node.kind {
      case .mapping(let entries, isFlow: false):
        let column = tree.column(of: node.contentRange.lowerBound)
        for entry in entries {
          let value = tree[entry.value]
          switch value.kind {
          case .mapping(_, isFlow: false):
            steps[tree.column(of: value.contentRange.lowerBound) - column, default: 0] += 1
          case .sequence(_, isFlow: false):
            dashes[tree.column(of: value.contentRange.lowerBound) - column, default: 0] += 1
          default: break
          }
        }
      case .sequence(let items, isFlow: false):
        if let gap = items.first.flatMap({ tree.dashGap(of: $0) }) { gaps[gap, default: 0] += 1 }
      case .sequence(let items, isFlow: true):
        guard let first = items.first else { continue }
        if tree[first.node].range.lowerBound > node.contentRange.lowerBound + 1 {
          brackets.padded += 1
        } else {
          brackets.tight += 1
        }
      case .scalar(let style):
        let inner = tree.source.bytes[node.contentRange.indices].dropFirst().dropLast()
        if inner.contains(where: { "'\"\\".utf8.contains($0) }) { continue }
        if style == .singleQuoted { quotes.single += 1 }
        if style == .doubleQuoted { quotes.double += 1 }
      default: break
      }
    }
    indentation = Self.mostCommon(steps) ?? 2
    sequenceIndentation = Self.mostCommon(dashes)
    dashGap = Self.mostCommon(gaps) ?? 1
    quote = quotes.single > quotes.double ? .singleQuoted : .doubleQuoted
    padsBrackets = brackets.padded > brackets.tight
  }

  private static func newline(of tree: YAMLTree) -> [UInt8] {
    guard let first = tree.source.bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return [0x0A] }
    return Array(tree.source.bytes[first..<(first + tree.source.bytes.lineBreakLength(at: first))])
  }

  /// The key with the highest count; the smallest of several.
  private static func mostCommon(_ counts: [Int: Int]) -> Int? {
    counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }
}

extension YAMLTree {
  /// The spaces between the dash of an item and the item; nil where the item is empty or on another line.
  func dashGap(of item: YAMLItem) -> Int? {
    guard let dash = item.dash else { return nil }
    let start = self[item.node].range.lowerBound
    guard start > dash.upperBound, source.bytes[dash.upperBound..<start].allSatisfy({ $0 == UInt8(ascii: " ") }) else {
      return nil
    }
    return start - dash.upperBound
  }
}

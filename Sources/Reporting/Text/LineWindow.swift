internal import SourceText

/// The part of a source line that fits the width of the report, and where marks fall in it.
struct LineWindow {
  /// What is shown of the line, `...` standing for what is cut.
  let text: String
  private let cells: ArraySlice<DisplayLine.Cell>
  private let indent: Int

  /// Shows the whole line when it fits, else the part in which the mark starts.
  init(_ line: DisplayLine, width: Int, mark: ByteRange) {
    let total = line.width
    let room = max(20, width)
    var range = line.cells.indices
    if total > room {
      range = Self.cut(line.cells, room: room - 2 * Self.ellipsis.count, mark: mark, total: total)
    }
    let isCutBefore = line.isCut.before || range.lowerBound > 0
    let isCutAfter = line.isCut.after || range.upperBound < line.cells.count
    cells = line.cells[range]
    indent = isCutBefore ? Self.ellipsis.count : 0
    text =
      (isCutBefore ? Self.ellipsis : "") + cells.map(\.text).joined() + (isCutAfter ? Self.ellipsis : "")
  }

  private static let ellipsis = "..."

  /// The cells that are shown: as many as fit, a third of the room before the mark where the line is long enough.
  private static func cut(_ cells: [DisplayLine.Cell], room: Int, mark: ByteRange, total: Int) -> Range<Int> {
    let markColumn = cells.prefix { $0.bytes.upperBound <= mark.lowerBound }.reduce(0) { $0 + $1.width }
    let start = min(max(0, markColumn - room / 3), total - room)
    var column = 0
    var first: Int?
    var end = cells.count
    for (index, cell) in cells.enumerated() {
      if first == nil, column >= start { first = index }
      column += cell.width
      if let first, index > first, column > start + room {
        end = index
        break
      }
    }
    let lower = first ?? cells.count
    return lower..<max(lower, end)
  }

  /// The columns of a range of bytes in the shown text: how many lie before it and how many it takes, at least one.
  func columns(of mark: ByteRange) -> (before: Int, count: Int) {
    var before = indent
    var count = 0
    for cell in cells {
      if cell.bytes.upperBound <= mark.lowerBound {
        before += cell.width
      } else if cell.bytes.lowerBound < mark.upperBound {
        count += cell.width
      }
    }
    return (before, max(1, count))
  }
}

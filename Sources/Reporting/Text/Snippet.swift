internal import Diagnostics
internal import SourceText

/// An excerpt of one file with marks under its lines.
struct Snippet {
  /// A place to mark; only the primary one has carets.
  struct Mark {
    let range: ByteRange
    let label: String
    let isPrimary: Bool
  }

  /// How an excerpt is laid out.
  struct Layout {
    /// The columns of the line numbers.
    let gutter: Int
    /// The columns of everything.
    let width: Int
    /// Whether labels that do not fit behind their marks go below them.
    let wrapsText: Bool
    let style: TextStyle

    /// The start of a row without a line number.
    var empty: String { style.paint(String(repeating: " ", count: gutter) + " |", .gutter) }
    /// The columns behind the start of a row.
    var room: Int { width - gutter - 3 }
  }

  /// The part of a mark that lies in one line.
  private struct Piece {
    let line: Int
    let range: ByteRange
    let label: String
    let isPrimary: Bool
  }

  private let source: SourceCatalog.Entry
  private let pieces: [Piece]

  init(_ source: SourceCatalog.Entry, marks: [Mark]) {
    self.source = source
    pieces = marks.flatMap { Self.pieces(of: $0, in: source) }.sorted { left, right in
      (left.line, left.range.lowerBound, left.isPrimary ? 0 : 1) < (
        right.line, right.range.lowerBound, right.isPrimary ? 0 : 1
      )
    }
  }

  /// The greatest line number that is shown.
  var lastLine: Int { pieces.last?.line ?? 0 }

  /// The lines of the excerpt: numbered source lines, each followed by its marks.
  func render(_ layout: Layout, severity: Severity) -> [String] {
    var output = [layout.empty]
    var previous: Int?
    for (line, pieces) in grouped() {
      if let previous, line == previous + 2 {
        output.append(row(previous + 1, window(of: previous + 1, at: nil, layout), layout))
      } else if let previous, line > previous + 1 {
        output.append(layout.style.paint("...", .gutter))
      }
      var shown: String?
      for piece in pieces {
        let window = window(of: line, at: piece.range, layout)
        // A line that is too long is shown once for each of its parts that matter.
        if window.text != shown { output.append(row(line, window, layout)) }
        shown = window.text
        output += marks(of: piece, columns: window.columns(of: piece.range), layout, severity)
      }
      previous = line
    }
    return output
  }

  /// The row that marks a piece with its label: behind the mark, or below where it does not fit there.
  private func marks(
    of piece: Piece, columns: (before: Int, count: Int), _ layout: Layout, _ severity: Severity
  ) -> [String] {
    let role: TextStyle.Role = piece.isPrimary ? .severity(severity) : .label
    func row(_ text: String, at column: Int) -> String {
      layout.empty + " " + String(repeating: " ", count: column) + layout.style.paint(text, role)
    }
    let mark = String(repeating: piece.isPrimary ? "^" : "-", count: columns.count)
    guard !piece.label.isEmpty else { return [row(mark, at: columns.before)] }
    let label = TerminalText.escaped(piece.label)
    let width = WrappedText.columns(of: label)
    guard layout.wrapsText, columns.before + columns.count + 1 + width > layout.room else {
      return [row(mark + " " + label, at: columns.before)]
    }
    // As near to the mark as the label fits in one row.
    let column = max(0, min(columns.before, layout.room - width))
    let lines = WrappedText.lines(label, width: max(20, layout.room - column))
    return [row(mark, at: columns.before)] + lines.map { row($0, at: column) }
  }

  private func grouped() -> [(line: Int, pieces: [Piece])] {
    var groups: [(line: Int, pieces: [Piece])] = []
    for piece in pieces {
      if groups.last?.line == piece.line {
        groups[groups.count - 1].pieces.append(piece)
      } else {
        groups.append((piece.line, [piece]))
      }
    }
    return groups
  }

  private func window(of line: Int, at mark: ByteRange?, _ layout: Layout) -> LineWindow {
    let range = Self.visibleRange(ofLine: line, in: source)
    let mark = mark ?? ByteRange(at: range.lowerBound)
    let display = DisplayLine(range, of: source.file.bytes, around: mark.lowerBound)
    return LineWindow(display, width: layout.room, mark: mark)
  }

  private func row(_ line: Int, _ window: LineWindow, _ layout: Layout) -> String {
    let number = String(line)
    let padding = String(repeating: " ", count: max(0, layout.gutter - number.utf8.count))
    let text = window.text.isEmpty ? "" : " " + window.text
    return layout.style.paint("\(padding)\(number) |", .gutter) + text
  }

  /// Splits a mark into lines: all of them up to four, else the first two and the last. The label stands at the last.
  private static func pieces(of mark: Mark, in source: SourceCatalog.Entry) -> [Piece] {
    let range = mark.range.clamped(to: source.file.bytes.count)
    let first = source.lines.line(at: range.lowerBound)
    let last = range.isEmpty ? first : source.lines.line(at: range.upperBound - 1)
    let lines = last - first < 4 ? Array(first...max(first, last)) : [first, first + 1, last]
    return lines.compactMap { line in
      let visible = visibleRange(ofLine: line, in: source)
      var piece = ByteRange(max(range.lowerBound, visible.lowerBound), min(range.upperBound, visible.upperBound))
      if line != first {
        let indent = source.file[visible].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        piece = ByteRange(max(piece.lowerBound, visible.lowerBound + indent), piece.upperBound)
        if piece.isEmpty, line != last { return nil }
      }
      return Piece(line: line, range: piece, label: line == last ? mark.label : "", isPrimary: mark.isPrimary)
    }
  }

  /// The bytes of a line without its line ending.
  private static func visibleRange(ofLine line: Int, in source: SourceCatalog.Entry) -> ByteRange {
    let range = source.lines.range(ofLine: line)
    var end = range.upperBound
    let bytes = source.file.bytes
    if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\n") {
      end -= 1
      if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    }
    return ByteRange(range.lowerBound, end)
  }
}

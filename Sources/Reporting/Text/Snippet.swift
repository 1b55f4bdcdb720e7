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
  func render(gutter: Int, width: Int, style: TextStyle, severity: Severity) -> [String] {
    let empty = style.paint(String(repeating: " ", count: gutter) + " |", .gutter)
    var output = [empty]
    var previous: Int?
    for (line, pieces) in grouped() {
      if let previous, line == previous + 2 {
        output.append(row(previous + 1, window(of: previous + 1, at: nil, gutter, width), gutter, style))
      } else if let previous, line > previous + 1 {
        output.append(style.paint("...", .gutter))
      }
      var shown: String?
      for piece in pieces {
        let window = window(of: line, at: piece.range, gutter, width)
        // A line that is too long is shown once for each of its parts that matter.
        if window.text != shown { output.append(row(line, window, gutter, style)) }
        shown = window.text
        let columns = window.columns(of: piece.range)
        let mark = String(repeating: piece.isPrimary ? "^" : "-", count: columns.count)
        let text = piece.label.isEmpty ? mark : mark + " " + TerminalText.escaped(piece.label)
        let role: TextStyle.Role = piece.isPrimary ? .severity(severity) : .label
        output.append(empty + " " + String(repeating: " ", count: columns.before) + style.paint(text, role))
      }
      previous = line
    }
    return output
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

  private func window(of line: Int, at mark: ByteRange?, _ gutter: Int, _ width: Int) -> LineWindow {
    let range = Self.visibleRange(ofLine: line, in: source)
    let mark = mark ?? ByteRange(at: range.lowerBound)
    let display = DisplayLine(range, of: source.file.bytes, around: mark.lowerBound)
    return LineWindow(display, width: width - gutter - 3, mark: mark)
  }

  private func row(_ line: Int, _ window: LineWindow, _ gutter: Int, _ style: TextStyle) -> String {
    let number = String(line)
    let padding = String(repeating: " ", count: max(0, gutter - number.utf8.count))
    let text = window.text.isEmpty ? "" : " " + window.text
    return style.paint("\(padding)\(number) |", .gutter) + text
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

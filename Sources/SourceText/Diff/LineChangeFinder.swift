/// A run of whole lines that is replaced by other whole lines.
struct LineChange {
  /// The old lines, counted from 0; empty for a pure insertion before the line at `lowerBound`.
  var oldLines: Range<Int>
  /// The new lines, each with its line ending; only the last line of the file may lack one.
  var newLines: [ArraySlice<UInt8>]
}

/// Turns edits of bytes into changes of whole lines, in one pass over the edits.
struct LineChangeFinder {
  private let original: [UInt8]
  private let edits: [Edit]
  private let table: LineTable
  private var next = 0

  private init(original: [UInt8], edits: [Edit], table: LineTable) {
    self.original = original
    self.edits = edits
    self.table = table
  }

  /// Finds the changed lines; neighbouring changes without an unchanged line between them become one.
  static func changes(in original: [UInt8], edits: [Edit], table: LineTable) -> [LineChange] {
    var finder = LineChangeFinder(original: original, edits: edits, table: table)
    var found: [LineChange] = []
    while finder.next < edits.count {
      guard let change = finder.trimmed(finder.takeRegion()) else { continue }
      if let last = found.last, last.oldLines.upperBound == change.oldLines.lowerBound {
        found[found.count - 1].oldLines = last.oldLines.lowerBound..<change.oldLines.upperBound
        found[found.count - 1].newLines += change.newLines
      } else {
        found.append(change)
      }
    }
    // What one edit takes away another may put back: together they can be less than each alone.
    return found.compactMap(finder.trimmed)
  }

  /// Takes at least one edit, and all further ones that touch the same lines of the old or the new text.
  ///
  /// A region starts at the start of an old line and ends where both the old and the new text start a line, or end.
  private mutating func takeRegion() -> LineChange {
    let start = table.startOfLine(at: range(of: edits[next]).lowerBound)
    var position = start
    var new: [UInt8] = []
    repeat {
      let edit = range(of: edits[next])
      new.append(contentsOf: original[position..<edit.lowerBound])
      new.append(contentsOf: edits[next].replacement)
      position = edit.upperBound
      next += 1
      if startsLine(position), Self.endsLine(new) { break }
      let end = table.range(ofLine: table.line(at: position)).upperBound
      let following = next < edits.count ? range(of: edits[next]).lowerBound : Int.max
      // The next edit changes the line in which this one ends: the line is complete only after it.
      if following < end || (following == end && end == original.count) { continue }
      new.append(contentsOf: original[position..<end])
      position = end
      break
    } while next < edits.count
    let first = table.line(at: start) - 1
    return LineChange(oldLines: first..<lineIndex(after: position), newLines: Self.lines(of: new))
  }

  /// Takes away the lines that are equal at the start and at the end; nil when nothing is left.
  private func trimmed(_ change: LineChange) -> LineChange? {
    let old = change.oldLines
    let new = change.newLines
    var prefix = 0
    while prefix < min(old.count, new.count), original[bytes(ofLine: old.lowerBound + prefix)] == new[prefix] {
      prefix += 1
    }
    var suffix = 0
    while suffix < min(old.count, new.count) - prefix,
      original[bytes(ofLine: old.upperBound - 1 - suffix)] == new[new.count - 1 - suffix]
    {
      suffix += 1
    }
    guard max(old.count, new.count) > prefix + suffix else { return nil }
    return LineChange(
      oldLines: (old.lowerBound + prefix)..<(old.upperBound - suffix),
      newLines: Array(new[prefix..<(new.count - suffix)]))
  }

  private func bytes(ofLine line: Int) -> Range<Int> { table.range(ofLine: line + 1).indices }

  /// The index of the line that starts at an offset, or the number of lines at the end of a text without a final newline.
  private func lineIndex(after offset: Int) -> Int {
    startsLine(offset) ? table.line(at: offset) - 1 : table.line(at: offset)
  }

  private func range(of edit: Edit) -> ByteRange { edit.range.clamped(to: original.count) }

  private func startsLine(_ offset: Int) -> Bool {
    offset == 0 || original[offset - 1] == UInt8(ascii: "\n")
  }

  private static func endsLine(_ bytes: [UInt8]) -> Bool {
    bytes.last.map { $0 == UInt8(ascii: "\n") } ?? true
  }

  /// Splits a text after each newline.
  static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for offset in bytes.indices where bytes[offset] == UInt8(ascii: "\n") {
      lines.append(bytes[start...offset])
      start = offset + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }
}

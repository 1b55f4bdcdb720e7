/// Writes the headers and hunks of a unified diff.
struct DiffWriter {
  let contextLines: Int
  private(set) var output: [UInt8] = []
  private(set) var fileCount = 0
  private(set) var addedLines = 0
  private(set) var removedLines = 0

  init(contextLines: Int) {
    self.contextLines = contextLines
  }

  mutating func write(_ file: FileChange) {
    let table = LineTable(file.original)
    let changes = LineChangeFinder.changes(in: file.original, edits: file.edits.edits, table: table)
    guard file.isNewFile || !changes.isEmpty else { return }
    fileCount += 1
    writeFileHeader(file, hasContent: !changes.isEmpty)
    var start = 0
    var lineShift = 0
    while start < changes.count {
      var end = start + 1
      while end < changes.count,
        changes[end].oldLines.lowerBound - changes[end - 1].oldLines.upperBound <= 2 * contextLines
      {
        end += 1
      }
      let hunk = changes[start..<end]
      lineShift = writeHunk(hunk, of: file, table: table, lineShift: lineShift)
      start = end
    }
  }

  private mutating func writeFileHeader(_ file: FileChange, hasContent: Bool) {
    let old = GitPath.quoted("a/", file.path)
    let new = GitPath.quoted("b/", file.path)
    // git ends these two lines with a tab when the name holds a space, so that nothing after it is taken for a date.
    let tab = file.path.utf8.contains(UInt8(ascii: " ")) ? "\t" : ""
    output += Array("diff --git ".utf8) + old + Array(" ".utf8) + new + Array("\n".utf8)
    if file.isNewFile { append("new file mode 100644\n") }
    guard hasContent else { return }
    if file.isNewFile { append("--- /dev/null\n") } else { output += Array("--- ".utf8) + old + Array("\(tab)\n".utf8) }
    output += Array("+++ ".utf8) + new + Array("\(tab)\n".utf8)
  }

  /// Writes one hunk and returns by how many lines the new text is now ahead of the old one.
  private mutating func writeHunk(
    _ changes: ArraySlice<LineChange>, of file: FileChange, table: LineTable, lineShift: Int
  ) -> Int {
    guard let first = changes.first, let last = changes.last else { return lineShift }
    let start = max(0, first.oldLines.lowerBound - contextLines)
    let end = min(lineCount(of: file.original, table), last.oldLines.upperBound + contextLines)
    let removed = changes.reduce(0) { $0 + $1.oldLines.count }
    let added = changes.reduce(0) { $0 + $1.newLines.count }
    let newCount = end - start - removed + added
    append("@@ -\(Self.span(start, end - start)) +\(Self.span(start + lineShift, newCount)) @@")
    if let name = sectionName(for: first, in: file, table: table) { append(" \(name)") }
    append("\n")
    var position = start
    for change in changes {
      writeOld(position..<change.oldLines.lowerBound, mark: " ", file.original, table)
      writeOld(change.oldLines, mark: "-", file.original, table)
      for line in change.newLines { writeLine(line, mark: "+") }
      position = change.oldLines.upperBound
    }
    writeOld(position..<end, mark: " ", file.original, table)
    addedLines += added
    removedLines += removed
    return lineShift + added - removed
  }

  /// A line number and a count as git writes them: no count for one line, and for no line the number of the line before.
  private static func span(_ start: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(start),0"
    case 1: "\(start + 1)"
    default: "\(start + 1),\(count)"
    }
  }

  private mutating func writeOld(_ lines: Range<Int>, mark: Unicode.Scalar, _ bytes: [UInt8], _ table: LineTable) {
    for line in lines { writeLine(bytes[table.range(ofLine: line + 1).indices], mark: mark) }
  }

  private mutating func writeLine(_ line: ArraySlice<UInt8>, mark: Unicode.Scalar) {
    output.append(UInt8(ascii: mark))
    output.append(contentsOf: line)
    if line.last != UInt8(ascii: "\n") { append("\n\\ No newline at end of file\n") }
  }

  /// The number of lines; the empty line after a final newline is none.
  private func lineCount(of bytes: [UInt8], _ table: LineTable) -> Int {
    table.lineStarts.last == bytes.count ? table.lineStarts.count - 1 : table.lineStarts.count
  }

  /// The name of the section a change belongs to: the last one that starts before it.
  ///
  /// Lines inserted right before a section belong to the section above: that is where a job's last key is added.
  private func sectionName(for change: LineChange, in file: FileChange, table: LineTable) -> String? {
    let range = table.range(ofLine: change.oldLines.lowerBound + 1)
    let limit = change.oldLines.isEmpty ? range.lowerBound : range.upperBound
    let section = file.sections.last { $0.range.lowerBound < limit }
    return section.map { Self.oneLine($0.name) }
  }

  /// The name without control characters, and cut after about 80 bytes as git cuts it.
  private static func oneLine(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars where result.utf8.count < 80 {
      let isControl =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
      result.unicodeScalars.append(isControl ? "?" : scalar)
    }
    return result
  }

  private mutating func append(_ text: String) {
    output.append(contentsOf: text.utf8)
  }
}

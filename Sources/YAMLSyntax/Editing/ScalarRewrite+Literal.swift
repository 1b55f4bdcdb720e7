internal import SourceText

/// Edits inside a literal block.
extension ScalarRewrite {
  /// Edits of the lines that differ; nil where an edit cannot be made line by line.
  func literalEdits() -> [Edit]? {
    guard wanted.canBeInLiteral else { return nil }
    let column = layout(of: Array(editor.tree.source[node.contentRange])).indentation
    return editsWithFinalNewline().map { literalEdit($0, column: column) }
  }

  /// The edits, with the newline at the end that the block has anyway, where it may come and go.
  private func editsWithFinalNewline() -> [Edit] {
    let newline = UInt8(ascii: "\n")
    guard finalNewline == .allow, let last = edits.last, last.range.upperBound == map.decoded.count else {
      return edits
    }
    switch (map.decoded.last == newline, wanted.bytes.last == newline) {
    case (true, false): return edits.dropLast() + [Edit(last.range, with: last.replacement + [newline])]
    case (false, true) where last.replacement.last == newline:
      return edits.dropLast() + [Edit(last.range, with: last.replacement.dropLast())]
    default: return edits
    }
  }

  private func literalEdit(_ edit: Edit, column: Int) -> Edit {
    let tree = editor.tree
    let newline = UInt8(ascii: "\n")
    let (lower, upper) = (edit.range.lowerBound, edit.range.upperBound)
    let isAtLineStart = lower == 0 || map.decoded[lower - 1] == newline
    let isAtEnd = upper == map.decoded.count
    let leavesLineEmpty = isAtEnd || map.decoded[upper] == newline
    var start = map.sourceRange(of: ByteRange(at: lower)).lowerBound
    // The indentation of the line that follows the edit belongs to what is replaced: the new text brings its own.
    let end = max(start, map.sourceRange(of: ByteRange(at: upper)).lowerBound)

    let pieces = edit.replacement.split(separator: newline, omittingEmptySubsequences: false)
    let indentation = editor.spaces(column)
    var text: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      let isLast = index == pieces.count - 1
      let isEmptyLine = piece.isEmpty && (!isLast || leavesLineEmpty)
      if index > 0 {
        text += editor.style.newline + (isEmptyLine ? [] : indentation)
      } else if isAtLineStart {
        if isEmptyLine {
          start = tree.lineStart(of: start)
        } else {
          text += editor.spaces(column - tree.column(of: start))
        }
      }
      text += piece
    }
    return Edit(ByteRange(start, end), with: text)
  }
}

import GitLabCI
import ShellSyntax
import SourceText
import YAMLSyntax

/// Keeps the lines of a folded script where it becomes a literal block.
///
/// YAML folds the lines of `>` and of plain text into one; a block that holds a command of several lines is literal. A
/// fold behind `&&`, `||`, `|` or `;` can stay a line break, because there the shell reads both alike.
struct FoldedLines {
  let project: Project

  /// Adds edits that turn folds back into line breaks, where an edit makes the item a literal block anyway.
  func keepLines(of item: JobScript.Item, in script: JobScript, edits: inout EditSet) {
    let origin = item.value.origin
    let tree = project.documents[origin.file].tree
    guard edits.edits.contains(where: { $0.replacement.contains(UInt8(ascii: "\n")) }), Self.folds(tree[origin.node])
    else { return }
    let map = tree.sourceMap(of: origin.node)
    let decoded = map.decoded
    let words = Self.wordRanges(in: script)
    for offset in decoded.indices where decoded[offset] == UInt8(ascii: " ") && Self.endsOperator(decoded[..<offset]) {
      let source = tree.source[map.sourceRange(of: ByteRange(offset, offset + 1))]
      let place = offset - item.trimmedPrefix + item.range.lowerBound
      guard source.contains(UInt8(ascii: "\n")), !words.contains(where: { $0.contains(offset: place) }) else {
        continue
      }
      try? edits.insert(Edit(ByteRange(offset, offset + 1), with: "\n"))
    }
  }

  private static func folds(_ node: YAMLNode) -> Bool {
    switch node.kind {
    case .scalar(.folded), .scalar(.plain): true
    default: false
    }
  }

  /// Whether a text ends with an operator that a line break may follow.
  private static func endsOperator(_ text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.last else { return false }
    if last == UInt8(ascii: ";") || last == UInt8(ascii: "|") { return true }
    return last == UInt8(ascii: "&") && text.dropLast().last == UInt8(ascii: "&")
  }

  /// The words and comments of a script: what stands in them is no operator.
  private static func wordRanges(in script: JobScript) -> [ByteRange] {
    var ranges = script.shell.comments
    script.shell.forEachCommand { command, _ in
      ranges += command.redirections.map(\.range)
      switch command.kind {
      case .simple(let simple): ranges += simple.words.map(\.range) + simple.assignments.map(\.range)
      case .forClause(_, let words, _): ranges += (words ?? []).map(\.range)
      case .caseClause(let subject, let items): ranges += [subject.range] + items.flatMap(\.patterns).map(\.range)
      case .doubleBracket(let words): ranges += words.map(\.range)
      default: break
      }
    }
    return ranges
  }
}

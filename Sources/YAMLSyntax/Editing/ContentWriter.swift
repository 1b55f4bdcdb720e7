/// Writes new content in the style of its surroundings.
///
/// The recursion follows ``YAMLContent``, which callers build; no input file decides how deep it goes.
struct ContentWriter {
  let style: FileStyle
  /// The columns by which mappings and literals are indented under a key.
  let step: Int
  /// The columns by which dashes are indented under a key.
  let sequenceIndentation: Int
  /// The spaces behind a dash.
  var dashGap: Int
  /// See ``YAMLTree/floorOfBlockScalar(before:)``, for what follows the new content.
  let floor: Int?

  // MARK: - Values in block collections

  /// A value behind `key:`, the key standing at a column.
  func value(_ content: YAMLContent, keyColumn: Int) -> Rendered {
    switch content {
    case .sequence(let items) where !items.isEmpty:
      let column = keyColumn + sequenceIndentation
      return Rendered(rest: items.flatMap { lines(of: $0, dashColumn: column) })
    case .mapping(let entries) where !entries.isEmpty:
      return Rendered(rest: entries.flatMap { lines(of: $0, column: keyColumn + step) })
    default:
      return simple(content, column: keyColumn + step, parentIndentation: keyColumn)
    }
  }

  /// A value behind `-`, the dash standing at a column.
  ///
  /// - Parameter isCompact: Whether a nested collection may start on the line of the dash.
  func item(_ content: YAMLContent, dashColumn: Int, isCompact: Bool = true) -> Rendered {
    var rendered = nested(content, dashColumn: dashColumn, isCompact: isCompact)
    rendered.gap = dashGap
    return rendered
  }

  private func nested(_ content: YAMLContent, dashColumn: Int, isCompact: Bool) -> Rendered {
    let column = dashColumn + 1 + dashGap
    switch content {
    case .sequence(let items) where !items.isEmpty:
      let lines = items.flatMap { self.lines(of: $0, dashColumn: column) }
      return isCompact ? compact(lines, column: column) : Rendered(rest: lines)
    case .mapping(let entries) where !entries.isEmpty:
      let lines = entries.flatMap { self.lines(of: $0, column: column) }
      return isCompact ? compact(lines, column: column) : Rendered(rest: lines)
    default:
      return simple(content, column: column, parentIndentation: dashColumn)
    }
  }

  /// A value at the top of a document.
  func root(_ content: YAMLContent) -> Rendered {
    switch content {
    case .sequence(let items) where !items.isEmpty:
      return Rendered(rest: items.flatMap { lines(of: $0, dashColumn: 0) })
    case .mapping(let entries) where !entries.isEmpty:
      return Rendered(rest: entries.flatMap { lines(of: $0, column: 0) })
    default:
      return simple(content, column: step, parentIndentation: -1)
    }
  }

  /// Puts the first line of a nested collection on the line of the dash, unless it is a comment.
  private func compact(_ lines: [[UInt8]], column: Int) -> Rendered {
    guard let first = lines.first, first.count > column, first[column] != UInt8(ascii: "#") else {
      return Rendered(rest: lines)
    }
    return Rendered(head: Array(first.dropFirst(column)), rest: Array(lines.dropFirst()))
  }

  private func simple(_ content: YAMLContent, column: Int, parentIndentation: Int) -> Rendered {
    switch content {
    case .literal(let text):
      return literal(ScalarText(text), column: column, parentIndentation: parentIndentation)
    case .scalar(let text) where text.utf8.contains(UInt8(ascii: "\n")):
      return literal(ScalarText(text), column: column, parentIndentation: parentIndentation)
    case .scalar(let text): return Rendered(head: scalar(ScalarText(text), inFlow: false))
    case .sequence, .mapping, .flowSequence, .source: return Rendered(head: flow(content))
    }
  }

  /// A literal block, or double quotes where a block cannot hold the text.
  func literal(_ text: ScalarText, column: Int, parentIndentation: Int) -> Rendered {
    guard text.canBeLiteral, let floor else { return Rendered(head: text.doubleQuoted) }
    let base = max(parentIndentation, 0)
    let column = max(column, floor)
    if text.needsIndentationIndicator, column > base + 9 { return Rendered(head: text.doubleQuoted) }
    return Rendered(
      head: text.literalHeader(indentation: column - base), rest: text.literalLines(column: column))
  }

  /// A string on one line: plain where it stays the same string, else quoted.
  func scalar(_ text: ScalarText, inFlow: Bool) -> [UInt8] {
    if text.canBePlain(inFlow: inFlow), PlainMeaning.isString(text.bytes) { return text.bytes }
    return text.quoted(preferring: style.quote)
  }

  // MARK: - Lines

  /// The lines of an entry whose key stands at a column.
  func lines(of entry: YAMLNewEntry, column: Int) -> [[UInt8]] {
    let value = value(entry.content, keyColumn: column)
    let key = spaces(column) + scalar(ScalarText(entry.key), inFlow: false) + [UInt8(ascii: ":")]
    return comments(entry.leadingComments, column: column) + joined(key, value)
  }

  /// The lines of an item whose dash stands at a column.
  func lines(of item: YAMLNewItem, dashColumn: Int) -> [[UInt8]] {
    let value = self.item(item.content, dashColumn: dashColumn)
    let dash = spaces(dashColumn) + [UInt8(ascii: "-")]
    return comments(item.leadingComments, column: dashColumn) + joined(dash, value)
  }

  private func joined(_ indicator: [UInt8], _ value: Rendered) -> [[UInt8]] {
    [value.head.isEmpty ? indicator : indicator + spaces(value.gap) + value.head] + value.rest
  }

  private func comments(_ comments: [String], column: Int) -> [[UInt8]] {
    comments.flatMap { $0.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }
      .map { spaces(column) + Array($0.isEmpty ? "#".utf8 : "# ".utf8) + Array($0) }
  }

  func spaces(_ count: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(ascii: " "), count: count)
  }

  // MARK: - Flow

  /// A value on one line, as it stands inside brackets.
  func flow(_ content: YAMLContent) -> [UInt8] {
    switch content {
    case .scalar(let text), .literal(let text): scalar(ScalarText(text), inFlow: true)
    case .source(let text): Array(text.utf8)
    case .flowSequence(let texts): bracketed(texts.map { scalar(ScalarText($0), inFlow: true) })
    case .sequence(let items): bracketed(items.map { flow($0.content) })
    case .mapping(let entries): braced(entries.map { flow($0) })
    }
  }

  /// An entry on one line, as it stands inside braces.
  func flow(_ entry: YAMLNewEntry) -> [UInt8] {
    scalar(ScalarText(entry.key), inFlow: true) + Array(": ".utf8) + flow(entry.content)
  }

  private func bracketed(_ items: [[UInt8]]) -> [UInt8] {
    let padding = style.padsBrackets && !items.isEmpty ? spaces(1) : []
    return [UInt8(ascii: "[")] + padding + Array(items.joined(separator: Array(", ".utf8))) + padding
      + [UInt8(ascii: "]")]
  }

  private func braced(_ entries: [[UInt8]]) -> [UInt8] {
    [UInt8(ascii: "{")] + Array(entries.joined(separator: Array(", ".utf8))) + [UInt8(ascii: "}")]
  }
}

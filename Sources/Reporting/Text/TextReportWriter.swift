internal import Diagnostics
internal import SourceText

/// Writes findings one after another.
struct TextReportWriter {
  /// The places of a finding that lie in one file.
  private struct Block {
    let path: String
    let range: ByteRange
    var marks: [Snippet.Mark]
  }

  /// The most related places that are shown; a definition may be shared by hundreds of jobs.
  private static let maximumLabels = 8

  private let options: TextReport.Options
  private let style: TextStyle
  private var catalog: SourceCatalog
  private(set) var output = ""

  init(options: TextReport.Options, catalog: SourceCatalog) {
    self.options = options
    self.catalog = catalog
    style = TextStyle(usesColor: options.usesColor)
  }

  mutating func write(_ diagnostic: Diagnostic) {
    let severity = diagnostic.severity
    let rule = TerminalText.escaped(diagnostic.rule.description)
    writeTitle("\(severity.rawValue)[\(rule)]", TerminalText.escaped(diagnostic.message), severity)
    let blocks = Self.blocks(of: diagnostic)
    let sources = blocks.map { catalog.entry(for: $0.path) }
    let snippets = zip(blocks, sources).map { block, source in source.map { Snippet($0, marks: block.marks) } }
    let gutter = snippets.reduce(1) { max($0, String($1?.lastLine ?? 0).utf8.count) }
    for (index, block) in blocks.enumerated() {
      let arrow = String(repeating: " ", count: gutter) + (index == 0 ? "--> " : "::: ")
      writeLine(style.paint(arrow, .gutter) + Self.position(of: block.range, path: block.path, in: sources[index]))
      if let snippet = snippets[index] {
        let layout = Snippet.Layout(gutter: gutter, width: options.width, wrapsText: options.wrapsText, style: style)
        snippet.render(layout, severity: severity).forEach { writeLine($0) }
      } else {
        for mark in block.marks where !mark.label.isEmpty { writeNote("here", mark.label, gutter) }
      }
    }
    let notes = Self.notes(of: diagnostic)
    if !notes.isEmpty { writeLine(style.paint(String(repeating: " ", count: gutter) + " |", .gutter)) }
    for note in notes { writeNote(note.title, note.text, gutter) }
    output += "\n"
  }

  /// The finding's own file first, then other files in the order of their labels.
  private static func blocks(of diagnostic: Diagnostic) -> [Block] {
    let primary = Snippet.Mark(range: diagnostic.location.range, label: "", isPrimary: true)
    var blocks = [Block(path: diagnostic.location.path, range: diagnostic.location.range, marks: [primary])]
    for label in diagnostic.labels.prefix(maximumLabels) {
      let mark = Snippet.Mark(range: label.location.range, label: label.message, isPrimary: false)
      if let index = blocks.firstIndex(where: { $0.path == label.location.path }) {
        blocks[index].marks.append(mark)
      } else {
        blocks.append(Block(path: label.location.path, range: label.location.range, marks: [mark]))
      }
    }
    return blocks
  }

  /// The place as `path:line:column`; the path alone when the file is not here.
  private static func position(of range: ByteRange, path: String, in source: SourceCatalog.Entry?) -> String {
    let path = TerminalText.escaped(path)
    guard let source else { return path }
    let line = source.lines.line(at: range.lowerBound)
    let column = source.lines.scalarColumn(at: range.lowerBound, in: source.file.bytes)
    return "\(path):\(line):\(column)"
  }

  private static func notes(of diagnostic: Diagnostic) -> [(title: String, text: String)] {
    var notes: [(title: String, text: String)] = []
    if let job = diagnostic.job { notes.append(("job", job)) }
    let hidden = diagnostic.labels.count - maximumLabels
    if hidden > 0 { notes.append(("related", "\(hidden) more place\(hidden == 1 ? "" : "s"), see --format json")) }
    if diagnostic.confidence != .high { notes.append(("confidence", diagnostic.confidence.rawValue)) }
    return notes + diagnostic.help.map { ("help", $0) }
  }

  /// Writes what is the matter and how much it matters; further lines are indented.
  private mutating func writeTitle(_ rule: String, _ message: String, _ severity: Severity) {
    let lines = broken(": " + message, indent: 4, used: WrappedText.columns(of: rule))
    writeLine(style.paint(rule, .severity(severity)) + style.paint(lines[0], .title))
    for line in lines.dropFirst() { writeLine("    " + style.paint(line, .title)) }
  }

  /// Writes `= title: text`; further lines of the text are indented below it.
  private mutating func writeNote(_ title: String, _ text: String, _ gutter: Int) {
    let indent = gutter + title.utf8.count + 5
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      broken(TerminalText.escaped(String(line)), indent: indent)
    }
    let painted = style.paint("\(title):", title == "help" ? .help : .title)
    let padding = String(repeating: " ", count: gutter)
    let separator = "\n" + String(repeating: " ", count: indent)
    writeLine("\(padding) \(style.paint("=", .gutter)) \(painted) \(lines.joined(separator: separator))")
  }

  /// A text in lines that fit the width beside an indentation.
  private func broken(_ text: String, indent: Int, used: Int = 0) -> [String] {
    guard options.wrapsText else { return [text] }
    return WrappedText.lines(text, width: max(20, options.width - indent), used: max(0, used - indent))
  }

  private mutating func writeLine(_ line: String) {
    output += line
    output += "\n"
  }
}

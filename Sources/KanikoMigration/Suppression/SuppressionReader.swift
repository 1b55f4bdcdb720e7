import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Finds the suppressions of one file: in the comments of the YAML, and in those of scripts in block scalars.
struct SuppressionReader {
  private let document: CIDocument
  private(set) var suppressions: [Suppression] = []
  /// Comments that look like suppressions and cannot be used.
  private(set) var mistakes: [Diagnostic] = []

  /// Reads a file. Linear in its size.
  init(_ document: CIDocument) {
    self.document = document
    let marker = Array(SuppressionText.marker.utf8)
    let offsets = ByteSearch(marker).offsets(in: document.tree.source.bytes)
    guard !offsets.isEmpty else { return }
    let lines = LineTable(document.tree.source.bytes)
    for offset in offsets { read(at: offset, markerLength: marker.count, lines) }
  }

  private mutating func read(at offset: Int, markerLength: Int, _ lines: LineTable) {
    guard let start = commentStart(before: offset) else { return }
    let bytes = document.tree.source.bytes
    let line = lines.line(at: start)
    var end = lines.range(ofLine: line).upperBound
    while end > offset, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let location = Location(path: document.path, range: ByteRange(start, end))
    let text = String(decoding: bytes[min(end, offset + markerLength)..<end], as: UTF8.self)
    do throws(SuppressionText.Mistake) {
      let content = try SuppressionText.parse(text[...])
      let isAlone = bytes[lines.startOfLine(at: start)..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
      suppressions.append(
        Suppression(
          location: location, lines: isAlone ? line...(line + 1) : line...line, codes: content.codes,
          until: content.until))
    } catch {
      mistakes.append(
        Diagnostic(
          rule: MigrationRules.invalidSuppression, severity: .warning, message: error.message, location: location,
          help: [error.help]))
    }
  }

  /// The `#` of the comment whose text starts at an offset; nil where that is no comment.
  private func commentStart(before offset: Int) -> Int? {
    let bytes = document.tree.source.bytes
    var start = offset
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    guard start > 0, bytes[start - 1] == UInt8(ascii: "#") else { return nil }
    start -= 1
    let tree = document.tree
    let token = tree.indexOfToken(at: start)
    guard tree.tokens.indices.contains(token) else { return nil }
    switch tree.tokens[token].kind {
    case .comment: return tree.tokens[token].range.lowerBound == start ? start : nil
    case .blockScalarBody:
      // The shell's rule: a comment starts at the beginning of a word.
      guard start > 0 else { return start }
      return bytes[start - 1].isOne(of: " \t\n;") ? start : nil
    default: return nil
    }
  }
}

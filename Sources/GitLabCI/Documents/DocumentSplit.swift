import SourceText
import YAMLSyntax

/// The pieces into which GitLab cuts the text of a file before it parses them one by one.
///
/// GitLab splits at the expression `/^---\s+/` into at most three pieces (lib/gitlab/config/loader/multi_doc_yaml.rb);
/// of each piece only the first document counts. The tree comes from one parse of the whole file, so this finds the
/// documents of the tree that stand for the pieces, and tells where the two ways of reading would differ.
struct DocumentSplit {
  /// A file that GitLab reads otherwise than a YAML parser does.
  struct Problem: Sendable, Hashable {
    let message: String
    let range: ByteRange
    let help: String
  }

  /// The roots of the pieces that hold something, in order.
  let roots: [YAMLNodeID]
  /// Why GitLab would not read the file as it looks.
  let problem: Problem?

  /// Splits a file.
  init(_ tree: YAMLTree) {
    let pieces = Self.pieces(of: tree.source.bytes)
    var roots: [YAMLNodeID] = []
    var problem: Problem?
    var documents = tree.documents[...]
    for piece in pieces {
      while let next = documents.first, next.root.map({ tree[$0].range.lowerBound < piece.lowerBound }) ?? true {
        documents.removeFirst()
      }
      var root: YAMLNodeID?
      if let candidate = documents.first?.root, tree[candidate].range.lowerBound < piece.upperBound { root = candidate }
      problem = problem ?? Self.problem(of: piece, root: root, in: tree)
      if let root, !Self.isBlank(root, in: tree) { roots.append(root) }
    }
    self.roots = roots
    self.problem = problem
  }

  /// The bytes of the pieces; the first may be empty.
  private static func pieces(of bytes: [UInt8]) -> [ByteRange] {
    let maximum = 3
    let dash = UInt8(ascii: "-")
    var pieces: [ByteRange] = []
    var start = 0
    var line = 0
    while pieces.count < maximum - 1, line + 3 < bytes.count {
      if bytes[line] == dash, bytes[line + 1] == dash, bytes[line + 2] == dash, isSpace(bytes[line + 3]) {
        pieces.append(ByteRange(start, line))
        start = line + 3
        while start < bytes.count, isSpace(bytes[start]) { start += 1 }
        line = start
      }
      while line < bytes.count, bytes[line] != UInt8(ascii: "\n") { line += 1 }
      line += 1
    }
    return pieces + [ByteRange(start, bytes.count)]
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

  /// Whether a piece holds nothing that GitLab would take for a document (Rails' `blank?`).
  private static func isBlank(_ root: YAMLNodeID, in tree: YAMLTree) -> Bool {
    switch tree[root].kind {
    case .scalar(let style):
      if tree.bytes(of: root).allSatisfy(isSpace) { return true }
      guard style == .plain, case let text = tree.text(of: root) else { return false }
      let scalar = CIScalar(text: text, type: CIScalar.type(ofPlain: text))
      return scalar.type == .null || (scalar.type == .bool && scalar.value == "false")
    case .sequence(let items, _): return items.isEmpty
    case .mapping(let entries, _): return entries.isEmpty
    case .alias: return false
    }
  }

  private static func problem(of piece: ByteRange, root: YAMLNodeID?, in tree: YAMLTree) -> Problem? {
    let end = root.map { tree[$0].range.lowerBound } ?? piece.upperBound
    var index = tree.indexOfToken(at: piece.lowerBound)
    while index < tree.tokens.count, tree.tokens[index].range.lowerBound < end {
      let token = tree.tokens[index]
      if token.kind == .directive {
        return Problem(
          message: "GitLab cuts the file at `---` and cannot read a directive without its document", range: token.range,
          help: "remove the directive")
      }
      index += 1
    }
    // The white space after `---` goes to the separator, the indentation of the first line included.
    guard let root, case let content = tree[root].contentRange, content.lowerBound == piece.lowerBound,
      isIndented(content.lowerBound, in: tree.source.bytes), tree.source[content].contains(UInt8(ascii: "\n"))
    else { return nil }
    return Problem(
      message: "GitLab drops the indentation of the first line after `---`", range: ByteRange(at: content.lowerBound),
      help: "start the line in the first column")
  }

  private static func isIndented(_ offset: Int, in bytes: [UInt8]) -> Bool {
    guard offset > 0 else { return false }
    return bytes[offset - 1] == UInt8(ascii: " ") && isBlankBefore(offset, in: bytes)
  }

  /// Whether only spaces stand before an offset on its line.
  private static func isBlankBefore(_ offset: Int, in bytes: [UInt8]) -> Bool {
    var position = offset
    while position > 0, bytes[position - 1] == UInt8(ascii: " ") { position -= 1 }
    return position == 0 || bytes[position - 1] == UInt8(ascii: "\n")
  }
}

public import SourceText

/// One document of a YAML file.
public struct YAMLDocument: Sendable, Hashable {
  /// The node at the top; empty documents have an empty scalar.
  public let root: YAMLNodeID?
  /// Its bytes. The documents of a file lie side by side: the first starts at 0, each other at its first directive, its
  /// `---` or its content, and the last ends with the file.
  public let range: ByteRange
  /// The `---`, where it is written.
  public let startMarker: ByteRange?

  /// Creates a document.
  public init(root: YAMLNodeID?, range: ByteRange, startMarker: ByteRange?) {
    self.root = root
    self.range = range
    self.startMarker = startMarker
  }
}

/// A YAML file as a tree that keeps every byte.
///
/// The parser is libyaml, as in GitLab, so the same files are valid. Aliases are not expanded: the tree is linear in the
/// size of the file. Building it takes time linear in the file.
public struct YAMLTree: Sendable {
  /// The file.
  public let source: SourceFile
  /// All nodes, in the order of the file, parents before children.
  public let nodes: [YAMLNode]
  /// The documents; none in a file of comments and blanks.
  public let documents: [YAMLDocument]
  /// Every byte of the file, in order.
  public let tokens: [YAMLToken]
  /// The names that several nodes have as their anchor: which node an alias names depends on where it stands.
  public let repeatedAnchors: Set<String>
  /// For every node the index of its parent, -1 at the root.
  private let parents: [Int32]
  /// The bytes of the byte order mark at the start of the file: 3 or 0.
  let byteOrderMarkLength: Int

  /// Parses a file.
  ///
  /// - Throws: ``YAMLSyntaxError`` for everything that libyaml refuses, and for an alias without an anchor, an alias
  ///   inside its own node, and a file beyond the limits.
  public init(parsing source: SourceFile, limits: YAMLLimits = .gitLab) throws(YAMLSyntaxError) {
    let check = try InputCheck(source, limits: limits)
    let builder = try Self.build(source, limits: limits, check: check)
    self.source = source
    nodes = builder.nodes
    documents = builder.documents
    tokens = builder.scanner.tokens
    repeatedAnchors = builder.repeatedAnchors
    parents = builder.parents
    byteOrderMarkLength = check.byteOrderMarkLength
  }

  /// Parses a file; where that fails, once more without the text that no parser of single documents reads.
  private static func build(
    _ source: SourceFile, limits: YAMLLimits, check: InputCheck
  ) throws(YAMLSyntaxError) -> TreeBuilder {
    let start = check.byteOrderMarkLength
    var builder = TreeBuilder(source: source, limits: limits, byteOrderMarkLength: start, ignored: [])
    do throws(YAMLSyntaxError) {
      try LibYAML.parse(source, check: check, into: &builder)
    } catch {
      let ignored = IgnoredText.ranges(in: source.bytes, from: start)
      guard !ignored.isEmpty else { throw error }
      builder = TreeBuilder(source: source, limits: limits, byteOrderMarkLength: start, ignored: ignored)
      try LibYAML.parse(source, check: check, ignoring: ignored, into: &builder)
    }
    return builder
  }

  /// The node with an identity of this tree.
  public subscript(id: YAMLNodeID) -> YAMLNode { nodes[id.index] }

  /// The node that contains this one, as a key, value or item; nil at the root of a document.
  public func parent(of id: YAMLNodeID) -> YAMLNodeID? {
    let parent = Int(parents[id.index])
    return parent < 0 ? nil : YAMLNodeID(index: parent)
  }

  /// The node itself, or for an alias the node it names. That is never an alias.
  public func resolved(_ id: YAMLNodeID) -> YAMLNodeID {
    if case .alias(let target) = nodes[id.index].kind { return target }
    return id
  }
}

// MARK: - Values of scalars

extension YAMLTree {
  /// The value of a scalar; follows an alias. Empty for a collection.
  public func text(of id: YAMLNodeID) -> String {
    guard let range = verbatimRange(of: id) else { return String(decoding: sourceMap(of: id).decoded, as: UTF8.self) }
    return String(decoding: source.bytes[range.indices], as: UTF8.self)
  }

  /// The value of a scalar in UTF-8; follows an alias. Empty for a collection.
  public func bytes(of id: YAMLNodeID) -> [UInt8] {
    verbatimRange(of: id).map { Array(source.bytes[$0.indices]) } ?? sourceMap(of: id).decoded
  }

  /// The bytes of a scalar of which every one stands for itself, as in nearly all; follows an alias. Nil for others.
  private func verbatimRange(of id: YAMLNodeID) -> ByteRange? {
    let node = nodes[resolved(id).index]
    guard case .scalar(.plain) = node.kind else { return nil }
    let range = node.contentRange
    return source.bytes.endOfLine(from: range.lowerBound, limit: range.upperBound) == range.upperBound ? range : nil
  }

  /// The value of a scalar with the bytes it comes from; follows an alias. Empty for a collection.
  public func sourceMap(of id: YAMLNodeID) -> ScalarSourceMap {
    let target = resolved(id)
    let node = nodes[target.index]
    guard case .scalar(let style) = node.kind else {
      return ScalarSourceMap(decoded: [], segments: [], emptyPlace: node.contentRange.lowerBound)
    }
    // Only block scalars depend on it, and they have a block collection right around them.
    let indentation = style == .literal || style == .folded ? blockIndentation(around: target) : -1
    return ScalarDecoder.map(source.bytes, style: style, range: node.contentRange, parentIndentation: indentation)
  }

  /// The column of the innermost block collection around a node, -1 at the root: libyaml's current indentation.
  func blockIndentation(around id: YAMLNodeID) -> Int {
    var current = parent(of: id)
    while let node = current {
      switch nodes[node.index].kind {
      case .sequence(_, isFlow: false), .mapping(_, isFlow: false):
        return column(of: nodes[node.index].contentRange.lowerBound)
      default: current = parent(of: node)
      }
    }
    return -1
  }

  /// The column of an offset, counted in bytes from 0; a byte order mark on a line after the first counts as one.
  func column(of offset: Int) -> Int {
    let start = lineStart(of: offset)
    return source.bytes.hasByteOrderMark(at: start) && offset >= start + 3 ? offset - start - 2 : offset - start
  }

  /// The start of the line of an offset, after a byte order mark.
  func lineStart(of offset: Int) -> Int {
    var position = offset
    while position > byteOrderMarkLength, !endsWithLineBreak(at: position) { position -= 1 }
    return position
  }

  /// Whether a line break ends at an offset.
  func endsWithLineBreak(at offset: Int) -> Bool {
    let bytes = source.bytes
    guard offset > 0 else { return false }
    switch bytes[offset - 1] {
    case 0x0A: return true
    case 0x0D: return offset >= bytes.count || bytes[offset] != 0x0A
    case 0x85: return offset > 1 && bytes[offset - 2] == 0xC2
    case 0xA8, 0xA9: return offset > 2 && bytes[offset - 2] == 0x80 && bytes[offset - 3] == 0xE2
    default: return false
    }
  }
}

// MARK: - Comments and tokens

extension YAMLTree {
  /// The comments that start in a range, from `#` to the end of the line; of the whole file without one.
  public func comments(in range: ByteRange? = nil) -> [ByteRange] {
    var index = range.map { indexOfToken(at: $0.lowerBound) } ?? 0
    let end = range?.upperBound ?? source.bytes.count
    var comments: [ByteRange] = []
    while index < tokens.count, tokens[index].range.lowerBound < end {
      let token = tokens[index]
      if token.kind == .comment, token.range.lowerBound >= range?.lowerBound ?? 0 { comments.append(token.range) }
      index += 1
    }
    return comments
  }

  /// The index in ``tokens`` of the token that holds a byte; the number of tokens at the end of the file.
  public func indexOfToken(at offset: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

internal import SourceText

/// Fragments of parsed scripts.
extension ShellFragment {
  /// Creates a fragment from a word of a script.
  public init(_ word: ShellWord, in text: [UInt8]) {
    if let literal = word.plainText(in: text) {
      self.init(normal: [.literal(literal, .none)])
      return
    }
    var reader = FragmentReader(text: text)
    reader.read(word.parts, .none)
    self.init(Self.separatingTilde(reader.pieces))
  }

  /// Creates a fragment from the body of a here-document, as if it stood between double quotes, or between single quotes
  /// where its delimiter was quoted. The tabs that `<<-` takes away are not in it.
  public init(_ document: ShellRedirection.HereDocument, of redirection: ShellRedirection, in text: [UInt8]) {
    var reader = FragmentReader(text: text)
    reader.stripsTabs = redirection.op == .hereDocumentStrippingTabs
    let isQuoted = redirection.target.parts.contains { part in
      switch part.kind {
      case .singleQuoted, .doubleQuoted, .ansiQuoted, .escape: true
      default: false
      }
    }
    reader.read(document.parts, isQuoted ? .single : .double)
    self.init(reader.pieces)
  }

  /// Makes `~user` at the start an expansion; `~` alone or before `/` stays literal, see ``Piece/literal(_:_:)``.
  private static func separatingTilde(_ pieces: [Piece]) -> [Piece] {
    guard case .literal(let text, .none)? = pieces.first, text.hasPrefix("~"), text != "~", !text.hasPrefix("~/") else {
      return pieces
    }
    let user = text.prefix { $0 != "/" }
    let rest = String(text[user.endIndex...])
    return [.expansion(source: String(user), name: nil, .none), .literal(rest, .none)] + pieces.dropFirst()
  }
}

/// Turns the parts of words into pieces.
private struct FragmentReader {
  let text: [UInt8]
  var stripsTabs = false
  private var finished: [ShellFragment.Piece] = []
  /// How the literal text that is being read is quoted; nil where there is none.
  private var quoting: ShellFragment.Quoting?
  /// The literal text, while it is one run of bytes of the script.
  private var run: ByteRange?
  /// The literal text, once it is more than that.
  private var bytes: [UInt8] = []

  init(text: [UInt8]) { self.text = text }

  /// The pieces that were read.
  var pieces: [ShellFragment.Piece] {
    mutating get {
      finishLiteral()
      return finished
    }
  }

  private func string(_ range: ByteRange) -> String { String(decoding: text[range.indices], as: UTF8.self) }

  mutating func read(_ parts: [ShellWord.Part], _ quoting: ShellFragment.Quoting) {
    for part in parts { read(part, quoting) }
  }

  private mutating func read(_ part: ShellWord.Part, _ quoting: ShellFragment.Quoting) {
    switch part.kind {
    case .literal: readLiteral(part.range, quoting)
    case .escape:
      append(ByteRange(part.range.lowerBound + 1, part.range.upperBound), quoting == .none ? .double : quoting)
    case .lineContinuation: break
    case .singleQuoted(let content): readLiteral(content, .single)
    case .ansiQuoted(let value):
      if String(decoding: value, as: UTF8.self).utf8.elementsEqual(value), !value.contains(0) {
        append(value, .single)
      } else {
        append(part.range, name: nil, quoting)
      }
    case .doubleQuoted(let parts):
      if parts.isEmpty { append([], .double) }
      read(parts, .double)
    case .parameter(let parameter):
      append(part.range, name: parameter.operation == nil ? parameter.name : nil, quoting)
    case .commandSubstitution, .arithmetic, .processSubstitution, .array, .interpolation, .opaque:
      append(part.range, name: nil, quoting)
    }
  }

  /// Reads literal text, in which GitLab may replace something although the shell does not.
  private mutating func readLiteral(_ range: ByteRange, _ quoting: ShellFragment.Quoting) {
    var start = range.lowerBound
    for interpolation in ShellInterpolation.ranges(in: text, range) {
      appendLiteral(ByteRange(start, interpolation.lowerBound), quoting)
      append(interpolation, name: nil, quoting)
      start = interpolation.upperBound
    }
    appendLiteral(ByteRange(start, range.upperBound), quoting)
  }

  /// Adds the text of a range, without the tabs at the start of lines where `<<-` takes them away.
  private mutating func appendLiteral(_ range: ByteRange, _ quoting: ShellFragment.Quoting) {
    guard stripsTabs else { return append(range, quoting) }
    var bytes: [UInt8] = []
    var startsLine = range.lowerBound == 0 || text[range.lowerBound - 1] == .newline
    for byte in text[range.indices] {
      if startsLine, byte == .tab { continue }
      bytes.append(byte)
      startsLine = byte == .newline
    }
    append(bytes, quoting)
  }

  // MARK: - Pieces

  /// Adds something that is expanded.
  private mutating func append(_ range: ByteRange, name: String?, _ quoting: ShellFragment.Quoting) {
    finishLiteral()
    finished.append(.expansion(source: string(range), name: name, quoting))
  }

  /// Adds literal bytes of the script.
  private mutating func append(_ range: ByteRange, _ quoting: ShellFragment.Quoting) {
    if self.quoting == quoting { return join(text[range.indices]) }
    finishLiteral()
    self.quoting = quoting
    run = range
  }

  /// Adds literal bytes.
  private mutating func append(_ literal: [UInt8], _ quoting: ShellFragment.Quoting) {
    if self.quoting == quoting { return join(literal[...]) }
    finishLiteral()
    self.quoting = quoting
    bytes = literal
  }

  /// Adds bytes to the literal text that is being read.
  private mutating func join(_ more: ArraySlice<UInt8>) {
    if let run { bytes.append(contentsOf: text[run.indices]) }
    run = nil
    bytes.append(contentsOf: more)
  }

  private mutating func finishLiteral() {
    guard let quoting else { return }
    let literal = run.map(string) ?? String(decoding: bytes, as: UTF8.self)
    finished.append(.literal(literal, quoting))
    self.quoting = nil
    run = nil
    bytes.removeAll(keepingCapacity: true)
  }
}

internal import SourceText

/// Fragments of parsed scripts.
extension ShellFragment {
  /// Creates a fragment from a word of a script.
  public init(_ word: ShellWord, in text: [UInt8]) {
    var reader = FragmentReader(text: text)
    reader.pieces.reserveCapacity(min(word.parts.count, 8))
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
  var pieces: [ShellFragment.Piece] = []

  init(text: [UInt8]) { self.text = text }

  private func string(_ range: ByteRange) -> String { String(decoding: text[range.indices], as: UTF8.self) }

  mutating func read(_ parts: [ShellWord.Part], _ quoting: ShellFragment.Quoting) {
    for part in parts { read(part, quoting) }
  }

  /// Adds literal text, behind that of the piece before it where both are quoted alike.
  private mutating func append(_ literal: String, _ quoting: ShellFragment.Quoting) {
    guard case .literal(var text, quoting)? = pieces.last else {
      pieces.append(.literal(literal, quoting))
      return
    }
    // Taken out first, so that the text grows in place.
    pieces.removeLast()
    text += literal
    pieces.append(.literal(text, quoting))
  }

  private mutating func read(_ part: ShellWord.Part, _ quoting: ShellFragment.Quoting) {
    switch part.kind {
    case .literal: readLiteral(part.range, quoting)
    case .escape:
      let value = ByteRange(part.range.lowerBound + 1, part.range.upperBound)
      append(string(value), quoting == .none ? .double : quoting)
    case .lineContinuation: break
    case .singleQuoted(let content): readLiteral(content, .single)
    case .ansiQuoted(let value):
      let decoded = String(decoding: value, as: UTF8.self)
      if decoded.utf8.elementsEqual(value), !value.contains(0) {
        append(decoded, .single)
      } else {
        pieces.append(.expansion(source: string(part.range), name: nil, quoting))
      }
    case .doubleQuoted(let parts):
      if parts.isEmpty { append("", .double) }
      read(parts, .double)
    case .parameter(let parameter):
      let name = parameter.operation == nil ? parameter.name : nil
      pieces.append(.expansion(source: string(part.range), name: name, quoting))
    case .commandSubstitution, .arithmetic, .processSubstitution, .array, .interpolation, .opaque:
      pieces.append(.expansion(source: string(part.range), name: nil, quoting))
    }
  }

  /// Reads literal text, in which GitLab may replace something although the shell does not.
  private mutating func readLiteral(_ range: ByteRange, _ quoting: ShellFragment.Quoting) {
    var start = range.lowerBound
    for interpolation in ShellInterpolation.ranges(in: text, range) {
      append(literal(ByteRange(start, interpolation.lowerBound)), quoting)
      pieces.append(.expansion(source: string(interpolation), name: nil, quoting))
      start = interpolation.upperBound
    }
    append(literal(ByteRange(start, range.upperBound)), quoting)
  }

  /// The text of a range, without the tabs at the start of lines where `<<-` takes them away.
  private func literal(_ range: ByteRange) -> String {
    guard stripsTabs else { return string(range) }
    var bytes: [UInt8] = []
    var startsLine = range.lowerBound == 0 || text[range.lowerBound - 1] == .newline
    for byte in text[range.indices] {
      if startsLine, byte == .tab { continue }
      bytes.append(byte)
      startsLine = byte == .newline
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

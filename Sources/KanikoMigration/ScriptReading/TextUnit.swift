internal import ShellSyntax
internal import SourceText

/// One byte of a word after quote removal, or one expansion in it, with the bytes of the script it comes from.
struct TextUnit: Sendable, Hashable {
  /// What a unit is.
  enum Value: Sendable, Hashable {
    /// A byte that stands for itself.
    case byte(UInt8)
    /// Something the shell expands, as written; `name` is the variable of a plain `$X` or `${X}`.
    /// Held apart, because most units are bytes.
    indirect case expansion(source: String, name: String?)
  }

  /// How the text around a unit is quoted.
  enum Quoting: Sendable, Hashable {
    case none, single, double, hereDocument, quotedHereDocument
    /// Not text of the script: the value of a variable.
    case elsewhere
  }

  /// What the unit is.
  let value: Value
  /// The bytes of the script.
  let range: ByteRange
  /// How it is quoted.
  let quoting: Quoting
  /// Whether the unit belongs to the format of `printf`, where `%` and `\` mean something.
  var isFormat = false

  /// The byte, or nil for an expansion.
  var byte: UInt8? {
    if case .byte(let byte) = value { return byte }
    return nil
  }

  /// The units of the parts of a word.
  static func units(of parts: [ShellWord.Part], in text: [UInt8], quoting: Quoting = .none) -> [TextUnit] {
    var result: [TextUnit] = []
    for part in parts { append(part, in: text, quoting: quoting, depth: 0, to: &result) }
    return result
  }

  /// The units of the value of a variable in YAML, in which GitLab expands `$X` and `${X}` and reads `$$` as `$`.
  static func units(ofVariableValue value: String) -> [TextUnit] {
    FragmentText.pieces(ofVariableValue: value).flatMap { piece -> [TextUnit] in
      switch piece {
      case .literal(let text, _):
        text.utf8.map { TextUnit(value: .byte($0), range: ByteRange(at: 0), quoting: .elsewhere) }
      case .expansion(let source, let name, _):
        [TextUnit(value: .expansion(source: source, name: name), range: ByteRange(at: 0), quoting: .elsewhere)]
      }
    }
  }

  private static func append(
    _ part: ShellWord.Part, in text: [UInt8], quoting: Quoting, depth: Int, to units: inout [TextUnit]
  ) {
    guard depth < ScriptOutline.depthLimit else { return }
    func appendBytes(_ range: ByteRange, _ quoting: Quoting) {
      for offset in range.indices {
        units.append(TextUnit(value: .byte(text[offset]), range: ByteRange(offset, offset + 1), quoting: quoting))
      }
    }
    func appendExpansion(_ name: String?) {
      let source = String(decoding: text[part.range.indices], as: UTF8.self)
      units.append(TextUnit(value: .expansion(source: source, name: name), range: part.range, quoting: quoting))
    }
    switch part.kind {
    case .literal: appendBytes(part.range, quoting)
    case .escape:
      // The range holds the backslash and one character, which may have several bytes.
      for (number, offset) in part.range.indices.dropFirst().enumerated() {
        let start = number == 0 ? part.range.lowerBound : offset
        units.append(TextUnit(value: .byte(text[offset]), range: ByteRange(start, offset + 1), quoting: quoting))
      }
    case .lineContinuation: break
    case .singleQuoted(let content): appendBytes(content, .single)
    case .ansiQuoted(let value):
      for byte in value { units.append(TextUnit(value: .byte(byte), range: part.range, quoting: .single)) }
    case .doubleQuoted(let parts):
      for inner in parts { append(inner, in: text, quoting: .double, depth: depth + 1, to: &units) }
    case .parameter(let parameter): appendExpansion(parameter.operation == nil ? parameter.name : nil)
    case .commandSubstitution, .arithmetic, .processSubstitution, .array, .interpolation, .opaque: appendExpansion(nil)
    }
  }
}

extension Sequence<TextUnit> {
  /// The units as a fragment that stands between double quotes.
  var doubleQuoted: ShellFragment {
    var pieces: [ShellFragment.Piece] = []
    var bytes: [UInt8] = []
    func flush() {
      if !bytes.isEmpty { pieces.append(.literal(String(decoding: bytes, as: UTF8.self), .double)) }
      bytes = []
    }
    for unit in self {
      switch unit.value {
      case .byte(let byte): bytes.append(byte)
      case .expansion(let source, let name):
        flush()
        pieces.append(.expansion(source: source, name: name, .double))
      }
    }
    flush()
    return ShellFragment(pieces)
  }
}

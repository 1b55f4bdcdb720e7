internal import ShellSyntax
internal import SourceText

/// Reads values of variables as fragments.
enum FragmentText {
  /// The pieces of a variable's value in YAML, as if between double quotes.
  ///
  /// GitLab expands `$NAME`, `${NAME}` and reads `$$` as `$` (GitLab documentation, "Where variables can be used"); any
  /// other `$` stands for itself.
  static func pieces(ofVariableValue value: String) -> [ShellFragment.Piece] {
    let bytes = Array(value.utf8)
    var pieces: [ShellFragment.Piece] = []
    var literal: [UInt8] = []
    func flush() {
      if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self), .double)) }
      literal = []
    }
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
        literal.append(bytes[index])
        index += 1
        continue
      }
      if bytes[index + 1] == UInt8(ascii: "$") {
        literal.append(bytes[index])
        index += 2
      } else if let (name, end) = name(in: bytes, at: index + 1) {
        flush()
        pieces.append(.expansion(source: "$\(name)", name: name, .double))
        index = end
      } else {
        literal.append(bytes[index])
        index += 1
      }
    }
    flush()
    return pieces
  }

  /// The name of a variable that starts at an index, braces or not, and the index after it.
  private static func name(in bytes: [UInt8], at start: Int) -> (name: String, end: Int)? {
    let isBraced = bytes[start] == UInt8(ascii: "{")
    let first = isBraced ? start + 1 : start
    var end = first
    while end < bytes.count, isNameByte(bytes[end]), end > first || !bytes[end].isASCIIDigit { end += 1 }
    guard end > first else { return nil }
    let name = String(decoding: bytes[first..<end], as: UTF8.self)
    guard isBraced else { return (name, end) }
    return end < bytes.count && bytes[end] == UInt8(ascii: "}") ? (name, end + 1) : nil
  }

  /// Whether a byte may stand in the name of a variable.
  static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
  }
}

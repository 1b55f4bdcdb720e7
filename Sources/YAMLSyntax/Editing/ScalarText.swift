/// The text of a scalar to be written, and the ways in which it can be.
struct ScalarText: Sendable, Hashable {
  /// The text in UTF-8.
  let bytes: [UInt8]
  /// Whether every character may stand in a file as it is, on one line.
  let isPrintableLine: Bool
  /// The same but for line feeds, which may be there.
  let isPrintableBlock: Bool

  init(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
    isPrintableBlock = Self.isPrintable(bytes)
    isPrintableLine = isPrintableBlock && !bytes.contains(UInt8(ascii: "\n"))
  }

  /// Whether every character but line feeds may stand in a file as it is.
  private static func isPrintable(_ bytes: [UInt8]) -> Bool {
    if bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == UInt8(ascii: "\n") }) { return true }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy { $0 == "\n" || isPrintable($0) }
  }

  /// Whether a character may stand in a file, can be seen there or is a space, and is no line break.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029, 0xFEFF: false
    default: InputCheck.isAllowed(scalar.value)
    }
  }

  // MARK: - Plain

  /// Whether the text can stand without quotes.
  ///
  /// - Parameters:
  ///   - inFlow: Whether it stands inside brackets or braces.
  ///   - lineBreaks: Whether line feeds are fine because the scalar folds over lines already.
  func canBePlain(inFlow: Bool, lineBreaks: Bool = false) -> Bool {
    guard lineBreaks ? isPrintableBlock : isPrintableLine, let first = bytes.first, let last = bytes.last else {
      return false
    }
    if Self.isSpace(first) || Self.isSpace(last) || last == UInt8(ascii: ":") { return false }
    guard canStartPlain(first, inFlow: inFlow) else { return false }
    for index in bytes.indices.dropFirst() {
      let (byte, previous) = (bytes[index], bytes[index - 1])
      if byte == UInt8(ascii: "#"), Self.isSpace(previous) { return false }
      if previous == UInt8(ascii: ":"), Self.isSpace(byte) { return false }
      if byte == UInt8(ascii: "\n") || previous == UInt8(ascii: "\n") {
        if byte == UInt8(ascii: " ") || previous == UInt8(ascii: " ") { return false }
        if byte == UInt8(ascii: "\t") || previous == UInt8(ascii: "\t") { return false }
      }
      guard inFlow else { continue }
      if ",[]{}".utf8.contains(byte) { return false }
      if byte == UInt8(ascii: "?"), previous == UInt8(ascii: ":") { return false }
    }
    return true
  }

  private func canStartPlain(_ first: UInt8, inFlow: Bool) -> Bool {
    if ",[]{}#&*!|>'\"%@`".utf8.contains(first) { return false }
    if bytes.starts(with: "---".utf8) || bytes.starts(with: "...".utf8) {
      return bytes.count > 3 && !Self.isSpace(bytes[3])
    }
    switch first {
    case UInt8(ascii: "-"): return bytes.count > 1 && !Self.isSpace(bytes[1])
    case UInt8(ascii: "?"), UInt8(ascii: ":"): return !inFlow && bytes.count > 1 && !Self.isSpace(bytes[1])
    default: return true
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
  }

  // MARK: - Quoted

  /// The text in single quotes; right only where ``isPrintableLine``.
  var singleQuoted: [UInt8] {
    [UInt8(ascii: "'")] + escapedForSingleQuotes + [UInt8(ascii: "'")]
  }

  /// The text in double quotes, on one line.
  var doubleQuoted: [UInt8] {
    [UInt8(ascii: "\"")] + escapedForDoubleQuotes + [UInt8(ascii: "\"")]
  }

  /// The text with every single quote doubled.
  var escapedForSingleQuotes: [UInt8] {
    bytes.flatMap { $0 == UInt8(ascii: "'") ? [$0, $0] : [$0] }
  }

  /// The text with escapes for `"`, `\` and everything that is not printable.
  var escapedForDoubleQuotes: [UInt8] {
    var result: [UInt8] = []
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": result += Array("\\\"".utf8)
      case "\\": result += Array("\\\\".utf8)
      case "\n": result += Array("\\n".utf8)
      case "\t": result += Array("\\t".utf8)
      case "\r": result += Array("\\r".utf8)
      case _ where Self.isPrintable(scalar): result += Array(String(scalar).utf8)
      default: result += Self.escape(scalar)
      }
    }
    return result
  }

  private static func escape(_ scalar: Unicode.Scalar) -> [UInt8] {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let (letter, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
    return Array(("\\" + letter + String(repeating: "0", count: max(0, width - digits.count)) + digits).utf8)
  }

  /// Whether the text stands in these quotes without any escape.
  func needsNoEscape(in quote: YAMLScalarStyle) -> Bool {
    guard isPrintableLine else { return false }
    if quote == .singleQuoted { return !bytes.contains(UInt8(ascii: "'")) }
    return !bytes.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\t") }
  }

  /// The text in the preferred quotes, or in the others where only they do without escapes.
  func quoted(preferring preferred: YAMLScalarStyle) -> [UInt8] {
    let other: YAMLScalarStyle = preferred == .singleQuoted ? .doubleQuoted : .singleQuoted
    let choice = needsNoEscape(in: preferred) || !needsNoEscape(in: other) ? preferred : other
    return choice == .singleQuoted && isPrintableLine ? singleQuoted : doubleQuoted
  }

  // MARK: - Literal

  /// Whether a literal block can hold the text.
  ///
  /// Several newlines at the end could, with `|+`; but then every blank line that follows would join the text.
  var canBeLiteral: Bool {
    canBeInLiteral && finalNewlines < 2
  }

  /// Whether a literal block that is there already could hold the text.
  var canBeInLiteral: Bool {
    isPrintableBlock && bytes.contains { $0 != UInt8(ascii: "\n") }
  }

  /// The number of line feeds at the end.
  var finalNewlines: Int {
    bytes.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
  }

  /// The lines of the text, a final newline ending the last one.
  var lines: [ArraySlice<UInt8>] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if finalNewlines > 0 { lines.removeLast() }
    return lines
  }

  /// Whether the header of a literal block has to say how deep the text is indented.
  ///
  /// The first line with anything on it shows the indentation; where it starts with a blank a digit has to.
  var needsIndentationIndicator: Bool {
    let first = bytes.first { $0 != UInt8(ascii: "\n") }
    return first == UInt8(ascii: " ") || first == UInt8(ascii: "\t")
  }

  /// The header of a literal block whose text stands `indentation` columns to the right of its parent.
  func literalHeader(indentation: Int) -> [UInt8] {
    Array(("|" + (needsIndentationIndicator ? "\(indentation)" : "") + (finalNewlines == 0 ? "-" : "")).utf8)
  }

  /// The lines of a literal block, with their indentation; empty lines have none.
  func literalLines(column: Int) -> [[UInt8]] {
    let indentation = [UInt8](repeating: UInt8(ascii: " "), count: column)
    return lines.map { $0.isEmpty ? [] : indentation + $0 }
  }
}

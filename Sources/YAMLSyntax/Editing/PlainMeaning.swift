/// What a plain scalar means to YAML 1.1 as GitLab reads it (Psych's `ScalarScanner`), and to YAML 1.2 besides.
enum PlainMeaning {
  private static let words: Set<String> = [
    "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "+.inf", "-.inf", ".nan",
  ]

  /// Whether a text that stands plain is read as a string; doubtful cases count as not.
  static func isString(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first else { return false }
    if bytes.count <= 5, words.contains(String(decoding: bytes, as: UTF8.self).lowercased()) { return false }
    if first == UInt8(ascii: ":") { return false }
    let unsigned = first == UInt8(ascii: "+") || first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    return !(isInteger(unsigned) || isFloat(unsigned) || isSexagesimal(unsigned) || isDate(unsigned))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isDigitOrSeparator(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ",")
  }

  /// `12`, `1_000`, `1,000`, `0x1F`, `0b11`, `0o17`.
  private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, isDigit(first) else { return false }
    if text.allSatisfy(isDigitOrSeparator) { return true }
    let rest = text.dropFirst(2)
    guard first == UInt8(ascii: "0"), text.count > 2 else { return false }
    switch text[text.startIndex + 1] {
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      return rest.allSatisfy { isDigitOrSeparator($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) }
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "o"): return rest.allSatisfy(isDigitOrSeparator)
    default: return false
    }
  }

  /// `1.5`, `.5`, `1.`, `1e3`, `1.5e+3`.
  private static func isFloat(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text.drop(while: isDigitOrSeparator)
    var digits = text.count - rest.count
    var isFloat = false
    if rest.first == UInt8(ascii: ".") {
      isFloat = true
      let fraction = rest.dropFirst()
      rest = fraction.drop(while: isDigitOrSeparator)
      digits += fraction.count - rest.count
    }
    guard digits > 0 else { return false }
    guard let letter = rest.first else { return isFloat }
    guard letter | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  /// `1:30`, `1:30:00`, `1:30.5`: numbers to the base of 60 in YAML 1.1.
  private static func isSexagesimal(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, isDigit(first), text.contains(UInt8(ascii: ":")) else { return false }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return parts.indices.allSatisfy { index in
      let isLast = index == parts.count - 1
      return !parts[index].isEmpty
        && parts[index].allSatisfy { isDigitOrSeparator($0) || isLast && $0 == UInt8(ascii: ".") }
    }
  }

  /// `2020-01-31`, alone or with a time behind it.
  private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, isDigit(first) else { return false }
    let parts = text.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(isDigit) else { return false }
    guard (1...2).contains(parts[1].count), parts[1].allSatisfy(isDigit) else { return false }
    let day = parts[2].prefix(while: isDigit)
    guard (1...2).contains(day.count) else { return false }
    guard let next = parts[2].dropFirst(day.count).first else { return true }
    return next | 0x20 == UInt8(ascii: "t") || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
  }
}

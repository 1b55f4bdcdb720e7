/// Recognises the numbers and times of YAML 1.1 as Psych 4 does: the regular expressions of `scalar_scanner.rb`.
struct NumberScanner {
  private let bytes: [UInt8]
  private var position = 0

  /// Creates a scanner for the text of one line.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the text has a digit at all.
  var hasDigit: Bool { bytes.contains { Self.isDigit($0) } }

  /// `2020-01-01 10:20:30.5 +01:00` and its variants.
  var isTime: Bool {
    var scan = self
    scan.skip("-")
    guard scan.takeDigits(4...4), scan.take("-"), scan.takeDigits(1...2), scan.take("-"), scan.takeDigits(1...2),
      scan.take("T") || scan.take("t") || scan.takeSpaces(), scan.takeDigits(1...2), scan.take(":"),
      scan.takeDigits(2...2), scan.take(":"), scan.takeDigits(2...2)
    else { return false }
    if scan.take(".") { _ = scan.takeWhile(Self.isDigit) }
    if scan.isAtEnd { return true }
    _ = scan.takeSpaces()
    if scan.take("Z") { return scan.isAtEnd }
    guard scan.take("+") || scan.take("-"), scan.takeDigits(1...2) else { return false }
    scan.skip(":")
    return scan.isAtEnd || (scan.takeDigits(2...2) && scan.isAtEnd)
  }

  /// `2020-01-01`, with or without leading zeros.
  var isDate: Bool {
    var scan = self
    guard scan.takeDigits(4...4), scan.take("-") else { return false }
    let month = scan.takeWhile(Self.isDigit)
    guard (1...2).contains(month.count), month != [49, 51], Self.number(month) ?? 99 <= 12, scan.take("-") else {
      return false
    }
    let day = scan.takeWhile(Self.isDigit)
    return (1...2).contains(day.count) && Self.number(day) ?? 99 <= 31 && scan.isAtEnd
  }

  /// `.inf`, `-.inf`, `.nan` in any case.
  var isSpecialFloat: Bool {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    return [".inf", "+.inf", "-.inf", ".nan"].contains(text)
  }

  /// The type of a number in base 60, such as `1:30`; nil where the text is none.
  var sexagesimalType: CIScalar.ScalarType? {
    var scan = self
    scan.skipSign()
    guard let first = scan.peek, Self.isDigit(first) else { return nil }
    _ = scan.takeWhile { Self.isDigit($0) || $0 == UInt8(ascii: "_") }
    var groups = 0
    while groups < 2, scan.take(":") {
      let digits = scan.takeWhile(Self.isDigit)
      guard (1...2).contains(digits.count), digits.count == 1 || digits[0] <= UInt8(ascii: "5") else { return nil }
      groups += 1
    }
    guard groups > 0 else { return nil }
    if scan.isAtEnd { return .integer }
    guard scan.take(".") else { return nil }
    _ = scan.takeWhile { Self.isDigit($0) || $0 == UInt8(ascii: "_") }
    return scan.isAtEnd ? .float : nil
  }

  /// A fraction in base 10; an exponent needs its sign. A lone dot matches too.
  var isFloat: Bool {
    var scan = self
    scan.skipSign()
    if let first = scan.peek, Self.isDigit(first) { _ = scan.takeWhile(Self.isGrouped) }
    guard scan.take(".") else { return false }
    _ = scan.takeWhile(Self.isDigit)
    if scan.take("e") || scan.take("E") {
      guard scan.take("+") || scan.take("-") else { return false }
      guard !scan.takeWhile(Self.isDigit).isEmpty else { return false }
    }
    return scan.isAtEnd
  }

  /// An integer in base 2, 8, 10 or 16 with `_` and `,` between digits.
  var isInteger: Bool {
    var scan = self
    scan.skipSign()
    guard let first = scan.peek, Self.isDigit(first) else { return false }
    scan.position += 1
    if first == UInt8(ascii: "0") {
      if scan.isAtEnd { return true }
      if scan.take("b") { return scan.isRest(hasDigit: true) { $0 == 48 || $0 == 49 } }
      if scan.take("x") { return scan.isRest(hasDigit: true, Self.isHexDigit) }
      return scan.isRest(hasDigit: false) { (48...55).contains($0) }
    }
    while let byte = scan.peek {
      if Self.isSeparator(byte) { scan.position += 1 }
      guard let digit = scan.peek, Self.isDigit(digit) else { return false }
      scan.position += 1
    }
    return true
  }

  // MARK: - Steps

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
  private var isAtEnd: Bool { position >= bytes.count }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skip(_ character: Unicode.Scalar) { _ = take(character) }

  private mutating func skipSign() {
    if !take("+") { skip("-") }
  }

  private mutating func takeWhile(_ isPart: (UInt8) -> Bool) -> [UInt8] {
    let start = position
    while let byte = peek, isPart(byte) { position += 1 }
    return Array(bytes[start..<position])
  }

  private mutating func takeDigits(_ counts: ClosedRange<Int>) -> Bool {
    var count = 0
    while count < counts.upperBound, let byte = peek, Self.isDigit(byte) {
      position += 1
      count += 1
    }
    return counts.contains(count)
  }

  private mutating func takeSpaces() -> Bool {
    !takeWhile { $0 == UInt8(ascii: " ") || (9...13).contains($0) }.isEmpty
  }

  /// Whether nothing but digits and separators follows. Ruby refuses `0x_`, which has no digit.
  private func isRest(hasDigit: Bool, _ isPart: (UInt8) -> Bool) -> Bool {
    let rest = bytes[position...]
    guard rest.allSatisfy({ isPart($0) || Self.isSeparator($0) }) else { return false }
    return !hasDigit || rest.contains(where: isPart)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "_") || byte == UInt8(ascii: ",") }
  private static func isGrouped(_ byte: UInt8) -> Bool { isDigit(byte) || isSeparator(byte) }
  private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte | 0x20) }

  private static func number(_ digits: [UInt8]) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }
}

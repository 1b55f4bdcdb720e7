extension CIScalar {
  /// The text that GitLab passes on: the value as Ruby prints it, so `010` is `8`, `1.10` is `1.1`, `yes` is `true`.
  ///
  /// Differs from ``text`` only for scalars that are no strings, and for those that inputs are put into.
  public var value: String {
    if let substituted { return substituted }
    return switch type {
    case .string, .timestamp: text
    case .null: ""
    case .bool: Self.isTrue(text) ? "true" : "false"
    case .symbol: Self.symbolName(text)
    case .integer: Self.integer(text) ?? text
    case .float: Self.float(text) ?? text
    }
  }

  private static func isTrue(_ text: String) -> Bool {
    text.split(separator: "\n").contains { ["yes", "true", "on"].contains($0.lowercased()) }
  }

  /// `:a` is the symbol `a`, `:"a b"` the symbol `a b`.
  private static func symbolName(_ text: String) -> String {
    guard text.hasPrefix(":") else { return text }
    let name = text.dropFirst()
    guard let quote = name.first, quote == "\"" || quote == "'", let end = name.lastIndex(of: quote),
      end > name.startIndex
    else { return String(name) }
    let inner = name[name.index(after: name.startIndex)..<end]
    return String(inner.first == ":" ? inner.dropFirst() : inner)
  }

  // MARK: - Integers

  private static func integer(_ text: String) -> String? {
    if text.contains(":") { return sexagesimal(text).map { String($0) } }
    var digits = Array(text.utf8.filter { !NumberScanner.isSeparator($0) })
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    var radix = 10
    if digits.first == UInt8(ascii: "0"), digits.count > 1 {
      switch digits[1] {
      case UInt8(ascii: "x"): radix = 16
      case UInt8(ascii: "b"): radix = 2
      default: radix = 8
      }
      digits.removeFirst(radix == 8 ? 1 : 2)
    }
    guard digits.count <= 256, let number = decimal(digits, radix: radix) else { return nil }
    return isNegative && number != "0" ? "-" + number : number
  }

  /// The decimal digits of a number in another base; as long as it needs to be.
  private static func decimal(_ digits: [UInt8], radix: Int) -> String? {
    var result: [Int] = [0]
    for digit in digits {
      guard var carry = Int(String(UnicodeScalar(digit)), radix: radix) else { return nil }
      for index in result.indices {
        let value = result[index] * radix + carry
        result[index] = value % 10
        carry = value / 10
      }
      while carry > 0 {
        result.append(carry % 10)
        carry /= 10
      }
    }
    return result.reversed().map(String.init).joined()
  }

  /// The value of `1:30:15` as Psych computes it: hours first, so that `1:30` is 5400.
  private static func sexagesimal(_ text: String) -> Int? {
    var total = 0
    for (part, weight) in zip(text.split(separator: ":"), [3_600, 60, 1]) {
      let digits = part.filter { $0 != "_" && $0 != "+" }
      guard let number = Int(digits) else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: weight)
      let (sum, isTooLarge) = total.addingReportingOverflow(product)
      guard !overflow, !isTooLarge else { return nil }
      total = sum
    }
    return total
  }

  // MARK: - Fractions

  private static func float(_ text: String) -> String? {
    let lowered = text.lowercased()
    if lowered.hasSuffix(".inf") { return lowered.hasPrefix("-") ? "-Infinity" : "Infinity" }
    if lowered == ".nan" { return "NaN" }
    if text.contains(":") {
      var total = 0.0
      for (part, weight) in zip(text.split(separator: ":"), [3_600.0, 60, 1]) {
        guard let number = double(String(part)) else { return nil }
        total += number * weight
      }
      return ruby(total)
    }
    if let whole = type(ofPlain: text) == .integer ? integer(text) : nil { return Double(whole).map(ruby) }
    return double(text).map(ruby)
  }

  private static func double(_ text: String) -> Double? {
    var plain: [Character] = []
    for character in text where character != "_" && character != "," {
      // Swift wants a digit after the dot, so `1.` and `1.e+5` lose it.
      if plain.last == ".", character == "e" || character == "E" { plain.removeLast() }
      plain.append(character)
    }
    if plain.last == "." { plain.removeLast() }
    return Double(String(plain))
  }

  /// A number as `Float#to_s` prints it: shortest digits, an exponent below 0.0001 and from 10^16.
  private static func ruby(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity" }
    let sign = number.sign == .minus ? "-" : ""
    let parts = "\(number.magnitude)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    var digits = Array(mantissa[0] + fraction)
    var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while digits.count > 1, digits[0] == "0" {
      digits.removeFirst()
      point -= 1
    }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    if digits == ["0"] { return sign + "0.0" }
    if (1...16).contains(point) {
      let padded = digits + Array(repeating: "0", count: max(0, point - digits.count))
      let rest = padded[point...]
      return sign + String(padded[..<point]) + "." + (rest.isEmpty ? "0" : String(rest))
    }
    if (-3...0).contains(point) { return sign + "0." + String(repeating: "0", count: -point) + String(digits) }
    let exponent = point - 1
    let power = (exponent < 0 ? "-" : "+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
    return sign + String(digits[0]) + "." + (digits.count > 1 ? String(digits[1...]) : "0") + "e" + power
  }
}

extension FlagValueType {
  /// What the flag takes, in words, when `text` is not that; nil when Kaniko accepts it.
  func expectation(violatedBy text: String) -> String? {
    switch self {
    case .string, .list, .map: nil
    case .bool: GoValue.bool(text) == nil ? "true or false" : nil
    case .int: GoValue.isInt(text) ? nil : "a whole number"
    case .duration: GoValue.isDuration(text) ? nil : "a length of time such as 48h"
    }
  }
}

/// The texts that Go's standard library reads as values.
enum GoValue {
  /// The value of a bool (`strconv.ParseBool`), or nil.
  static func bool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "TRUE", "true", "True": true
    case "0", "f", "F", "FALSE", "false", "False": false
    default: nil
    }
  }

  /// Whether a text is a whole number (`strconv.ParseInt` with base 0: `0x`, `0o` and `0b` prefixes, `_` between
  /// digits).
  static func isInt(_ text: String) -> Bool {
    var digits = Substring(text)
    if let sign = digits.first, sign == "-" || sign == "+" { digits = digits.dropFirst() }
    var radix = 10
    let prefix = digits.prefix(2).lowercased()
    if prefix == "0x" { radix = 16 } else if prefix == "0o" { radix = 8 } else if prefix == "0b" { radix = 2 }
    if radix != 10 { digits = digits.dropFirst(2) }
    return Int64(digits.filter { $0 != "_" }, radix: radix) != nil && digits.first != "-" && digits.first != "+"
  }

  /// Whether a text is a duration (`time.ParseDuration`): numbers with units, such as `1h30m`, or `0`.
  static func isDuration(_ text: String) -> Bool {
    var rest = Substring(text)
    if let sign = rest.first, sign == "-" || sign == "+" { rest = rest.dropFirst() }
    if rest == "0" { return true }
    if rest.isEmpty { return false }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
      rest = rest.dropFirst(unit.count)
      let isNumber = number.contains { $0 != "." } && number.filter { $0 == "." }.count <= 1
      guard isNumber, ["ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(unit) else { return false }
    }
    return true
  }
}

/// The bytes the shell's grammar speaks of.
extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let bang = UInt8(ascii: "!")
  static let doubleQuote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let ampersand = UInt8(ascii: "&")
  static let singleQuote = UInt8(ascii: "'")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let backslash = UInt8(ascii: "\\")
  static let backquote = UInt8(ascii: "`")
  static let openBrace = UInt8(ascii: "{")
  static let bar = UInt8(ascii: "|")
  static let closeBrace = UInt8(ascii: "}")

  /// Whether the byte is a space or a tab.
  var isBlank: Bool { self == .space || self == .tab }

  /// Whether the byte is a decimal digit.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether the byte may start the name of a variable.
  var isNameStart: Bool {
    (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") || self == UInt8(ascii: "_")
  }

  /// Whether the byte may stand in the name of a variable.
  var isNamePart: Bool { isNameStart || isDigit }

  /// Whether the byte ends an unquoted word.
  var endsWord: Bool {
    switch self {
    case .tab, .newline, .space, .ampersand, .openParenthesis, .closeParenthesis, .semicolon, .less, .greater, .bar:
      true
    default: false
    }
  }

  /// Whether `$` and this byte are a special parameter, such as `$@`.
  var isSpecialParameter: Bool {
    switch self {
    case UInt8(ascii: "@"), UInt8(ascii: "*"), .hash, UInt8(ascii: "?"), UInt8(ascii: "-"), .dollar, .bang: true
    default: false
    }
  }

  /// Whether the byte continues a character of more than one byte in UTF-8.
  var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}

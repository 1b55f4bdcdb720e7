/// The words with a meaning of their own where a command may start.
enum ReservedWord: String {
  case bang = "!"
  case openBrace = "{"
  case closeBrace = "}"
  case doubleBracket = "[["
  case caseWord = "case"
  case doWord = "do"
  case done
  case elif
  case elseWord = "else"
  case esac
  case fi
  case forWord = "for"
  case function
  case ifWord = "if"
  case inWord = "in"
  case then
  case until
  case whileWord = "while"

  /// Whether the word ends a list of statements.
  var endsList: Bool {
    switch self {
    case .closeBrace, .doWord, .done, .elif, .elseWord, .esac, .fi, .then: true
    default: false
    }
  }

  /// The number of bytes of the longest reserved word.
  static let longest = 8

  /// Whether any reserved word starts with the byte.
  static func mayStart(with byte: UInt8) -> Bool {
    switch byte {
    case .bang, .openBrace, .closeBrace, .openBracket: true
    case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "f"): true
    case UInt8(ascii: "i"), UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "w"): true
    default: false
    }
  }
}

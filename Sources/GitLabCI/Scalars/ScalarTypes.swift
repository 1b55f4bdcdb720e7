import SourceText
import YAMLSyntax

extension CIScalar {
  /// Creates a scalar from its text, its style and its tag as written, typed as Psych does (`to_ruby.rb`,
  /// `deserialize`): a quoted scalar is a string unless it has a tag, a tag other than `!!str` means nothing.
  ///
  /// - Returns: nil for a tag that asks for a Ruby object, which GitLab's loader refuses.
  init?(text: String, style: YAMLScalarStyle, tag: String?) {
    guard let tag else {
      self.init(text: text, type: style == .plain ? Self.type(ofPlain: text) : .string)
      return
    }
    switch YAMLTag(tag) {
    case .string: self.init(text: text, type: .string)
    case .symbol: self.init(text: text, type: .symbol)
    case .float:
      let type = Self.type(ofPlain: text)
      guard type == .integer || type == .float else { return nil }
      self.init(text: text, type: .float)
    case .object: return nil
    case .reference, .ignored: self.init(text: text, type: Self.type(ofPlain: text))
    }
  }

  /// The type of an unquoted scalar (Psych 4 `scalar_scanner.rb`, `tokenize`, in the same order).
  static func type(ofPlain text: String) -> ScalarType {
    guard let first = text.utf8.first else { return .null }
    // Nearly every scalar starts like text and has one line, and means a word only where it is as short as one.
    if isTextual(first) {
      if text.utf8.count > 20 { return .string }
      if text == "~" { return .null }
      if !text.utf8.contains(UInt8(ascii: "\n")) { return meaning(ofWord: text.utf8) ?? .string }
    }
    let bytes = Array(text.utf8)
    if startsLikeText(text) || bytes.contains(UInt8(ascii: "\n")) {
      return bytes.count > 20 ? .string : typeOfWord(text)
    }
    let scanner = NumberScanner(bytes)
    if scanner.isTime || scanner.isDate { return .timestamp }
    if scanner.isSpecialFloat { return .float }
    if bytes[0] == UInt8(ascii: ":"), bytes.count > 1 { return .symbol }
    if let sexagesimal = scanner.sexagesimalType { return sexagesimal }
    if scanner.isFloat { return scanner.hasDigit ? .float : .string }
    return scanner.isInteger ? .integer : .string
  }

  /// Whether a character of ASCII rules a number out where it is the first one.
  private static func isTextual(_ first: UInt8) -> Bool {
    first.isASCIILetter || first.isOne(of: "_ \t\n\r\u{0B}\u{0C}!@#$%^&*(){}<>|/\\~;=")
  }

  /// The type that a word has in any case of its letters, where it is no text.
  private static func meaning(ofWord bytes: some Collection<UInt8>) -> ScalarType? {
    let count = bytes.count
    guard count <= 5 else { return nil }
    func isWord(_ word: StaticString) -> Bool {
      word.utf8CodeUnitCount == count
        && zip(bytes, UnsafeBufferPointer(start: word.utf8Start, count: count)).allSatisfy { $0 | 0x20 == $1 }
    }
    if isWord("null") { return .null }
    let isBoolean = isWord("yes") || isWord("true") || isWord("on") || isWord("no") || isWord("false") || isWord("off")
    return isBoolean ? .bool : nil
  }

  /// Whether the first one or two characters rule a number out, as Psych's first test has it.
  private static func startsLikeText(_ text: String) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    guard let first = scalars.next() else { return false }
    if isTextual(first) { return true }
    if ("0"..."9").contains(first) || first == "." || first == ":" || first == "-" { return false }
    return scalars.next().map(isTextual) ?? false
  }

  private static func isTextual(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? isTextual(UInt8(scalar.value)) : scalar.properties.isAlphabetic
  }

  /// The type of a word of at most five characters: Psych looks at every line of it.
  private static func typeOfWord(_ text: String) -> ScalarType {
    guard text.unicodeScalars.count <= 5 else { return .string }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.allSatisfy({ $0.first?.isOne(of: "ytonfYTONF~") ?? false }) else { return .string }
    let meanings = lines.map(meaning)
    return meanings.contains(.null) ? .null : meanings.contains(.bool) ? .bool : .string
  }
}

/// What a tag means to GitLab's loader.
enum YAMLTag {
  case string, symbol, float
  /// `!reference`
  case reference
  /// A Ruby object or a collection type that the loader refuses, or reads in a way that no pipeline wants.
  case object
  /// Any other tag: the value counts as if it had none.
  case ignored

  /// Reads a tag as it is written.
  init(_ text: String) {
    let standard = "tag:yaml.org,2002:"
    var name = text
    if name.hasPrefix("!<"), name.hasSuffix(">") { name = String(name.dropFirst(2).dropLast()) }
    if name.hasPrefix("!!") { name = standard + name.dropFirst(2) }
    switch name {
    case "!reference": self = .reference
    case "!str", "!ruby/string", standard + "str": self = .string
    case "!float", standard + "float": self = .float
    case "!ruby/sym", "!ruby/symbol": self = .symbol
    case "!binary", standard + "binary", "!set", standard + "set", "!omap", standard + "omap": self = .object
    default:
      let prefixes = ["!ruby/", "!str:", "!seq:", "!map:"]
      self = prefixes.contains(where: name.hasPrefix) ? .object : .ignored
    }
  }

  /// Whether a key with this tag is never a merge key (Psych compares with the full name alone).
  static func forbidsMerging(_ text: String) -> Bool {
    text == "!!str" || text == "!<tag:yaml.org,2002:str>"
  }
}

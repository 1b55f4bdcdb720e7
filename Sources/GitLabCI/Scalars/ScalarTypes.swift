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
    // What starts like text and is longer than any word that means something, as nearly every scalar.
    if isTextual(first) {
      let count = text.utf8.count
      if count > 20 || (count > 5 && text.utf8.allSatisfy { $0 < 0x80 }) { return .string }
      // So are shorter ones but for some words, which have one line.
      if !mayStartWord(first), first != UInt8(ascii: "~"), !text.utf8.contains(UInt8(ascii: "\n")) { return .string }
      if let type = typeOfASCIIWord(text) { return type }
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

  /// The type of a word on one line, of at most five characters of ASCII; nil for all others.
  private static func typeOfASCIIWord(_ text: String) -> ScalarType? {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count <= 5, bytes.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\n") }) else { return nil }
      func isWord(_ word: StaticString) -> Bool {
        word.utf8CodeUnitCount == bytes.count && bytes.indices.allSatisfy { bytes[$0] | 0x20 == word.utf8Start[$0] }
      }
      if isWord("null") || bytes.count == 1 && bytes[0] == UInt8(ascii: "~") { return .null }
      let isBoolean =
        isWord("yes") || isWord("true") || isWord("on") || isWord("no") || isWord("false") || isWord("off")
      return isBoolean ? .bool : .string
    }
  }

  /// Whether a letter may start `yes`, `true`, `on`, `no`, `null`, `false` or `off`, in any case.
  private static func mayStartWord(_ letter: UInt8) -> Bool {
    switch letter | 0x20 {
    case UInt8(ascii: "y"), UInt8(ascii: "t"), UInt8(ascii: "o"), UInt8(ascii: "n"), UInt8(ascii: "f"): true
    default: false
    }
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
    if scalar.properties.isAlphabetic { return true }
    switch scalar {
    case "_", " ", "\t", "\n", "\r", "\u{0B}", "\u{0C}", "!", "@", "#", "$", "%", "^", "&", "*", "(", ")", "{", "}",
      "<", ">", "|", "/", "\\", "~", ";", "=":
      return true
    default: return false
    }
  }

  /// The type of a word of at most five characters: Psych looks at every line of it.
  private static func typeOfWord(_ text: String) -> ScalarType {
    guard text.unicodeScalars.count <= 5 else { return .string }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.lowercased() }
    let isPlain = lines.contains { line in
      line.unicodeScalars.first.map { !"ytonf~".unicodeScalars.contains($0) } ?? true
    }
    if isPlain { return .string }
    if text == "~" || lines.contains("null") { return .null }
    let booleans: Set<String> = ["yes", "true", "on", "no", "false", "off"]
    return lines.contains(where: booleans.contains) ? .bool : .string
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

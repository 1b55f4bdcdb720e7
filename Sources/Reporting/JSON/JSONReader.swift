internal import SourceText

/// Reads JSON (RFC 8259).
///
/// Numbers that are not whole, or too large, become `null`: nothing here needs them.
public struct JSONReader {
  /// The text is no JSON.
  public struct Mistake: Error, Sendable, Hashable {
    /// The byte at which it stops being JSON.
    public let offset: Int
  }

  /// How deep arrays and objects may be nested.
  private static let maximumDepth = 128

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value of a text.
  ///
  /// - Throws: ``Mistake`` for anything else than one value, and for values nested deeper than 128 levels.
  public static func value(of bytes: [UInt8]) throws(Mistake) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.mistake }
    return value
  }

  private var mistake: Mistake { Mistake(offset: position) }
  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Takes a character if it comes next, after space.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(Mistake) -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { reader throws(Mistake) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(Mistake) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(Mistake) -> JSONValue
  ) throws(Mistake) -> JSONValue {
    guard depth < Self.maximumDepth else { throw mistake }
    position += 1
    depth += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(Mistake) -> JSONValue {
    var members: [JSONMember] = []
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw mistake }
      let name = try string()
      guard take(":") else { throw mistake }
      members.append(JSONMember(name, try value()))
    } while take(",")
    guard take("}") else { throw mistake }
    return .object(members)
  }

  private mutating func array() throws(Mistake) -> JSONValue {
    var items: [JSONValue] = []
    if take("]") { return .array([]) }
    repeat { items.append(try value()) } while take(",")
    guard take("]") else { throw mistake }
    return .array(items)
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(Mistake) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw mistake }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(Mistake) -> JSONValue {
    let start = position
    while let byte = next, byte.isOne(of: "+-.0123456789eE") { position += 1 }
    guard position > start else { throw mistake }
    return Int(String(decoding: bytes[start..<position], as: UTF8.self)).map(JSONValue.integer) ?? .null
  }

  // MARK: - Strings

  private mutating func string() throws(Mistake) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw mistake
      default: text.append(byte)
      }
    }
    throw mistake
  }

  private mutating func escape(into text: inout [UInt8]) throws(Mistake) {
    guard let byte = next else { throw mistake }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"): text += Array(String(Character(try scalar())).utf8)
    default: throw mistake
    }
  }

  /// The character of a `\u` escape, of two for characters outside the basic plane; half a pair becomes U+FFFD.
  private mutating func scalar() throws(Mistake) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[position...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
    position += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func codeUnit() throws(Mistake) -> UInt32 {
    guard position + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw mistake }
    position += 4
    return value
  }
}

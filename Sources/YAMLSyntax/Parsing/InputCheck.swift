internal import SourceText

/// Looks at every byte once before libyaml does, so that errors of encoding name the exact byte.
struct InputCheck {
  /// The lines that may start with `%`, where directives do.
  private static let maximumDirectives = 1_000

  /// Whether the file is ASCII, so that character positions are byte offsets.
  let isASCII: Bool
  /// The bytes of the byte order mark: 3 or 0.
  let byteOrderMarkLength: Int

  /// Reads a file.
  ///
  /// - Throws: ``YAMLSyntaxError`` when the file is larger than the limit, is not UTF-8 or holds a character that YAML
  ///   does not allow.
  init(_ source: SourceFile, limits: YAMLLimits) throws(YAMLSyntaxError) {
    let bytes = source.bytes
    guard bytes.count <= limits.maximumBytes else {
      throw YAMLSyntaxError(
        message: "the file has \(bytes.count) bytes, more than the limit of \(limits.maximumBytes)",
        range: ByteRange(at: 0), path: source.path, help: "split the file, or raise the limit")
    }
    try Self.refuseUTF16(source)
    byteOrderMarkLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var isASCII = true
    var offset = byteOrderMarkLength
    var directives = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        if byte == UInt8(ascii: "%"), offset == byteOrderMarkLength || bytes[offset - 1] < 0x20 {
          directives += 1
          try Self.refuse(directives: directives, at: offset, in: source)
        }
        offset += 1
        continue
      }
      if byte >= 0x80 { isASCII = false }
      offset += try Self.lengthOfCharacter(at: offset, in: source)
    }
    self.isASCII = isASCII
  }

  private static func refuseUTF16(_ source: SourceFile) throws(YAMLSyntaxError) {
    let start = source.bytes.prefix(2)
    guard start.elementsEqual([0xFF, 0xFE]) || start.elementsEqual([0xFE, 0xFF]) else { return }
    throw YAMLSyntaxError(
      message: "the file is encoded in UTF-16", range: ByteRange(0, 2), path: source.path,
      help: "save the file as UTF-8")
  }

  /// libyaml compares every directive with all before it, so many of them take it minutes.
  private static func refuse(directives: Int, at offset: Int, in source: SourceFile) throws(YAMLSyntaxError) {
    guard directives > maximumDirectives else { return }
    throw YAMLSyntaxError(
      message: "more than \(maximumDirectives) lines start with %", range: ByteRange(offset, offset + 1),
      path: source.path, help: "remove the directives")
  }

  private static func lengthOfCharacter(at offset: Int, in source: SourceFile) throws(YAMLSyntaxError) -> Int {
    let (scalar, length) = decode(source.bytes, at: offset)
    guard let scalar else {
      throw YAMLSyntaxError(
        message: "byte \(offset) is not UTF-8", range: ByteRange(offset, offset + length), path: source.path,
        help: "save the file as UTF-8")
    }
    guard isAllowed(scalar) else {
      let code = String(scalar, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
      throw YAMLSyntaxError(
        message: "the character \(name) is not allowed in YAML",
        range: ByteRange(offset, offset + length), path: source.path,
        help: scalar == 0 ? "the file is binary, or encoded in UTF-16" : "remove it, or write it as an escape")
    }
    return length
  }

  /// The code point at an offset and the bytes it takes; nil and 1 where the bytes are not UTF-8.
  private static func decode(_ bytes: [UInt8], at offset: Int) -> (scalar: UInt32?, length: Int) {
    let lead = bytes[offset]
    let length: Int
    var value: UInt32
    switch lead {
    case 0x00...0x7F: return (UInt32(lead), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(lead & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(lead & 0x07))
    default: return (nil, 1)
    }
    guard offset + length <= bytes.count else { return (nil, 1) }
    for index in 1..<length {
      let byte = bytes[offset + index]
      guard byte & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let minimum: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= minimum, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { return (nil, 1) }
    return (value, length)
  }

  /// The characters that libyaml's reader lets through (`reader.c`, after the YAML 1.1 production `c-printable`).
  static func isAllowed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85: true
    case 0xA0...0xD7FF: true
    case 0xE000...0xFFFD: true
    case 0x10000...0x10FFFF: true
    default: false
    }
  }
}

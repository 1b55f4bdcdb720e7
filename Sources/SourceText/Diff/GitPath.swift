/// Writes paths the way git writes them into diffs (git, `quote.c`, `quote_c_style`, with `core.quotePath` as by default).
enum GitPath {
  /// The path with its prefix, in quotes and escaped when it holds control characters, quotes, backslashes or bytes
  /// outside ASCII.
  static func quoted(_ prefix: String, _ path: String) -> [UInt8] {
    let bytes = Array(prefix.utf8) + Array(path.utf8)
    guard bytes.contains(where: needsEscape) else { return bytes }
    var result = [UInt8(ascii: "\"")]
    for byte in bytes { appendEscaped(byte, to: &result) }
    result.append(UInt8(ascii: "\""))
    return result
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func appendEscaped(_ byte: UInt8, to result: inout [UInt8]) {
    guard needsEscape(byte) else {
      result.append(byte)
      return
    }
    result.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x07: result.append(UInt8(ascii: "a"))
    case 0x08: result.append(UInt8(ascii: "b"))
    case 0x09: result.append(UInt8(ascii: "t"))
    case 0x0A: result.append(UInt8(ascii: "n"))
    case 0x0B: result.append(UInt8(ascii: "v"))
    case 0x0C: result.append(UInt8(ascii: "f"))
    case 0x0D: result.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(byte)
    default:
      for shift in [6, 3, 0] { result.append(UInt8(ascii: "0") + ((byte >> UInt8(shift)) & 7)) }
    }
  }
}

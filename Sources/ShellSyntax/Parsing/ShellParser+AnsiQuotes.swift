internal import SourceText

/// `$'…'`.
extension ShellParser {
  /// Parses `$'…'`.
  mutating func parseAnsiQuotes() throws(Failure) -> ShellWord.Part {
    let start = position
    var value: [UInt8] = []
    position += 2
    while let next = byte(at: position), next != .singleQuote {
      if next == .backslash, position + 1 < end {
        decodeAnsiEscape(into: &value)
      } else {
        value.append(next)
        position += 1
      }
    }
    guard position < end else { throw failure("quote `$'` is not closed", ByteRange(start, start + 2)) }
    position += 1
    return .init(kind: .ansiQuoted(value: value), range: ByteRange(start, position))
  }

  /// Decodes the escape at ``position`` as busybox does (libbb/process_escape_sequence.c) and moves past it.
  private mutating func decodeAnsiEscape(into value: inout [UInt8]) {
    let letter = text[position + 1]
    switch letter {
    case UInt8(ascii: "a"): value.append(7)
    case UInt8(ascii: "b"): value.append(8)
    case UInt8(ascii: "f"): value.append(12)
    case UInt8(ascii: "n"): value.append(10)
    case UInt8(ascii: "r"): value.append(13)
    case UInt8(ascii: "t"): value.append(9)
    case UInt8(ascii: "v"): value.append(11)
    case .backslash, .singleQuote, .doubleQuote: value.append(letter)
    case UInt8(ascii: "x"): return decodeNumber(radix: 16, digitsAt: position + 2, limit: 2, into: &value)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      return decodeNumber(radix: 8, digitsAt: position + 1, limit: 3, into: &value)
    default: value += [.backslash, letter]
    }
    position += 2
  }

  private mutating func decodeNumber(radix: Int, digitsAt start: Int, limit: Int, into value: inout [UInt8]) {
    var number = 0
    var place = start
    while place < start + limit, let digit = byte(at: place).flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }),
      digit < radix, number * radix + digit < 256
    {
      number = number * radix + digit
      place += 1
    }
    if place == start {
      value += [.backslash, text[start - 1]]
    } else {
      value.append(UInt8(truncatingIfNeeded: number))
    }
    position = place
  }
}

internal import Diagnostics
internal import SourceText

/// A piece of a source line as it is shown: cells that know their bytes and their width.
struct DisplayLine {
  /// One character with what joins it.
  struct Cell {
    var text: String
    var width: Int
    var bytes: Range<Int>
  }

  /// The most bytes on either side of a mark that are looked at, so that a file of one endless line costs little.
  static let reach = 4_096

  private(set) var cells: [Cell] = []
  /// Whether the line goes on before the first cell or after the last.
  private(set) var isCut: (before: Bool, after: Bool)

  /// Decodes the part of a line around an offset; `line` excludes the line ending.
  init(_ line: ByteRange, of bytes: [UInt8], around offset: Int) {
    var lower = max(line.lowerBound, offset - Self.reach)
    var upper = min(line.upperBound, offset + Self.reach)
    while lower > line.lowerBound, bytes[lower] & 0xC0 == 0x80 { lower -= 1 }
    while upper < line.upperBound, bytes[upper] & 0xC0 == 0x80 { upper += 1 }
    isCut = (lower > line.lowerBound, upper < line.upperBound)
    // A secret that begins before the part is still known for one.
    let before = max(line.lowerBound, lower - Self.reach)
    decode(SecretMask.masked(bytes[before..<max(lower, upper)])[lower...])
  }

  /// The columns all cells take together.
  var width: Int { cells.reduce(0) { $0 + $1.width } }

  private mutating func decode(_ bytes: ArraySlice<UInt8>) {
    var parser = Unicode.UTF8.ForwardParser()
    var source = bytes.makeIterator()
    var position = bytes.startIndex
    while true {
      switch parser.parseScalar(from: &source) {
      case .valid(let encoded):
        append(Unicode.UTF8.decode(encoded), at: position..<(position + encoded.count))
        position += encoded.count
      case .error(let length):
        for byte in position..<(position + length) {
          let text = TerminalText.escape(forByte: bytes[byte])
          cells.append(Cell(text: text, width: text.utf8.count, bytes: byte..<(byte + 1)))
        }
        position += length
      case .emptyInput: return
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, at bytes: Range<Int>) {
    if scalar == "\t" {
      cells.append(Cell(text: "    ", width: 4, bytes: bytes))
    } else if let escape = TerminalText.escape(for: scalar) {
      cells.append(Cell(text: escape, width: escape.utf8.count, bytes: bytes))
    } else if joinsPrevious(scalar), let last = cells.indices.last {
      cells[last].text.unicodeScalars.append(scalar)
      cells[last].bytes = cells[last].bytes.lowerBound..<bytes.upperBound
      // U+FE0F asks for the coloured, wide form of the character before it.
      if scalar == "\u{FE0F}" { cells[last].width = 2 }
    } else {
      cells.append(Cell(text: String(Character(scalar)), width: max(1, DisplayWidth.of(scalar)), bytes: bytes))
    }
  }

  /// Whether a scalar is drawn together with the one before it: marks, skin tones, the parts of a joined emoji, and the
  /// second half of a flag.
  private func joinsPrevious(_ scalar: Unicode.Scalar) -> Bool {
    guard let previous = cells.last?.text.unicodeScalars else { return false }
    let flagLetters: ClosedRange<Unicode.Scalar> = "\u{1F1E6}"..."\u{1F1FF}"
    if flagLetters.contains(scalar) {
      return previous.count == 1 && previous.first.map(flagLetters.contains) == true
    }
    return DisplayWidth.of(scalar) == 0 || previous.last == "\u{200D}" || ("\u{1F3FB}"..."\u{1F3FF}").contains(scalar)
  }
}

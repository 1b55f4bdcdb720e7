internal import SourceText

/// The log of a job without what only terminals and GitLab's pages need.
///
/// Colours, the marks of sections and the time stamps that GitLab puts before each line are gone, and of a line that was
/// written over several times the last text remains. Lines keep their numbers.
struct JobLog: Sendable {
  /// The text, UTF-8 as far as the log was.
  let bytes: [UInt8]
  /// Where its lines lie.
  let table: LineTable

  /// Creates a log from what GitLab or a terminal shows.
  init(_ raw: [UInt8]) {
    var cleaned: [UInt8] = []
    cleaned.reserveCapacity(raw.count)
    var start = raw.startIndex
    while start < raw.endIndex {
      let end = raw[start...].firstIndex(of: UInt8(ascii: "\n")) ?? raw.endIndex
      cleaned += Self.cleaned(raw[start..<end])
      if end < raw.endIndex { cleaned.append(UInt8(ascii: "\n")) }
      start = end + 1
    }
    bytes = cleaned
    table = LineTable(cleaned)
  }

  /// The bytes of a line, counted from 1.
  func line(_ number: Int) -> [UInt8] { Array(bytes[table.range(ofLine: number).indices]) }

  /// The text of a line without its line ending.
  func text(ofLine number: Int) -> String {
    var line = line(number)
    while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }

  /// Whether the runner said that the job succeeded: its last word.
  var succeeded: Bool {
    for number in table.lineStarts.indices.reversed() {
      let text = text(ofLine: number + 1)
      if text.contains(where: { $0 != " " }) { return text.hasSuffix("Job succeeded") }
    }
    return false
  }

  private static func cleaned(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let text = withoutEscapes(line)[...]
    return withoutTimeStamp(lastWriting(of: text))
  }

  /// The text after the last return to the start of the line; a return at the end belongs to the line ending.
  private static func lastWriting(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard let place = line.lastIndex(of: UInt8(ascii: "\r")) else { return line }
    return line[(place + 1)...]
  }

  /// Without control sequences (ECMA-48, 5.4): ESC, `[`, parameters, a final byte from `@` to `~`.
  private static func withoutEscapes(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = line
    while let place = rest.firstIndex(of: 0x1B) {
      result += rest[..<place]
      rest = rest[(place + 1)...]
      guard rest.first == UInt8(ascii: "[") else { continue }
      let final = rest.dropFirst().firstIndex { (0x40...0x7E).contains($0) }
      rest = final.map { rest[($0 + 1)...] } ?? []
    }
    return result + rest
  }

  /// Without `2026-01-31T12:00:00.000000Z 00O ` at the start: a time, the stream and a mark of continued lines.
  private static func withoutTimeStamp(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let stamp = line.prefix(32)
    guard stamp.count == 32 else { return line }
    let shape = Array("0000-00-00T00:00:00.000000Z 00? ".utf8)
    for (byte, wanted) in zip(stamp, shape) {
      switch wanted {
      case UInt8(ascii: "0"):
        guard (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) else { return line }
      case UInt8(ascii: "?"):
        guard byte == UInt8(ascii: "O") || byte == UInt8(ascii: "E") else { return line }
      default:
        guard byte == wanted || (wanted == UInt8(ascii: " ") && byte == UInt8(ascii: "+")) else { return line }
      }
    }
    return line.dropFirst(32)
  }
}

internal import SourceText

/// What a line of a log has to hold: parts, in this order.
struct LinePattern: Sendable {
  private let texts: [String]
  private let parts: [(search: ByteSearch, count: Int)]

  /// Creates a pattern from its parts.
  init(_ parts: String...) {
    texts = parts
    self.parts = parts.map { (ByteSearch($0), $0.utf8.count) }
  }

  /// The same for people: `…` stands for text that varies.
  var text: String { texts.joined(separator: " … ") }

  /// The same as a basic regular expression (POSIX), for `grep`.
  var basicRegularExpression: String { texts.map(Self.escaped).joined(separator: ".*") }

  private static func escaped(_ text: String) -> String {
    text.map { #"\.[*^$"#.contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// The numbers of the lines that fit, counted from 1, in order.
  func lines(of log: JobLog) -> [Int] {
    guard let first = parts.first else { return [] }
    var result: [Int] = []
    for offset in first.search.offsets(in: log.bytes) {
      let line = log.table.line(at: offset)
      if result.last != line, fits(log.line(line)) { result.append(line) }
    }
    return result
  }

  private func fits(_ line: [UInt8]) -> Bool {
    var offset = 0
    for part in parts {
      guard let place = part.search.firstOffset(in: line, from: offset) else { return false }
      offset = place + part.count
    }
    return true
  }
}

internal import SourceText

/// The directories in a value of `PATH`, and which of them leave with the Kaniko image.
struct SearchPath: Sendable {
  private struct Directory {
    let units: Range<Int>
    let leaves: Bool
  }

  private let directories: [Directory]
  private let remainder: [TextUnit]

  /// Reads the units of a value from an index on.
  init(_ units: [TextUnit], from start: Int) {
    var directories: [Directory] = []
    var first = start
    for index in start...max(start, units.count) {
      guard index >= units.count || units[index].byte == UInt8(ascii: ":") else { continue }
      let end = min(index, units.count)
      let text = String(decoding: units[first..<end].compactMap(\.byte), as: UTF8.self)
      let leaves =
        ["/kaniko", "/kaniko/", "/busybox", "/busybox/"].contains(text)
        && units[first..<end].allSatisfy { $0.byte != nil }
      directories.append(Directory(units: first..<end, leaves: leaves))
      first = index + 1
    }
    self.directories = directories
    remainder = directories.filter { !$0.leaves }.flatMap { units[$0.units] }
  }

  /// Whether a directory leaves.
  var removesAny: Bool { directories.contains(where: \.leaves) }

  /// Whether nothing but the old value of `PATH` is left.
  var leavesOnlyItself: Bool {
    guard remainder.count <= 1 else { return false }
    guard let only = remainder.first else { return true }
    if case .expansion(_, "PATH"?) = only.value { return true }
    return false
  }

  /// The bytes to take out, with the colons that joined them; nil where they do not stand together in one kind of quotes.
  func removal(in units: [TextUnit]) -> ByteRange? {
    guard let first = directories.firstIndex(where: \.leaves), let last = directories.lastIndex(where: \.leaves),
      directories[first...last].allSatisfy(\.leaves)
    else { return nil }
    var range = directories[first].units.lowerBound..<directories[last].units.upperBound
    if last + 1 < directories.count {
      range = range.lowerBound..<directories[last + 1].units.lowerBound
    } else if first > 0 {
      range = directories[first - 1].units.upperBound..<range.upperBound
    }
    guard let quoting = units[range].first?.quoting, units[range].allSatisfy({ $0.quoting == quoting }) else {
      return nil
    }
    return ByteRange(units, range)
  }
}

/// A path with wildcards as `include: local` takes it: `*` stands for anything but `/`, `**` for anything at all.
///
/// So `ci/**.yml` matches files at any depth and `ci/**/*.yml` only those in folders below `ci` (GitLab's
/// `Repository#search_files_by_wildcard_path`).
struct PathPattern {
  private let pattern: [UInt8]
  /// For every byte whether it belongs to a pair of stars; stars are paired from the left.
  private let isDouble: [Bool]

  /// Creates a pattern; leading slashes do not count.
  init(_ text: String) {
    let pattern = Array(text.utf8.drop { $0 == UInt8(ascii: "/") })
    var isDouble = [Bool](repeating: false, count: pattern.count)
    var place = 0
    while place + 1 < pattern.count {
      let isPair = pattern[place] == Self.star && pattern[place + 1] == Self.star
      isDouble[place] = isPair
      if isPair { isDouble[place + 1] = true }
      place += isPair ? 2 : 1
    }
    self.pattern = pattern
    self.isDouble = isDouble
  }

  /// Whether the path has wildcards at all.
  var hasWildcards: Bool { pattern.contains(Self.star) }

  /// The path without leading slashes.
  var path: String { String(decoding: pattern, as: UTF8.self) }

  /// Whether a path of the repository matches.
  ///
  /// Walks the path once with the set of places that the pattern may have reached: at worst the product of both
  /// lengths.
  func matches(_ path: String) -> Bool {
    var reached = [Bool](repeating: false, count: pattern.count + 1)
    reached[0] = true
    skipStars(&reached)
    for byte in path.utf8 {
      var next = [Bool](repeating: false, count: pattern.count + 1)
      var isAlive = false
      for place in pattern.indices where reached[place] {
        if pattern[place] == Self.star {
          if byte != UInt8(ascii: "/") || isDouble[place] { next[place] = true }
        } else if pattern[place] == byte {
          next[place + 1] = true
        }
        isAlive = isAlive || next[place] || next[place + 1]
      }
      guard isAlive else { return false }
      skipStars(&next)
      reached = next
    }
    return reached[pattern.count]
  }

  private static let star = UInt8(ascii: "*")

  /// Stars may stand for nothing.
  private func skipStars(_ reached: inout [Bool]) {
    for place in pattern.indices where reached[place] && pattern[place] == Self.star {
      reached[place + 1] = true
    }
  }
}

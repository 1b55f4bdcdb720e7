/// A pattern for names: `*` stands for any characters (none included), everything else for itself.
///
/// Upper and lower case differ, and the whole name must match.
public struct NamePattern: Sendable, Hashable {
  /// The pattern as written.
  public let text: String

  /// Creates a pattern.
  public init(_ text: String) {
    self.text = text
  }

  /// Tells whether the whole name matches.
  ///
  /// Runs in at most the product of both lengths: on a mismatch only the latest `*` is tried again.
  public func matches(_ name: String) -> Bool {
    let pattern = Array(text.utf8)
    let name = Array(name.utf8)
    var patternIndex = 0
    var nameIndex = 0
    var retry: (pattern: Int, name: Int)?
    while nameIndex < name.count {
      if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
        patternIndex += 1
        retry = (patternIndex, nameIndex)
      } else if patternIndex < pattern.count, pattern[patternIndex] == name[nameIndex] {
        patternIndex += 1
        nameIndex += 1
      } else if let last = retry {
        retry = (last.pattern, last.name + 1)
        patternIndex = last.pattern
        nameIndex = last.name + 1
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

import SourceText

/// Tells whether a name that somebody chose says Kaniko.
enum KanikoName {
  /// Whether a name holds `kaniko` in any case; this tool's own name does not count.
  static func isIn(_ name: String) -> Bool {
    let lowercased = name.lowercased()
    guard lowercased.holds("kaniko") else { return false }
    var rest = lowercased[...]
    while let start = rest.firstRange(of: "kaniko") {
      if !rest[start.upperBound...].hasPrefix("2buildkit") { return true }
      rest = rest[start.upperBound...]
    }
    return false
  }

  /// Whether `kaniko` is a word of a path or name: `ci/kaniko.yml`, `build-kaniko`, not `kaniko2buildkit`.
  static func isWord(of name: some StringProtocol) -> Bool {
    let name = name.lowercased()
    // Most names do not hold it at all.
    return name.holds("kaniko") && name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains("kaniko")
  }

  /// Whether a variable is one that by its name holds something for Kaniko, such as `KANIKO_ARGS`.
  static func isOfVariable(_ name: String) -> Bool {
    name.hasPrefix("KANIKO_") || name.hasPrefix("FF_KANIKO_") || name.holds("_KANIKO_") || name.hasSuffix("_KANIKO")
  }
}

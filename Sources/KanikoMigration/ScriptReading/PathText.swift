import SourceText

/// Paths as texts.
enum PathText {
  /// A path without empty and `.` components and without slashes at its end; a slash at its start stays.
  static func normalized(_ path: String) -> String {
    if isNormal(path) { return path }
    let rest = components(of: path).joined(separator: "/")
    return path.utf8.first == slash ? "/" + rest : rest
  }

  /// A path without `.`, `..` and empty components and without slashes around it, or nil when `..` leads out of it.
  static func resolved(_ path: String) -> String? {
    if path.utf8.first != slash, isNormal(path), !path.holds("..") { return path }
    var result: [Substring] = []
    for component in components(of: path) {
      if component == ".." {
        guard result.popLast() != nil else { return nil }
      } else {
        result.append(component)
      }
    }
    return result.joined(separator: "/")
  }

  /// The components of a path, but for empty ones and `.`.
  static func components(of path: String) -> [Substring] {
    path.parts(between: slash).filter { $0 != "." }
  }

  private static let slash = UInt8(ascii: "/")

  /// Whether nothing would be left out of a path.
  private static func isNormal(_ path: String) -> Bool {
    // The length of the component so far, and whether it is nothing but a dot; a path starts as behind a component.
    var length = 0
    var isDot = false
    var isFirst = true
    for byte in path.utf8 {
      if byte == slash {
        guard isFirst || (length > 0 && !isDot) else { return false }
        length = 0
        isDot = false
      } else {
        length += 1
        isDot = length == 1 && byte == UInt8(ascii: ".")
      }
      isFirst = false
    }
    return isFirst || (length > 0 && !isDot)
  }
}

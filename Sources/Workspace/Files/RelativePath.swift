internal import SourceText

/// Paths inside a repository: relative, separated by `/`, without `.`, `..` and doubled separators.
public enum RelativePath {
  /// The normal form of a path; a leading `/` means the root of the repository, as in GitLab's `include: local`.
  ///
  /// - Returns: Nil when the path leads out of the repository or holds a NUL byte; empty for the root itself.
  public static func normalized(_ path: String) -> String? {
    if path.utf8.contains(0) { return nil }
    var parts: [Substring] = []
    for part in path.parts(between: UInt8(ascii: "/")) where part != "." {
      if part == ".." {
        if parts.popLast() == nil { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// The path of a file relative to a directory that holds it; both absolute and resolved. Nil when it lies elsewhere.
  static func of(_ path: String, in directory: String) -> String? {
    if path == directory { return "" }
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    guard path.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  /// The two paths put together.
  static func join(_ directory: String, _ path: String) -> String {
    if path.isEmpty { return directory }
    return directory.isEmpty || directory.hasSuffix("/") ? directory + path : directory + "/" + path
  }

  /// Whether a path comes before another one in the order of their bytes.
  static func precedes(_ left: String, _ right: String) -> Bool {
    let answer = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { left.lexicographicallyPrecedes($0) }
    }
    // Strings of Swift lie in one piece; one of another kind may not.
    return (answer ?? nil) ?? left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// The directory and the last part of a path.
  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }
}

internal import SourceText

/// A path in a word that exists only in the Kaniko image, or belongs to root.
struct KanikoPath: Sendable, Hashable {
  /// What the path is.
  enum Kind: Sendable, Hashable {
    /// `/kaniko/.docker`, the directory of the registry credentials.
    case credentials
    /// `/kaniko/ssl/certs`, the directory of the certificates.
    case certificates
    /// `/root/.docker`, which Kaniko does not read.
    case rootCredentials
    /// `/kaniko/executor` and `/kaniko/warmer`, which the migration of the call replaces.
    case executor
    /// `/kaniko` itself.
    case directory
    /// Something else below `/kaniko`, by its first name.
    case other(String)
    /// A program in `/busybox`, or the directory itself where the name is empty.
    case busybox(String)
  }

  /// What it is.
  let kind: Kind
  /// The units of the part that moves: `/kaniko/.docker` of `/kaniko/.docker/config.json`.
  let units: Range<Int>
  /// The units of the whole path as far as it is literal.
  let whole: Range<Int>

  /// The paths in the units of a word.
  static func all(in units: [TextUnit]) -> [KanikoPath] {
    var result: [KanikoPath] = []
    var index = 0
    while index < units.count {
      if units[index].byte == UInt8(ascii: "/"), startsPath(units, at: index), let path = path(in: units, at: index) {
        result.append(path)
        index = max(path.whole.upperBound, index + 1)
      } else {
        index += 1
      }
    }
    return result
  }

  /// The path as text, as far as it is literal.
  func text(in units: [TextUnit]) -> String { Self.text(units[whole]) }

  private static func text(_ units: ArraySlice<TextUnit>) -> String {
    String(decoding: units.compactMap(\.byte), as: UTF8.self)
  }

  private static func startsPath(_ units: [TextUnit], at index: Int) -> Bool {
    guard index > 0 else { return true }
    guard let before = units[index - 1].byte else { return false }
    if before == UInt8(ascii: "/") {
      return index > 2 && units[index - 2].byte == UInt8(ascii: "/") && units[index - 3].byte == UInt8(ascii: ":")
    }
    return !isPathByte(before)
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    FragmentText.isNameByte(byte) || byte.isOne(of: "./-~") || byte >= 0x80
  }

  private static func path(in units: [TextUnit], at start: Int) -> KanikoPath? {
    var end = start
    while end < units.count, let byte = units[end].byte, isPathByte(byte) { end += 1 }
    // Only these names matter; most paths start with another.
    guard start + 1 < end, let initial = units[start + 1].byte, initial.isOne(of: "bkr") else { return nil }
    let text = text(units[start..<end])
    let names = text.parts(between: UInt8(ascii: "/"), keepsEmpty: true).dropFirst()
    guard let first = names.first else { return nil }
    let second = names.dropFirst().first.map(String.init) ?? ""
    func make(_ kind: Kind, _ moved: String) -> KanikoPath {
      KanikoPath(kind: kind, units: start..<(start + moved.utf8.count), whole: start..<end)
    }
    switch first {
    case "busybox": return make(.busybox(second), second.isEmpty ? "/busybox" : "/busybox/\(second)")
    case "root": return second == ".docker" ? make(.rootCredentials, "/root/.docker") : nil
    case "kaniko": break
    default: return nil
    }
    switch second {
    case "": return make(.directory, "/kaniko")
    case ".docker": return make(.credentials, "/kaniko/.docker")
    case "executor", "warmer": return make(.executor, "/kaniko/\(second)")
    case "ssl":
      return text.hasPrefix("/kaniko/ssl/certs")
        ? make(.certificates, "/kaniko/ssl/certs") : make(.certificates, "/kaniko/ssl")
    default: return make(.other(second), "/kaniko/\(second)")
    }
  }
}

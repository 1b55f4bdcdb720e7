/// One entry of a tree object of git.
struct TreeEntry: Sendable, Hashable {
  /// The mode as git writes it: `100644`, `100755`, `120000`, `40000`, `160000`.
  let mode: String
  /// The name as bytes; it need not be UTF-8.
  let name: [UInt8]
  /// The id in hexadecimal digits.
  let id: String

  var isDirectory: Bool { mode == "40000" }
  var isRegular: Bool { mode == "100644" || mode == "100755" || mode == "100664" }
  var isSymbolicLink: Bool { mode == "120000" }
}

/// The entries of a tree object.
enum TreeObject {
  /// Reads the bytes of a tree: mode, space, name, NUL, id in binary form.
  ///
  /// - Parameters:
  ///   - bytes: the content of the object.
  ///   - idLength: the bytes of an id: 20 for SHA-1, 32 for SHA-256.
  /// - Returns: the entries; nil for what is no tree.
  static func entries(of bytes: [UInt8], idLength: Int) -> [TreeEntry]? {
    var entries: [TreeEntry] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: 0x20), let end = rest[space...].firstIndex(of: 0),
        rest.endIndex - end > idLength
      else { return nil }
      let id = rest[(end + 1)...(end + idLength)]
      entries.append(
        TreeEntry(
          mode: String(decoding: rest[..<space], as: UTF8.self), name: Array(rest[(space + 1)..<end]),
          id: hexadecimal(id)))
      rest = rest[(end + 1 + idLength)...]
    }
    return entries
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads the entries of one directory.
public enum DirectoryReader {
  /// One name in a directory.
  struct Entry {
    let name: String
    let isDirectory: Bool
    let isRegular: Bool
  }

  /// What a directory holds.
  struct Listing {
    var entries: [Entry] = []
    /// Names that are not UTF-8, shown as well as they can be.
    var badNames: [String] = []

    /// Whether a name is among the entries.
    func holds(_ name: String) -> Bool { entries.contains { $0.name == name } }
  }

  /// The names in a directory, ordered; those that are not UTF-8 are left out.
  public static func names(in path: String) throws(SystemError) -> [String] {
    try read(path).entries.map(\.name).sorted()
  }

  /// The entries in no particular order, `.` and `..` left out; symbolic links are neither directories nor regular.
  ///
  /// - Parameter isWanted: whether an entry with this name matters. Directories always do; the names of files that do not
  ///   cost nothing.
  static func read(
    _ path: String, where isWanted: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }
  ) throws(SystemError) -> Listing {
    guard let directory = opendir(path) else { throw SystemError.latest }
    defer { closedir(directory) }
    var listing = Listing()
    while true {
      errno = 0
      guard let entry = readdir(directory) else {
        if errno != 0 { throw SystemError.latest }
        return listing
      }
      let type = UInt8(entry.pointee.d_type)
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        let start = UnsafeRawPointer(pointer)
        let text = start.assumingMemoryBound(to: CChar.self)
        let bytes = UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: strlen(text))
        if isDots(bytes) || type != directoryType && type != unknownType && !isWanted(bytes) { return }
        guard let name = String(validatingCString: text) else {
          listing.badNames.append(String(cString: text))
          return
        }
        let kind = kind(of: name, type: type, in: path)
        listing.entries.append(Entry(name: name, isDirectory: kind.isDirectory, isRegular: kind.isRegular))
      }
    }
  }

  // DT_UNKNOWN, DT_DIR, DT_REG
  private static let (unknownType, directoryType, regularType): (UInt8, UInt8, UInt8) = (0, 4, 8)

  private static func isDots(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  /// Some file systems do not say the type of an entry; then its status does.
  private static func kind(of name: String, type: UInt8, in path: String) -> (isDirectory: Bool, isRegular: Bool) {
    if type != unknownType { return (type == directoryType, type == regularType) }
    let kind = (try? POSIXFileSystem().status(RelativePath.join(path, name)))?.kind
    return (kind == .directory, kind == .regular)
  }
}

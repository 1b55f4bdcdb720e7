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
  }

  /// The names in a directory, ordered; those that are not UTF-8 are left out.
  public static func names(in path: String) throws(SystemError) -> [String] {
    try read(path).entries.map(\.name).sorted()
  }

  /// The entries in no particular order, `.` and `..` left out; symbolic links are neither directories nor regular.
  static func read(_ path: String) throws(SystemError) -> Listing {
    guard let directory = opendir(path) else { throw SystemError.latest }
    defer { closedir(directory) }
    var listing = Listing()
    while true {
      errno = 0
      guard let entry = readdir(directory) else {
        if errno != 0 { throw SystemError.latest }
        return listing
      }
      let type = entry.pointee.d_type
      let (name, shown) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          (String(validatingCString: $0), String(cString: $0))
        }
      }
      guard let name else {
        listing.badNames.append(shown)
        continue
      }
      if name == "." || name == ".." { continue }
      let kind = kind(of: name, type: UInt8(type), in: path)
      listing.entries.append(Entry(name: name, isDirectory: kind.isDirectory, isRegular: kind.isRegular))
    }
  }

  /// Some file systems do not say the type of an entry; then its status does.
  private static func kind(of name: String, type: UInt8, in path: String) -> (isDirectory: Bool, isRegular: Bool) {
    let (unknown, directory, regular): (UInt8, UInt8, UInt8) = (0, 4, 8)  // DT_UNKNOWN, DT_DIR, DT_REG
    if type != unknown { return (type == directory, type == regular) }
    let kind = (try? POSIXFileSystem().status(RelativePath.join(path, name)))?.kind
    return (kind == .directory, kind == .regular)
  }
}

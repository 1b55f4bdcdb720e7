#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Makes and removes directories of the tool's own.
public enum Directories {
  /// Removes a directory with everything in it; symbolic links are removed, not followed.
  public static func remove(_ path: String) throws(SystemError) {
    var pending = [(path: path, isEmptied: false)]
    while let next = pending.popLast() {
      if next.isEmptied {
        guard rmdir(next.path) == 0 else { throw SystemError.latest }
        continue
      }
      pending.append((next.path, true))
      for entry in try DirectoryReader.read(next.path).entries {
        let path = RelativePath.join(next.path, entry.name)
        if entry.isDirectory {
          pending.append((path, false))
        } else if unlink(path) != 0 {
          throw SystemError.latest
        }
      }
    }
  }

  /// Creates a directory, and those above it, unless they exist.
  public static func create(_ path: String) throws(SystemError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made = RelativePath.join(made, String(part))
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw SystemError.latest }
    }
  }
}

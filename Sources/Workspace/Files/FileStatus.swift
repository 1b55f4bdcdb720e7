#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the system knows about a file.
public struct FileStatus: Sendable, Hashable {
  /// The kinds of files that matter here.
  public enum Kind: Sendable, Hashable {
    /// A file with content.
    case regular
    /// A directory.
    case directory
    /// A symbolic link that was not followed.
    case symbolicLink
    /// Anything else, with its name in words: "a named pipe".
    case special(String)
  }

  /// What it is.
  public let kind: Kind
  /// The size in bytes.
  public let size: Int
  /// The permission bits.
  public let mode: UInt32
  /// The owner's number.
  public let owner: UInt32
  /// The group's number.
  public let group: UInt32

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .symbolicLink
    case S_IFIFO: kind = .special("a named pipe")
    case S_IFSOCK: kind = .special("a socket")
    default: kind = .special("a device")
    }
    size = Int(status.st_size)
    mode = UInt32(status.st_mode & 0o7777)
    owner = UInt32(status.st_uid)
    group = UInt32(status.st_gid)
  }

  /// Whether nobody has the right to write; the superuser is not asked, who could write anyway.
  var isReadOnly: Bool { mode & 0o222 == 0 }

  /// Why this cannot be read as a file; nil for a regular one.
  var reasonNotToRead: FileProblem.Reason? {
    switch kind {
    case .regular: nil
    case .directory: .directory
    case .special(let name): .special(name)
    case .symbolicLink: .special("a symbolic link")
    }
  }
}

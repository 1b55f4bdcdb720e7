#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why a file cannot be read or written.
public struct FileProblem: Error, Sendable, Hashable {
  /// What is the matter.
  public enum Reason: Sendable, Hashable {
    /// There is nothing at the path.
    case missing
    /// There is something at the path of a new file.
    case exists
    /// It is a directory.
    case directory
    /// It is a file where a directory is needed.
    case notDirectory
    /// It is a named pipe, a device or a socket: reading it could block or have effects.
    case special(String)
    /// The path, or the target of a symbolic link on it, lies outside the repository.
    case outside
    /// The file has more bytes than the limit allows.
    case tooLarge(limit: Int)
    /// The file, or the directory in which it would be replaced, is read-only.
    case readOnly
    /// The file no longer has the bytes that were read.
    case changed
    /// Two changes were asked for one file.
    case twice
    /// The name is not UTF-8 or holds a NUL byte.
    case badName
    /// The system refused for another reason.
    case system(SystemError)
    /// After a failed write the original could not be put back; its bytes are at this path.
    case originalKept(at: String)
    /// Another run is writing to the same repository or file.
    case busy
    /// A run was killed while it wrote, and its files may not belong together.
    case unfinished
    /// A file has other content than a killed run gave it; what it had before that run is at this path.
    case changedAfter(original: String)
  }

  /// The path as it was asked for.
  public let path: String
  /// What is the matter.
  public let reason: Reason

  /// Creates a problem.
  public init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// Creates a problem from a failed system call.
  init(path: String, error: SystemError) {
    self.path = path
    switch error.code {
    case ENOENT, ENOTDIR: reason = .missing
    case EISDIR: reason = .directory
    case EEXIST: reason = .exists
    case EROFS: reason = .readOnly
    default: reason = .system(error)
    }
  }

  /// What is the matter and what to do, to be shown after the path.
  public var message: String {
    switch reason {
    case .missing: "there is no such file"
    case .exists: "the file exists already"
    case .directory: "this is a directory, not a file"
    case .notDirectory: "this is a file, not a directory"
    case .special(let kind): "this is \(kind), not a regular file"
    case .outside: "this lies outside the repository"
    case .tooLarge(let limit): "the file is larger than the limit of \(Self.size(limit))"
    case .readOnly: "this is read-only; make the file and its directory writable and run again"
    case .changed: "the file changed since it was read; run again"
    case .twice: "two changes were planned for this file"
    case .badName: "the name is not valid UTF-8"
    case .system(let error): error.text
    case .originalKept(let path): "the file could not be put back; its original content is in \(path)"
    case .busy: "another run is writing here; wait for its end and run again"
    case .unfinished:
      "an earlier run was ended while it wrote in this repository; `kaniko2buildkit migrate --write` puts its files back"
    case .changedAfter(let path):
      "the file changed after a run that was ended; what it held before that run is in \(path): take what you need, "
        + "remove that file and run again"
    }
  }

  private static func size(_ bytes: Int) -> String {
    let mebibyte = 1_048_576
    return bytes % mebibyte == 0 ? "\(bytes / mebibyte) MiB" : "\(bytes) bytes"
  }
}

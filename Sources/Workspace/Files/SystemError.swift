#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A system call that failed.
public struct SystemError: Error, Sendable, Hashable {
  /// The `errno` of the call.
  public let code: Int32

  /// Creates an error from an `errno`.
  public init(code: Int32) {
    self.code = code
  }

  /// The error of the call that failed last in this thread.
  static var latest: SystemError { SystemError(code: errno) }

  /// The error of writing to what is a directory.
  static var isDirectory: SystemError { SystemError(code: EISDIR) }

  /// The system's words for it, in lower case.
  public var text: String {
    guard let text = strerror(code) else { return "error \(code)" }
    let words = String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}

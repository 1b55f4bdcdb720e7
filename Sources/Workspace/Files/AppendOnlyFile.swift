#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file of lines that only grows, for records that must survive the end of the process at any moment.
public final class AppendOnlyFile: Sendable {
  private let descriptor: Int32

  /// Opens or creates a file and takes an incomplete last line away, which a process that was ended left behind.
  ///
  /// - Parameter length: the bytes of the complete lines.
  public init(_ path: String, keeping length: Int) throws(SystemError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.latest }
    guard ftruncate(descriptor, off_t(length)) == 0 else {
      let error = SystemError.latest
      _ = systemClose(descriptor)
      throw error
    }
  }

  deinit { _ = systemClose(descriptor) }

  /// Adds bytes at the end.
  public func append(_ bytes: [UInt8]) throws(SystemError) {
    try POSIXFileSystem().write(bytes, to: descriptor)
  }

  /// Waits until everything is on the disk.
  public func sync() throws(SystemError) {
    try POSIXFileSystem().sync(descriptor)
  }
}

/// A file that only one process at a time can hold; the system lets go of it when the process ends, however it ends.
public final class LockFile: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Returns: nil when another process has it.
  public init?(_ path: String) throws(SystemError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.latest }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let error = SystemError.latest
      _ = systemClose(descriptor)
      if error.code == EWOULDBLOCK { return nil }
      throw error
    }
  }

  deinit { _ = systemClose(descriptor) }
}

// `open` and `close` have to be told from methods of the same names in other files of this module.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

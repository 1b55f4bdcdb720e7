#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The file system of the machine, by plain POSIX calls: a start without Foundation takes milliseconds less.
public struct POSIXFileSystem: FileSystem {
  /// Creates the file system.
  public init() {}

  /// The path with every symbolic link resolved (`realpath`).
  public func resolve(_ path: String) throws(SystemError) -> String {
    guard let resolved = realpath(path, nil) else { throw SystemError.latest }
    defer { free(resolved) }
    guard let text = String(validatingCString: resolved) else { throw SystemError(code: EILSEQ) }
    return text
  }

  /// The status of a file or of a symbolic link itself (`lstat`).
  public func status(_ path: String) throws(SystemError) -> FileStatus {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw SystemError.latest }
    return FileStatus(status)
  }

  /// Whether this process may write there (`access`).
  public func isWritable(_ path: String) -> Bool {
    access(path, W_OK) == 0
  }

  /// The content of a regular file.
  ///
  /// The file is opened without blocking and looked at before anything is read, so a named pipe or a device put in its
  /// place neither hangs the tool nor is read. A symbolic link in the last place is refused.
  public func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let error = SystemError.latest
      // A socket cannot be opened at all.
      if let reason = (try? self.status(path))?.reasonNotToRead { throw FileProblem(path: path, reason: reason) }
      throw FileProblem(path: path, error: error)
    }
    defer { _ = systemClose(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileProblem(path: path, error: .latest) }
    let known = FileStatus(status)
    if let reason = known.reasonNotToRead { throw FileProblem(path: path, reason: reason) }
    if known.size > limit { throw FileProblem(path: path, reason: .tooLarge(limit: limit)) }
    // One byte more than the size shows whether the file grew; the buffer grows with it up to the limit.
    var bytes: [UInt8] = []
    var capacity = min(known.size, limit) + 1
    while true {
      let chunk = try readChunk(capacity, from: descriptor, path: path)
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      if bytes.count > limit { throw FileProblem(path: path, reason: .tooLarge(limit: limit)) }
      // A regular file gives less than is asked for only at its end.
      if chunk.count < capacity { return bytes }
      capacity = 4_096
    }
  }

  private func readChunk(_ capacity: Int, from descriptor: Int32, path: String) throws(FileProblem) -> [UInt8] {
    var failure: SystemError?
    let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      while true {
        let result = systemRead(descriptor, buffer.baseAddress, capacity)
        if result >= 0 {
          count = result
          return
        }
        if errno != EINTR {
          failure = .latest
          return
        }
      }
    }
    if let failure { throw FileProblem(path: path, error: failure) }
    return chunk
  }

  /// Creates a file that must not exist and opens it for writing.
  public func create(_ path: String) throws(SystemError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError.latest }
    return descriptor
  }

  /// Opens or creates a file that one process at a time has (`flock`); the system lets go of it when the process ends.
  public func lock(_ path: String, mode: UInt32) throws(SystemError) -> Int32? {
    // Who had the file may have removed it since it was opened here; then it is opened again.
    for _ in 0..<100 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode_t(mode))
      guard descriptor >= 0 else { throw SystemError.latest }
      var isBusy = false
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { isBusy = errno == EWOULDBLOCK }
      var opened = stat()
      var named = stat()
      let isKnown = fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
      if isKnown, opened.st_mode & S_IFMT == S_IFREG, !isBusy, opened.st_ino == named.st_ino { return descriptor }
      _ = systemClose(descriptor)
      if isBusy { return nil }
      if isKnown, opened.st_mode & S_IFMT != S_IFREG { throw SystemError(code: EEXIST) }
    }
    return nil
  }

  /// Opens a file for writing that exists; a named pipe waits for its reader.
  public func openExisting(_ path: String) throws(SystemError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.latest }
    return descriptor
  }

  /// Takes a file's content away.
  public func truncate(_ descriptor: Int32) throws(SystemError) {
    guard ftruncate(descriptor, 0) == 0 else { throw SystemError.latest }
  }

  /// Writes all bytes.
  public func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var position = 0
    while position < bytes.count {
      let written = bytes[position...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written == 0 { throw SystemError(code: EIO) }
      if written > 0 { position += written } else if errno != EINTR { throw SystemError.latest }
    }
  }

  /// Gives a file to an owner and a group.
  public func setOwner(_ owner: UInt32, group: UInt32, of descriptor: Int32) throws(SystemError) {
    guard fchown(descriptor, uid_t(owner), gid_t(group)) == 0 else { throw SystemError.latest }
  }

  /// Sets the permission bits of a file.
  public func setMode(_ mode: UInt32, of descriptor: Int32) throws(SystemError) {
    guard fchmod(descriptor, mode_t(mode)) == 0 else { throw SystemError.latest }
  }

  /// Waits until a file's content is on the disk.
  public func sync(_ descriptor: Int32) throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw SystemError.latest }
  }

  /// Closes a file.
  public func close(_ descriptor: Int32) throws(SystemError) {
    guard systemClose(descriptor) == 0 else { throw SystemError.latest }
  }

  /// Gives a file a second name.
  public func link(_ path: String, to newPath: String) throws(SystemError) {
    guard systemLink(path, newPath) == 0 else { throw SystemError.latest }
  }

  /// Renames a file.
  public func rename(_ path: String, to newPath: String) throws(SystemError) {
    guard systemRename(path, newPath) == 0 else { throw SystemError.latest }
  }

  /// Removes a file.
  public func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 else { throw SystemError.latest }
  }

  /// Waits until the names in a directory are on the disk.
  public func syncDirectory(_ path: String) throws(SystemError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.latest }
    defer { _ = systemClose(descriptor) }
    try sync(descriptor)
  }
}

// Inside the type the names of the methods hide those of the system calls.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
private func systemLink(_ path: String, _ newPath: String) -> Int32 { link(path, newPath) }
private func systemRename(_ path: String, _ newPath: String) -> Int32 { rename(path, newPath) }

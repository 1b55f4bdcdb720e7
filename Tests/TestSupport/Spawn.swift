import Foundation

/// A child process whose standard streams are files.
///
/// Foundation's `Process` polls for the end of its child, which costs fifty milliseconds a call; the corpus makes
/// thousands of calls.
struct Spawn {
  let arguments: [String]
  /// Entries of the form `NAME=value`.
  let environment: [String]
  /// Paths for standard input, output and error.
  let streams: [String]

  /// Starts the program and waits for its end.
  ///
  /// - Returns: the exit status; 128 plus the signal's number when a signal ended the program.
  func wait() throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, path) in streams.enumerated() {
      let mode = number == 0 ? O_RDONLY : O_WRONLY
      try check(posix_spawn_file_actions_addopen(&actions, Int32(number), path, mode, 0))
    }
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var entries: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for pointer in words + entries { free(pointer) } }
    // Threads that run tests block signals; a program that inherited that could not be asked to end.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var child = pid_t()
    try check(posix_spawn(&child, arguments[0], &actions, &attributes, &words, &entries))
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  private func check(_ code: Int32) throws {
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
  }
}

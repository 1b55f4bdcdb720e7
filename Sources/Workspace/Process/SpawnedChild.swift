#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension SystemError {
  /// An argument that the system would refuse or cut short.
  static var invalidArgument: SystemError { SystemError(code: EINVAL) }
}

/// A running child and the pipes on which it writes. All C pointers of running programs stay in this file.
struct SpawnedChild: ~Copyable {
  /// How collecting the output ended.
  enum Outcome {
    case ended, timedOut, tooMuch
  }

  private let process: pid_t
  private var descriptors: [Int32]
  /// The writing end of its standard input; negative when it has none or it is closed.
  private var input: Int32
  private(set) var output: [UInt8] = []
  private(set) var errorOutput: [UInt8] = []

  private init(process: pid_t, descriptors: [Int32], input: Int32) {
    self.process = process
    self.descriptors = descriptors
    self.input = input
  }

  /// Starts a program; without `takesInput` its standard input is empty.
  static func start(
    _ executable: String, arguments: [String], environment: [String], takesInput: Bool = false
  ) throws(SystemError) -> SpawnedChild {
    var pipes: [Pipe] = []
    do throws(SystemError) {
      for _ in 0..<(takesInput ? 3 : 2) { pipes.append(try Pipe()) }
    } catch {
      pipes.forEach { $0.closeBoth() }
      throw error
    }
    let input = takesInput ? pipes[2] : nil
    let streams = Streams(input: input?.reading, output: pipes[0].writing, errorOutput: pipes[1].writing)
    let result = spawn(executable, arguments, environment, streams)
    if result.error != 0 {
      pipes.forEach { $0.closeBoth() }
      throw SystemError(code: result.error)
    }
    close(pipes[0].writing)
    close(pipes[1].writing)
    if let input { close(input.reading) }
    return SpawnedChild(
      process: result.process, descriptors: [pipes[0].reading, pipes[1].reading], input: input?.writing ?? -1)
  }

  deinit {
    for descriptor in descriptors + [input] where descriptor >= 0 { close(descriptor) }
  }

  /// The child's ends of its standard streams.
  private struct Streams {
    /// Nil for an empty input.
    let input: Int32?
    let output: Int32
    let errorOutput: Int32
  }

  /// Two connected descriptors that no other child inherits.
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws(SystemError) {
      var ends: [Int32] = [-1, -1]
      #if canImport(Darwin)
        guard pipe(&ends) == 0 else { throw SystemError.latest }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      #else
        // Swift does not see `pipe2`; a pair of sockets is closed on exec from its first moment too, so that no child
        // that another thread starts just now keeps this one's output open.
        #if canImport(Musl)
          let type = SOCK_STREAM | SOCK_CLOEXEC
        #else
          let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        #endif
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SystemError.latest }
      #endif
      (reading, writing) = (ends[0], ends[1])
    }

    func closeBoth() {
      close(reading)
      close(writing)
    }
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String], _ streams: Streams
  ) -> (process: pid_t, error: Int32) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if let input = streams.input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, streams.output, 1)
    posix_spawn_file_actions_adddup2(&actions, streams.errorOutput, 2)
    // A tool that ignores broken pipes must not make its children ignore them.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // Threads of a pool block signals; a child that inherited that could not be interrupted.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let error = withCStrings(arguments) { arguments in
      withCStrings(environment) { posix_spawnp(&process, executable, &actions, &attributes, arguments, $0) }
    }
    return (process, error)
  }

  /// Calls a function with a null-terminated array of C strings.
  private static func withCStrings<T>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
  ) -> T {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    pointers.append(nil)
    return body(pointers)
  }

  /// Gives the child its input, and reads both outputs until the child closes them.
  mutating func collect(
    until deadline: ContinuousClock.Instant, limit: Int, input text: ArraySlice<UInt8> = []
  ) -> Outcome {
    var text = text
    while descriptors.contains(where: { $0 >= 0 }) {
      if text.isEmpty { closeInput() }
      guard exchange(&text, until: deadline) else { return .timedOut }
      if output.count > limit || errorOutput.count > limit { return .tooMuch }
    }
    return .ended
  }

  /// Writes input and reads output, whatever is possible first, once.
  ///
  /// - Returns: Whether anything could be done before the deadline.
  mutating func exchange(_ text: inout ArraySlice<UInt8>, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let (seconds, attoseconds) = ContinuousClock.now.duration(to: deadline).components
      let milliseconds = Int(min(seconds, 86_400)) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
      if milliseconds <= 0 { return false }
      // A negative descriptor is one that poll leaves out.
      var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      polls.append(pollfd(fd: text.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0))
      let ready = poll(&polls, nfds_t(polls.count), Int32(clamping: milliseconds))
      if ready < 0, errno != EINTR { return false }
      guard ready > 0 else { continue }
      for index in descriptors.indices where polls[index].revents != 0 { readOnce(index) }
      if polls[descriptors.count].revents != 0 { writeOnce(&text) }
      return true
    }
  }

  /// Whether the child has closed its standard output.
  var isAtEnd: Bool { descriptors[0] < 0 }

  /// Takes bytes away from the front of the output that was read.
  mutating func discardOutput(_ count: Int) { output.removeFirst(min(count, output.count)) }

  /// Ends the child's input.
  mutating func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Writes what the child takes now; a child that takes no more loses the rest.
  private mutating func writeOnce(_ text: inout ArraySlice<UInt8>) {
    let count = text.withUnsafeBytes { buffer in
      #if canImport(Darwin)
        write(input, buffer.baseAddress, min(buffer.count, 65_536))
      #else
        // A child that ended must not end this process by a signal.
        send(input, buffer.baseAddress, min(buffer.count, 65_536), Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      #endif
    }
    if count > 0 {
      text = text.dropFirst(count)
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      text = []
      closeInput()
    }
  }

  /// Reads what is there; at the end of the output its descriptor is closed and becomes negative.
  private mutating func readOnce(_ index: Int) {
    var isAtEnd = false
    let descriptor = descriptors[index]
    let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      let result = read(descriptor, buffer.baseAddress, 65_536)
      count = max(0, result)
      isAtEnd = result == 0 || (result < 0 && errno != EINTR && errno != EAGAIN)
    }
    if index == 0 { output += chunk } else { errorOutput += chunk }
    if isAtEnd {
      close(descriptor)
      descriptors[index] = -1
    }
  }

  /// Ends the child at once.
  func kill() {
    _ = killProcess(process)
  }

  /// Waits for the end of the child and gives its exit status, or 128 and the number of the signal that ended it.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return 127 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

// Inside the type the name of the method hides that of the system call.
private func killProcess(_ process: pid_t) -> Int32 { kill(process, SIGKILL) }

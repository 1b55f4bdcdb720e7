#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Keeps the signals that ask a process to end from ending it while it is between two steps that belong together; they
/// take effect when they are released.
///
/// A mask would not do: it holds for one thread, and the system gives a signal to any thread that takes it.
struct HeldSignals {
  private static let asking = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

  /// What the process does about signals; it is one thing for all threads.
  private struct State {
    var holders = 0
    /// What was done about each signal before.
    var before: [(@convention(c) (Int32) -> Void)?] = []
  }

  private static let state = Lock(State())

  /// Holds them back, in the whole process.
  init() {
    Self.state.withValue { state in
      state.holders += 1
      if state.holders == 1 { state.before = Self.asking.map { signal($0) { arrived = $0 } } }
    }
  }

  /// Lets them take effect as before, once for each value.
  func release() {
    Self.state.withValue { state in
      state.holders -= 1
      guard state.holders == 0 else { return }
      for (number, handler) in zip(Self.asking, state.before) { _ = signal(number, handler) }
      let number = arrived
      arrived = 0
      if number != 0 { Self.deliver(number) }
    }
  }

  /// Gives this thread a signal, which threads of a pool block.
  private static func deliver(_ number: Int32) {
    var set = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, &blocked)
    raise(number)
    pthread_sigmask(SIG_SETMASK, &blocked, nil)
  }
}

/// The last signal that came while signals were held. A handler may do nothing but set such a value.
nonisolated(unsafe) private var arrived: Int32 = 0

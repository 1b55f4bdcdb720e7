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
  /// Holds them back, in the whole process.
  init() { SignalHandlers.shared.hold() }

  /// Lets them take effect as before, once for each value.
  func release() { SignalHandlers.shared.release() }
}

/// The last signal that came while signals were held. A handler may do nothing but set such a value.
nonisolated(unsafe) private var arrived: Int32 = 0

/// What the process does about signals; it is one thing for all threads.
private final class SignalHandlers: @unchecked Sendable {
  static let shared = SignalHandlers()

  private static let asking = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var holders = 0
  private var before: [(@convention(c) (Int32) -> Void)?] = []

  private init() {
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  func hold() {
    pthread_mutex_lock(mutex)
    holders += 1
    if holders == 1 { before = Self.asking.map { signal($0) { arrived = $0 } } }
    pthread_mutex_unlock(mutex)
  }

  func release() {
    pthread_mutex_lock(mutex)
    holders -= 1
    if holders == 0 {
      for (number, handler) in zip(Self.asking, before) { _ = signal(number, handler) }
      let number = arrived
      arrived = 0
      if number != 0 { Self.deliver(number) }
    }
    pthread_mutex_unlock(mutex)
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

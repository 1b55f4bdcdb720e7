#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Threads that share work.
///
/// Threads, not tasks: the work waits for git and for the network, and Swift has no more threads for tasks than the
/// machine has cores.
public enum WorkerPool {
  /// Bytes of stack for a thread, as much as a process starts with: the parsers recurse, and musl gives 128 KiB.
  private static let stackSize = 8 * 1_048_576
  /// More threads than this wait for each other more than they work.
  private static let maximumThreads = 256

  private final class Work: Sendable {
    let next: Lock<Int>
    let count: Int
    let body: @Sendable (Int) -> Void

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
      next = Lock(0)
      self.count = count
      self.body = body
    }

    /// Takes items until none is left.
    func run() {
      while true {
        let index = next.withValue { next in
          defer { next += 1 }
          return next
        }
        guard index < count else { return }
        body(index)
      }
    }
  }

  #if canImport(Darwin)
    private typealias Handle = pthread_t?
  #else
    private typealias Handle = pthread_t
  #endif

  /// Calls a function once for every number below `count`, for at most `threads` of them at a time, and waits.
  public static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let work = Work(count: count, body: body)
    // This thread works too.
    let others = max(1, min(threads, count)) - 1
    let handles = UnsafeMutablePointer<Handle>.allocate(capacity: others + 1)
    defer { handles.deallocate() }
    var started = 0
    while started < others, start(work, handles + started) { started += 1 }
    work.run()
    for index in 0..<started { join(handles[index]) }
  }

  /// Calls a function once for every item and for every further item that the function returns, for at most `threads` of
  /// them at a time, and waits. The latest items come first.
  public static func drain<Item: Sendable>(
    _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) -> [Item]
  ) {
    let threads = min(threads, maximumThreads)
    let stack = SharedStack(items)
    forEach(threads, threads: threads) { _ in stack.work(body) }
  }

  private static func start(_ work: Work, _ handle: UnsafeMutablePointer<Handle>) -> Bool {
    let box = Unmanaged.passRetained(work).toOpaque()
    let error = create(handle, box)
    if error != 0 { Unmanaged<Work>.fromOpaque(box).release() }
    return error == 0
  }

  private static func create(_ handle: UnsafeMutablePointer<Handle>, _ box: UnsafeMutableRawPointer) -> Int32 {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    defer { pthread_attr_destroy(attributes) }
    pthread_attr_setstacksize(attributes, stackSize)
    return pthread_create(handle, attributes, runWork, box)
  }

  private static func join(_ handle: Handle) {
    #if canImport(Darwin)
      if let handle { pthread_join(handle, nil) }
    #else
      pthread_join(handle, nil)
    #endif
  }

  /// What a thread does.
  fileprivate static func work(_ box: UnsafeMutableRawPointer) {
    Unmanaged<Work>.fromOpaque(box).takeRetainedValue().run()
  }
}

// A function and not a closure: region analysis of Swift 6.3.1 crashes on the closure.
#if canImport(Darwin)
  private func runWork(_ box: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    WorkerPool.work(box)
    return nil
  }
#else
  private func runWork(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { WorkerPool.work(box) }
    return nil
  }
#endif

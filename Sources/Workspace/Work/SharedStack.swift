#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Items that several threads take, each of which may bring further ones.
final class SharedStack<Item>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var items: [Item]
  /// The threads that work on an item, and may bring further ones.
  private var busyCount = 0

  init(_ items: [Item]) {
    self.items = items
    mutex = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Takes items until none is left and no thread can bring one.
  ///
  /// - Parameter body: works on an item and returns further ones.
  func work(_ body: (Item) -> [Item]) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let item = items.popLast() {
        busyCount += 1
        pthread_mutex_unlock(mutex)
        let further = body(item)
        pthread_mutex_lock(mutex)
        busyCount -= 1
        items += further
        // Who waits does so for items, or for the last thread to finish.
        if !further.isEmpty || busyCount == 0 { pthread_cond_broadcast(changed) }
      } else if busyCount == 0 {
        return
      } else {
        pthread_cond_wait(changed, mutex)
      }
    }
  }
}

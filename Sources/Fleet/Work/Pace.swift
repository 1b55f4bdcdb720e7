internal import Workspace

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Keeps steps of several threads a time apart.
final class Pace: Sendable {
  private let interval: Duration
  private let next = Lock<ContinuousClock.Instant?>(nil)

  /// - Parameter seconds: between the beginnings of two steps.
  init(seconds: Int) { interval = .seconds(seconds) }

  /// Waits until the next step may begin.
  func wait() {
    let now = ContinuousClock.now
    let begin = next.withValue { next in
      let begin = max(now, next ?? now)
      next = begin.advanced(by: interval)
      return begin
    }
    let (seconds, attoseconds) = now.duration(to: begin).components
    if seconds > 0 || attoseconds > 0 {
      sleep(UInt32(clamping: seconds + (attoseconds > 0 ? 1 : 0)))
    }
  }
}

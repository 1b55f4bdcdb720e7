#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Tries again when a server asks to come back later, has a fault, or the connection breaks.
///
/// GitLab answers 429 with `Retry-After` in seconds (doc/administration/settings/user_and_ip_rate_limits.md, "Response
/// headers"), but for the limits of single features, which have no headers; without it the waits double.
public struct RetryingClient: GitLabClient {
  /// How often a question is sent at most.
  public static let attempts = 7
  /// The longest wait that a server may ask for, in seconds: the period of GitLab's limits where nobody changed it.
  public static let longestWait = 3_600

  private let client: any GitLabClient
  private let sleep: @Sendable (Int) -> Void

  /// The address of the server, without a final slash.
  public var server: String { client.server }

  /// Creates a client around another.
  ///
  /// - Parameter sleep: waits for a number of seconds.
  public init(_ client: any GitLabClient, sleep: @escaping @Sendable (Int) -> Void = { wait($0) }) {
    self.client = client
    self.sleep = sleep
  }

  /// Sends a question until there is an answer that does not ask to come back, or patience ends.
  public func send(_ request: GitLabRequest) throws(GitLabFailure) -> GitLabResponse {
    var attempt = 0
    while true {
      attempt += 1
      var wait = 1 << (attempt - 1)
      let failure: GitLabFailure
      do throws(GitLabFailure) {
        let response = try client.send(request)
        let isTransient = response.status == 429 || response.status == 408 || (500...599).contains(response.status)
        guard isTransient else { return response }
        if let seconds = response.headers["retry-after"].flatMap({ Int($0) }) { wait = max(0, seconds) }
        failure = GitLabFailure("\(server) answered with status \(response.status)", status: response.status)
      } catch {
        guard error.isTransient else { throw error }
        failure = error
      }
      guard attempt < Self.attempts, wait <= Self.longestWait else {
        throw GitLabFailure("\(failure.message), \(attempt) times; run again later", status: failure.status)
      }
      sleep(wait)
    }
  }
}

/// Waits for a number of seconds.
public func wait(_ seconds: Int) {
  guard seconds > 0 else { return }
  _ = sleep(UInt32(clamping: seconds))
}

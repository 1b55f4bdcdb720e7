internal import GitLabAPI
internal import Workspace

/// Runs git so that nothing of a repository is executed.
///
/// Every repository counts as hostile: hooks, file system monitors, submodules and transports that run programs are off;
/// no command here checks files out, so filters never run; hooks that settings name are switched off by ``distrusting(_:)``
/// where refs change. Settings that belong to transports (`core.sshCommand`,
/// `remote.*.uploadpack`, `credential.helper`) are never read from a repository of others: with ``Reach/none`` git may
/// not connect to anything, and with ``Reach/network`` it runs only in directories that this tool made.
struct Git: Sendable {
  /// What git may connect to.
  enum Reach: Sendable {
    /// Nothing, not even to fetch an object that a partial clone lacks.
    case none
    /// Servers and local repositories.
    case network
  }

  /// A git that outlived a killed run may still hold the lock of a ref for a moment: the next one waits, in milliseconds.
  private static let lockTimeout = 10_000

  private static let options = [
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never",
    "-c", "submodule.recurse=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
    "-c", "core.filesRefLockTimeout=\(lockTimeout)",
  ]

  private var environment: [String: String]
  /// Waits for a number of seconds.
  var pause: @Sendable (Int) -> Void = { wait($0) }
  /// How long one command may take.
  var timeout = Duration.seconds(600)

  /// Creates a runner from the variables of this process.
  ///
  /// - Parameter settings: variables that carry settings of git, such as credentials for servers.
  init(environment: [String: String], settings: [String: String] = [:]) {
    var environment = GitEnvironment.scrubbed(environment).merging(settings) { $1 }
    environment["GIT_CONFIG_NOSYSTEM"] = "1"
    environment["GIT_ATTR_NOSYSTEM"] = "1"
    environment["GIT_NO_REPLACE_OBJECTS"] = "1"
    self.environment = environment
  }

  /// A runner that overrules the programs which the settings of a git directory name.
  func distrusting(_ directory: String) throws(GitFailure) -> Git {
    let result = try result(RepositoryPrograms.question, in: directory, reach: .none)
    guard result.status <= 1 else { throw GitFailure(words: result.errorOutput, status: result.status) }
    var git = self
    git.environment = GitEnvironment.adding(RepositoryPrograms.overruling(result.output), to: environment)
    return git
  }

  /// A call of git that has not been started.
  ///
  /// - Parameters:
  ///   - arguments: the command and its arguments.
  ///   - directory: the git directory; nil for commands that need none.
  ///   - variables: what the environment holds besides.
  func call(
    _ arguments: [String], in directory: String?, reach: Reach, variables: [String: String] = [:]
  ) -> ChildProcess {
    let place = directory.map { ["--git-dir=\($0)"] } ?? []
    var environment = self.environment.merging(variables) { $1 }
    environment["GIT_ALLOW_PROTOCOL"] = reach == .none ? "none" : "file:git:http:https:ssh"
    var process = ChildProcess("git", Self.options + place + arguments, environment: environment)
    process.timeout = timeout
    return process
  }

  /// What git says when a connection or a server has a fault that may pass.
  private static let transientWords = [
    "Could not resolve host", "Connection reset", "Connection timed out", "Operation timed out", "early EOF",
    "unexpected disconnect", "RPC failed", "The requested URL returned error: 429",
    "The requested URL returned error: 50",
    "Failed to connect", "Connection refused", "gnutls_handshake() failed", "SSL_ERROR_SYSCALL",
  ]

  /// What a run of git left behind.
  func result(
    _ arguments: [String], in directory: String?, reach: Reach, input: [UInt8] = [], variables: [String: String] = [:]
  ) throws(GitFailure) -> ChildProcess.Result {
    var process = call(arguments, in: directory, reach: reach, variables: variables)
    process.input = input
    return try result(of: process, reach: reach)
  }

  /// What a call left behind. A fault of the network that may pass is waited out, longer each time.
  func result(of process: ChildProcess, reach: Reach) throws(GitFailure) -> ChildProcess.Result {
    var waits = reach == .network ? [1, 2, 4] : []
    while true {
      let result: ChildProcess.Result
      do {
        result = try process.run()
      } catch {
        throw GitFailure(error)
      }
      let words = String(decoding: result.errorOutput.suffix(65_536), as: UTF8.self)
      guard result.status != 0, !waits.isEmpty, Self.transientWords.contains(where: { words.contains($0) }) else {
        return result
      }
      pause(waits.removeFirst())
    }
  }

  /// What a run of git wrote to standard output.
  ///
  /// - Throws: ``GitFailure`` in git's own words when it did not end with success.
  @discardableResult
  func run(
    _ arguments: [String], in directory: String?, reach: Reach, input: [UInt8] = [], variables: [String: String] = [:]
  ) throws(GitFailure) -> [UInt8] {
    let result = try result(arguments, in: directory, reach: reach, input: input, variables: variables)
    guard result.status == 0 else { throw GitFailure(words: result.errorOutput, status: result.status) }
    return result.output
  }
}

/// A program that is run to its end while its output is collected. Nothing goes through a shell.
///
/// Written on `posix_spawn` instead of on a package, because the tool needs little of one: no working directory, no
/// terminal.
public struct ChildProcess: Sendable {
  /// What came of it.
  public struct Result: Sendable, Hashable {
    /// The exit status; 128 and the number of the signal when a signal ended it.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error.
    public let errorOutput: [UInt8]
  }

  /// Why there is no result.
  public enum Failure: Error, Sendable, Hashable {
    /// It could not be started, most often because there is no such program.
    case notStarted(SystemError)
    /// It ran longer than it may and was ended.
    case timedOut
    /// It wrote more than it may and was ended.
    case tooMuchOutput
  }

  /// The program: a path, or a name that is looked up in `PATH`.
  public var executable: String
  /// The arguments after the name of the program.
  public var arguments: [String]
  /// What it reads from standard input.
  public var input: [UInt8] = []
  /// The whole environment of the program.
  public var environment: [String: String]
  /// How long it may run.
  public var timeout = Duration.seconds(120)
  /// How many bytes it may write to each of its outputs.
  public var outputLimit = 64 * 1_048_576

  /// Creates a program call.
  public init(_ executable: String, _ arguments: [String], environment: [String: String]) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  /// Runs the program and waits for its end.
  ///
  /// Blocks the thread.
  public func run() throws(Failure) -> Result {
    var child = try start(takesInput: !input.isEmpty)
    let outcome = child.collect(
      until: ContinuousClock.now.advanced(by: timeout), limit: outputLimit, input: input[...])
    if outcome != .ended { child.kill() }
    let status = child.wait()
    switch outcome {
    case .ended: return Result(status: status, output: child.output, errorOutput: child.errorOutput)
    case .timedOut: throw .timedOut
    case .tooMuch: throw .tooMuchOutput
    }
  }

  /// Starts the program.
  func start(takesInput: Bool) throws(Failure) -> SpawnedChild {
    let words = [executable] + arguments + environment.flatMap { [$0.key, $0.value] }
    if words.contains(where: { $0.utf8.contains(0) }) { throw .notStarted(.invalidArgument) }
    do throws(SystemError) {
      return try SpawnedChild.start(
        executable, arguments: [executable] + arguments,
        environment: environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }, takesInput: takesInput)
    } catch {
      throw .notStarted(error)
    }
  }
}

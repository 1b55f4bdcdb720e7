/// A program that answers questions: text goes to its standard input, and answers come from its standard output.
///
/// For one thread at a time. The program is ended when the session goes away.
public final class ChildSession {
  private var child: SpawnedChild
  private let timeout: Duration
  /// How many bytes of the output that was read have been handed out already.
  private var consumed = 0
  private var hasEnded = false

  /// Starts the program.
  ///
  /// Every answer has to come within the timeout of the call.
  public init(_ process: ChildProcess) throws(ChildProcess.Failure) {
    child = try process.start(takesInput: true)
    timeout = process.timeout
  }

  deinit { end() }

  /// Sends text. Answers that come meanwhile are kept.
  public func send(_ text: [UInt8]) throws(ChildProcess.Failure) {
    var rest = text[...]
    let deadline = ContinuousClock.now.advanced(by: timeout)
    while !rest.isEmpty {
      guard child.exchange(&rest, until: deadline) else { throw .timedOut }
    }
  }

  /// The next line without its line feed; nil when the program ended instead.
  ///
  /// - Throws: ``ChildProcess/Failure/tooMuchOutput`` for a line of more than 64 KiB.
  public func line() throws(ChildProcess.Failure) -> [UInt8]? {
    var searched = 0
    while true {
      let start = consumed + searched
      if let end = child.output[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(child.output[consumed..<end])
        consumed = end + 1
        return line
      }
      searched = child.output.count - consumed
      if searched > 65_536 { throw .tooMuchOutput }
      guard try receive() else { return nil }
    }
  }

  /// The next bytes; nil when the program ended before it wrote as many.
  public func bytes(_ count: Int) throws(ChildProcess.Failure) -> [UInt8]? {
    while child.output.count - consumed < count {
      guard try receive() else { return nil }
    }
    let bytes = Array(child.output[consumed..<consumed + count])
    consumed += count
    return bytes
  }

  /// What the program wrote to standard error.
  public var errorOutput: [UInt8] { child.errorOutput }

  /// Ends the program at once.
  public func end() {
    guard !hasEnded else { return }
    hasEnded = true
    child.closeInput()
    child.kill()
    _ = child.wait()
  }

  /// Reads more output; false at its end.
  private func receive() throws(ChildProcess.Failure) -> Bool {
    if child.isAtEnd { return false }
    child.discardOutput(consumed)
    consumed = 0
    var nothing: ArraySlice<UInt8> = []
    let known = child.output.count
    let deadline = ContinuousClock.now.advanced(by: timeout)
    while child.output.count == known, !child.isAtEnd {
      guard child.exchange(&nothing, until: deadline) else { throw .timedOut }
    }
    return child.output.count > known
  }
}

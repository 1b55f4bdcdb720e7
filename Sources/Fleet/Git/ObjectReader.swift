internal import Workspace

/// Reads objects of one repository through one `git cat-file --batch`.
///
/// For any number of threads, one at a time.
final class ObjectReader: Sendable {
  /// An object of git.
  struct Object {
    let id: String
    let type: String
    let bytes: [UInt8]
  }

  /// What came of reading an object.
  enum Answer {
    case object(Object)
    case missing
    /// The object has more bytes than asked for.
    case tooLarge(type: String)
  }

  /// How many objects are asked for before their answers are read; the names fit into a pipe.
  static let burst = 200

  private struct State {
    var session: ChildSession?
  }

  private let git: Git
  private let directory: String
  private let reach: Git.Reach
  private let state = Lock(State())

  /// Creates a reader for a git directory; git starts with the first question.
  init(git: Git, directory: String, reach: Git.Reach) {
    self.git = git
    self.directory = directory
    self.reach = reach
  }

  /// Ends git; a later question starts it again.
  func close() {
    state.withValue { state in
      state.session?.end()
      state.session = nil
    }
  }

  /// Reads objects by their ids, or by the names of refs.
  ///
  /// - Parameters:
  ///   - names: what to read, without line breaks.
  ///   - limit: the most bytes of one object.
  /// - Returns: an answer for each name, in order.
  func objects(_ names: [String], limit: Int) throws(GitFailure) -> [Answer] {
    try state.withValue { state throws(GitFailure) in
      var answers: [Answer] = []
      for start in stride(from: 0, to: names.count, by: Self.burst) {
        let part = Array(names[start..<min(start + Self.burst, names.count)])
        var done = 0
        // An object that is too large ends the session: the rest of the part is asked for again.
        while done < part.count {
          let known = answers.count
          try read(part[done...], limit: limit, state: &state, into: &answers)
          done += answers.count - known
        }
      }
      return answers
    }
  }

  /// Reads one object.
  func object(_ name: String, limit: Int) throws(GitFailure) -> Answer {
    try objects([name], limit: limit).first ?? .missing
  }

  private func read(
    _ names: ArraySlice<String>, limit: Int, state: inout State, into answers: inout [Answer]
  ) throws(GitFailure) {
    do {
      let session = try state.session ?? ChildSession(git.call(["cat-file", "--batch"], in: directory, reach: reach))
      state.session = session
      try session.send(names.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] })
      for _ in names {
        let answer = try answer(from: session, limit: limit)
        answers.append(answer)
        if case .tooLarge = answer {
          session.end()
          state.session = nil
          return
        }
      }
    } catch {
      state.session?.end()
      state.session = nil
      switch error {
      case let failure as ChildProcess.Failure: throw GitFailure(failure)
      case let failure as GitFailure: throw failure
      default: throw GitFailure("git cannot be understood")
      }
    }
  }

  private func answer(from session: ChildSession, limit: Int) throws -> Answer {
    guard let header = try session.line() else {
      throw GitFailure(words: session.errorOutput, status: 128)
    }
    let words = String(decoding: header, as: UTF8.self).split(separator: " ").map(String.init)
    guard words.count == 3, let size = Int(words[2]), size >= 0 else { return .missing }
    guard size <= limit else { return .tooLarge(type: words[1]) }
    guard let bytes = try session.bytes(size), try session.bytes(1) != nil else {
      throw GitFailure(words: session.errorOutput, status: 128)
    }
    return .object(Object(id: words[0], type: words[1], bytes: bytes))
  }
}

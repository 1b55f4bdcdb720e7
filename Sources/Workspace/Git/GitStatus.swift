/// Tells which files have changes that git does not have yet.
public struct GitStatus: Sendable {
  /// A file that is not as it was committed last.
  public struct Change: Sendable, Hashable {
    /// The path as it was asked for.
    public let path: String
    /// Whether git does not know the file at all; an ignored file counts as known.
    public let isUntracked: Bool

    /// Creates a change.
    public init(path: String, isUntracked: Bool) {
      self.path = path
      self.isUntracked = isUntracked
    }
  }

  /// Why the state of the files is not known.
  public enum Failure: Error, Sendable, Hashable {
    /// The directory belongs to a git repository, and git cannot be run.
    case gitMissing(SystemError)
    /// git ended with an error; its own words.
    case gitFailed(String)

    /// What is the matter and what to do.
    public var message: String {
      switch self {
      case .gitMissing(let error): "git cannot be run to look for uncommitted changes (\(error.text)); install git"
      case .gitFailed(let text): "git cannot tell whether there are uncommitted changes: \(text)"
      }
    }
  }

  private let environment: [String: String]

  /// Creates a status reader.
  ///
  /// - Parameter environment: The variables of this process; those that would point git to another repository are left
  ///   out, and those that let it take locks or ask questions are overruled.
  public init(environment: [String: String]) {
    var environment = GitEnvironment.scrubbed(environment)
    // Nothing is fetched, whatever a repository says that it lacks: its settings name the programs that would do it.
    environment["GIT_ALLOW_PROTOCOL"] = "none"
    self.environment = environment
  }

  /// The files among `paths` that have uncommitted changes, ordered by path.
  ///
  /// Settings of the repository that would run programs (hooks, filters, a file system monitor, transports) are switched
  /// off, submodules are not looked into, and nothing is written, not even git's index. A file that only a filter of the
  /// repository's own settings would make equal to what is committed counts as changed.
  /// - Parameters:
  ///   - paths: Paths relative to `directory`, taken literally.
  ///   - directory: A directory of the repository.
  /// - Returns: The changed files; none outside git.
  /// - Throws: ``Failure`` when git is needed and cannot be asked.
  public func uncommittedChanges(of paths: [String], in directory: String) throws(Failure) -> [Change] {
    let files = POSIXFileSystem()
    guard !paths.isEmpty, let resolved = try? files.resolve(directory),
      GitDirectory.enclosing(resolved, files: files) != nil
    else { return [] }
    let place = try run(["rev-parse", "--is-inside-work-tree", "--show-prefix"], in: resolved)
    guard let prefix = Self.prefix(from: place) else { return [] }
    let programs = RepositoryPrograms.overruling(
      try run(RepositoryPrograms.question, in: resolved, isEmptyAnswer: { $0 == 1 }))
    var changes: [Change] = []
    // Many paths would not fit into one command line.
    for start in stride(from: 0, to: paths.count, by: 500) {
      let part = paths[start..<min(start + 500, paths.count)]
      let status = try run(
        ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all", "--"]
          + part, in: resolved, settings: programs)
      changes += Self.changes(from: status, prefix: prefix)
    }
    return changes.sorted { $0.path < $1.path }
  }

  /// Runs git.
  ///
  /// - Parameter isEmptyAnswer: tells whether an exit status other than 0 means that there is nothing to answer.
  private func run(
    _ arguments: [String], in directory: String, settings: [(name: String, value: String)] = [],
    isEmptyAnswer: (Int32) -> Bool = { _ in false }
  ) throws(Failure) -> [UInt8] {
    let options = [
      "--literal-pathspecs", "-C", directory, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
      "-c", "core.untrackedCache=false",
    ]
    let result: ChildProcess.Result
    do {
      result = try ChildProcess(
        "git", options + arguments, environment: GitEnvironment.adding(settings, to: environment)
      ).run()
    } catch {
      switch error {
      case .notStarted(let error): throw .gitMissing(error)
      case .timedOut: throw .gitFailed("it did not answer in time")
      case .tooMuchOutput: throw .gitFailed("it answered with too much output")
      }
    }
    guard result.status == 0 else {
      if isEmptyAnswer(result.status) { return [] }
      let words = String(decoding: result.errorOutput, as: UTF8.self).split(separator: "\n").first.map(String.init)
      throw .gitFailed(words ?? "exit status \(result.status)")
    }
    return result.output
  }

  /// The path of the directory below the top of the work tree, with a final `/`; nil when there is no work tree.
  private static func prefix(from output: [UInt8]) -> [UInt8]? {
    guard let end = output.firstIndex(of: UInt8(ascii: "\n")), Array(output[..<end]) == Array("true".utf8) else {
      return nil
    }
    return Array(output[(end + 1)...].dropLast())
  }

  /// Reads `XY path` entries; their paths are relative to the top of the work tree.
  private static func changes(from output: [UInt8], prefix: [UInt8]) -> [Change] {
    output.split(separator: 0).compactMap { entry in
      guard entry.count > 3, entry.dropFirst(3).starts(with: prefix) else { return nil }
      let path = String(decoding: entry.dropFirst(3 + prefix.count), as: UTF8.self)
      return Change(path: path, isUntracked: entry.first == UInt8(ascii: "?"))
    }
  }
}

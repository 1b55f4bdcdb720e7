internal import Workspace

/// One run of `batch apply` or `batch revert`.
public struct FleetApply: Sendable {
  /// What is done with each repository.
  public enum Action: Sendable {
    /// Branch, commit, and what else the options ask for.
    case apply
    /// The branches are deleted again.
    case revert
  }

  private let action: Action
  private let options: ApplyOptions
  private let access: GitLabAccess
  private let environment: [String: String]

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - access: how GitLab servers are asked.
  ///   - environment: the variables of this process.
  public init(_ action: Action, options: ApplyOptions, access: GitLabAccess, environment: [String: String]) {
    self.access = access
    self.action = action
    self.options = options
    self.environment = environment
  }

  /// What came of a run.
  public struct Outcome: Sendable {
    /// The repositories that it was about, in order.
    public let selected: [FleetState.Repository]
    /// The state afterwards.
    public let state: FleetState
    /// How many repositories could not be done.
    public let failures: Int
    /// How many were left because their changes rest on assumptions.
    public let heldBack: Int
  }

  /// Does it for every selected repository that has something left to do; one that cannot be done is recorded, and the
  /// others go on.
  ///
  /// - Parameter progress: is told what is done, from several threads.
  /// - Throws: ``GitFailure`` when the state directory or git cannot be used.
  public func run(
    in directory: StateDirectory, progress: @escaping @Sendable (FleetProgress) -> Void
  ) throws(GitFailure) -> Outcome {
    let journal = try Journal(directory)
    guard journal.state.unfinishedRun == nil else {
      throw GitFailure("the plan in the state directory is not complete; run batch plan again with the same arguments")
    }
    let servers = Set(journal.state.repositories.compactMap(\.gitLab?.server))
    let git = Git(environment: environment, settings: access.gitVariables(for: servers))
    let worker = RepositoryApply(
      options: options, author: action == .apply && !options.isDryRun ? try author(git) : "", git: git,
      directory: directory, journal: journal, clones: CloneStore(git: git, directory: directory.clonesPath),
      pace: Pace(seconds: options.pushInterval), access: access)
    var selected = options.selection(from: journal.state)
    switch action {
    case .apply: selected = selected.filter(worker.isPending)
    case .revert: selected = selected.filter { !$0.ownCommits.isEmpty }
    }
    let isHeldBack = { (repository: FleetState.Repository) in
      action == .apply && !options.acceptsReview && (repository.plan?.restsOnAssumptions ?? false)
    }
    let heldBack = selected.count(where: isHeldBack)
    selected.removeAll(where: isHeldBack)
    if let limit = options.limit { selected = Array(selected.prefix(limit)) }
    if options.isDryRun { return Outcome(selected: selected, state: journal.state, failures: 0, heldBack: heldBack) }
    let failures = try run(worker, on: selected, journal: journal, progress: progress)
    return Outcome(selected: selected, state: journal.state, failures: failures, heldBack: heldBack)
  }

  private func run(
    _ worker: RepositoryApply, on selected: [FleetState.Repository], journal: Journal,
    progress: @escaping @Sendable (FleetProgress) -> Void
  ) throws(GitFailure) -> Int {
    let failures = Lock(0)
    let fatal = Lock<GitFailure?>(nil)
    let action = action
    let counter = ProgressCounter(total: selected.count, done: 0, progress)
    WorkerPool.forEach(selected.count, threads: options.jobs) { index in
      guard fatal.withValue({ $0 == nil }) else { return }
      let repository = selected[index]
      counter.begin(repository.name)
      var message: String?
      do throws(GitFailure) {
        do throws(GitFailure) {
          switch action {
          case .apply: try worker.apply(repository)
          case .revert: try worker.revert(repository)
          }
        } catch {
          failures.withValue { $0 += 1 }
          message = error.message
          try journal.append(.applyFailed(id: repository.id, message: error.message))
        }
      } catch {
        // Without a journal nothing more may be done.
        fatal.withValue { $0 = error }
      }
      counter.end(repository.name, failure: message)
    }
    if let failure = fatal.withValue({ $0 }) { throw failure }
    return failures.withValue { $0 }
  }

  /// The author of commits: the option's, or the one that git's settings name.
  private func author(_ git: Git) throws(GitFailure) -> String {
    let text: String
    if let given = options.author {
      text = given
    } else {
      let result = try git.result(["var", "GIT_COMMITTER_IDENT"], in: nil, reach: .none)
      guard result.status == 0 else {
        throw GitFailure("git knows no author; pass --author 'NAME <ADDRESS>', or set user.name and user.email")
      }
      let words = String(decoding: result.output, as: UTF8.self)
      text = words.lastIndex(of: ">").map { String(words[...$0]) } ?? ""
    }
    let parts = text.split(separator: "<", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].hasSuffix(" "), parts[1].hasSuffix(">"),
      parts[1].filter({ $0 == ">" }).count == 1, !text.contains(where: \.isNewline)
    else { throw GitFailure("--author takes 'NAME <ADDRESS>', not '\(text)'") }
    return text
  }
}

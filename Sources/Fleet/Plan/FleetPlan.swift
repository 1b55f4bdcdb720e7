internal import Workspace

/// One run of `batch plan`.
public struct FleetPlan: Sendable {
  private let repositories: [FleetRepository]
  private let sources: FleetSources
  private let options: PlanOptions
  private let arguments: [String]
  private let access: GitLabAccess
  private let environment: [String: String]

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - sources: the whole fleet, whose files may be included.
  ///   - repositories: the part of it that is planned.
  ///   - arguments: what the command line says; a run with the same arguments continues one that was ended.
  ///   - access: how GitLab servers are asked.
  ///   - environment: the variables of this process.
  public init(
    _ sources: FleetSources, repositories: [FleetRepository], options: PlanOptions, arguments: [String],
    access: GitLabAccess, environment: [String: String]
  ) {
    self.sources = sources
    self.repositories = repositories
    self.options = options
    self.arguments = arguments
    self.access = access
    self.environment = environment
  }

  /// Plans every repository that an earlier run did not get to.
  ///
  /// A repository that cannot be read is recorded, and the others go on.
  /// - Parameters:
  ///   - directory: where everything is written; nothing else is changed.
  ///   - progress: is told what is done, from several threads.
  /// - Returns: what the fleet comes to.
  /// - Throws: ``GitFailure`` when the state directory cannot be used.
  public func run(
    in directory: StateDirectory, progress: @escaping @Sendable (FleetProgress) -> Void
  ) throws(GitFailure) -> FleetState {
    let journal = try Journal(directory)
    try journal.append(.planStarted(arguments: arguments))
    let done = journal.state.unfinishedRun?.done ?? []
    let pending = repositories.filter { !done.contains($0.id) }
    let servers = Set(sources.repositories.compactMap(\.gitLab?.server))
    let git = Git(environment: environment, settings: access.gitVariables(for: servers))
    let clones = CloneStore(git: git, directory: directory.clonesPath)
    let contents = FleetContents(sources.repositories, git: git, clones: clones, access: access)
    let worker = Worker(
      options: options, contents: contents, variables: VariableNames(access), directory: directory, journal: journal)
    let counter = ProgressCounter(total: repositories.count, done: repositories.count - pending.count, progress)
    WorkerPool.forEach(pending.count, threads: options.jobs) { index in
      // A journal that cannot be written any more ends the run: nothing that is not recorded may be done.
      guard worker.failure == nil else { return }
      counter.begin(pending[index].name)
      counter.end(pending[index].name, failure: worker.plan(pending[index]))
    }
    if let failure = worker.failure { throw failure }
    try journal.append(.planEnded(problems: sources.problems))
    return journal.state
  }

  /// Plans single repositories.
  private final class Worker: Sendable {
    private let options: PlanOptions
    private let contents: FleetContents
    private let variables: VariableNames
    private let directory: StateDirectory
    private let journal: Journal
    private let fatal = Lock<GitFailure?>(nil)

    init(
      options: PlanOptions, contents: FleetContents, variables: VariableNames, directory: StateDirectory,
      journal: Journal
    ) {
      self.options = options
      self.contents = contents
      self.variables = variables
      self.directory = directory
      self.journal = journal
    }

    /// Why no further repository can be planned.
    var failure: GitFailure? { fatal.withValue { $0 } }

    /// Plans a repository and records it; returns why it could not be looked at.
    func plan(_ repository: FleetRepository) -> String? {
      do throws(GitFailure) {
        do throws(GitFailure) {
          let (files, reader, branch) = try contents.open(repository)
          defer { reader?.close() }
          let planner = RepositoryPlanner(repository: repository, options: options, contents: contents)
          var plan = try planner.plan(files, branch: branch)
          plan.variables = try variables.names(of: repository)
          try directory.write(plan, id: repository.id)
          try journal.append(.planned(repository, plan), isUrgent: false)
          return nil
        } catch {
          try journal.append(.planFailed(repository, message: error.message), isUrgent: false)
          return error.message
        }
      } catch {
        fatal.withValue { $0 = error }
        return error.message
      }
    }
  }
}

internal import GitLabAPI
internal import KanikoMigration
internal import Workspace

/// Makes the branch, the commit and the merge request of one repository.
///
/// Every step is recorded before the next begins; what a step would do a second time is recognized by what it left.
struct RepositoryApply {
  let options: ApplyOptions
  let author: String
  let git: Git
  let directory: StateDirectory
  let journal: Journal
  let clones: CloneStore
  let pace: Pace
  let access: GitLabAccess

  /// Whether something is left to do for a repository.
  func isPending(_ repository: FleetState.Repository) -> Bool {
    guard let plan = repository.plan, !plan.changes.isEmpty else { return false }
    guard let applied = repository.applied, repository.commit != nil else { return true }
    let isCurrent = applied.plan == plan.fingerprint && applied.base == plan.commit && applied.branch == options.branch
    let lacksRequest = options.mergeRequest && repository.gitLab != nil && repository.mergeRequest == nil
    return !isCurrent || (options.push && (repository.pushed != repository.commit || lacksRequest))
  }

  /// Does what is left.
  func apply(_ repository: FleetState.Repository) throws(GitFailure) {
    guard let summary = repository.plan else { return }
    let plan = try directory.complete(summary, id: repository.id)
    let place = try gitDirectory(of: repository)
    let remote = options.push ? try self.remote(of: repository) : nil
    let refs = try remote?.refs(branch: options.branch)
    if repository.kind == .remote, let refs, refs.head != plan.commit { throw Self.moved }
    let commit = try self.commit(plan, of: repository, in: place)
    guard let remote, let refs else { return }
    var mergeRequest: String?
    // The push of a run that was ended may have arrived.
    if refs.branch != commit {
      guard refs.branch.map(repository.ownPushes.contains) ?? true else { throw Self.notOurs(options.branch) }
      if options.runsPipelines { pace.wait() }
      try journal.append(.pushStarted(id: repository.id, branch: options.branch, commit: commit))
      mergeRequest = try remote.push(
        commit, to: options.branch, replacing: refs.branch,
        options: pushOptions(for: plan, hasAPI: repository.gitLab != nil))
    }
    if options.mergeRequest, let project = repository.gitLab {
      mergeRequest = try ensureRequest(for: plan, in: project)
    }
    try journal.append(
      .pushed(id: repository.id, branch: options.branch, commit: commit, mergeRequest: mergeRequest))
  }

  // MARK: - Steps

  private func commit(
    _ plan: RepositoryPlan, of repository: FleetState.Repository, in place: String
  ) throws(GitFailure) -> String {
    let writer = try CommitWriter(git: git, directory: place)
    defer { writer.close() }
    guard try writer.head() == plan.commit else { throw Self.moved }
    let tip = try writer.tip(of: options.branch)
    var begun = FleetState.Begun(
      branch: options.branch, base: plan.commit, plan: plan.fingerprint, seconds: options.now)
    if let earlier = repository.begun, earlier.branch == begun.branch, earlier.base == begun.base,
      earlier.plan == begun.plan
    {
      // The time of the first attempt makes the same commit again.
      begun = earlier
      if repository.applied == begun, let commit = repository.commit, tip == commit { return commit }
    } else {
      guard tip.map(repository.ownCommits.contains) ?? true else { throw Self.notOurs(options.branch) }
      try journal.append(
        .commitStarted(
          id: repository.id, branch: begun.branch, base: begun.base, plan: begun.plan, seconds: begun.seconds))
    }
    let commit = try writer.make(
      CommitWriter.Commit(
        base: plan.commit, changes: plan.changes, message: "\(title(of: plan))\n\n\(plan.receipt)", author: author,
        seconds: begun.seconds))
    if tip != commit {
      guard tip.map(repository.ownCommits.contains) ?? true else { throw Self.notOurs(options.branch) }
      try journal.append(.commitMade(id: repository.id, commit: commit))
      try writer.point(options.branch, at: commit, replacing: tip)
    }
    try journal.append(.committed(id: repository.id, branch: options.branch, commit: commit))
    return commit
  }

  func gitDirectory(of repository: FleetState.Repository) throws(GitFailure) -> String {
    guard repository.kind == .remote else { return repository.location }
    let path = clones.path(ofID: repository.id)
    // What was planned through the API has no clone yet, and parts of a fleet may come without theirs.
    if (try? POSIXFileSystem().status(path)) != nil { return path }
    return try clones.clone(id: repository.id, location: repository.location)
  }

  func remote(of repository: FleetState.Repository) throws(GitFailure) -> Remote {
    guard repository.kind == .local else {
      return Remote(git: git, directory: try gitDirectory(of: repository), url: repository.location)
    }
    let (directory, url) = try clones.pushDirectory(forLocal: repository.location, id: repository.id)
    return Remote(git: git, directory: directory, url: url)
  }

  private func title(of plan: RepositoryPlan) -> String {
    if let title = options.title { return title }
    switch plan.step {
    case .shadow: return "Build images with BuildKit beside Kaniko"
    case .migrate, .finish: return "Build images with BuildKit instead of Kaniko"
    }
  }

  /// What a push says to the server (GitLab, doc/topics/git/commit.md, "Push options").
  ///
  /// - Parameter hasAPI: whether the merge request is made through the API, which tells its address.
  private func pushOptions(for plan: RepositoryPlan, hasAPI: Bool) -> [String] {
    var result = options.runsPipelines ? [] : ["ci.skip"]
    guard options.mergeRequest, !hasAPI else { return result }
    result += ["merge_request.create", "merge_request.title=\(title(of: plan))"]
    if let branch = plan.branch { result.append("merge_request.target=\(branch)") }
    result.append("merge_request.description=\(Self.description(plan.receipt))")
    return result
  }

  private func ensureRequest(for plan: RepositoryPlan, in project: GitLabProject) throws(GitFailure) -> String {
    guard let target = plan.branch else { throw GitFailure("the default branch of the project is not known") }
    do throws(GitLabFailure) {
      return try access.gitLab(project.server).ensure(
        GitLab.MergeRequest(
          source: options.branch, target: target, title: title(of: plan), description: plan.receipt),
        inProject: project.id)
    } catch {
      throw GitFailure(error.message)
    }
  }

  /// A text as the value of a push option: on one line, and short enough for one packet of git's protocol.
  static func description(_ receipt: String) -> String {
    var lines: [Substring] = []
    var length = 0
    for line in receipt.split(separator: "\n", omittingEmptySubsequences: false) {
      length += line.utf8.count + 2
      if length > 30_000 {
        lines.append("…and more: the message of the commit has the whole receipt.")
        break
      }
      lines.append(line)
    }
    return lines.joined(separator: "\\n")
  }

  private static let moved = GitFailure(
    "the repository has other commits than when it was planned; run batch plan again")

  static func notOurs(_ branch: String) -> GitFailure {
    GitFailure(
      "the branch \(branch) exists and was not made here, or has commits of others; pass --branch NAME, or delete it")
  }
}

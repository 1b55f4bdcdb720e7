internal import GitLabAPI

extension RepositoryApply {
  /// Closes the merge requests of the branch and deletes it, where it is still the one that was made here.
  ///
  /// A branch with commits of others stays, and its merge requests stay open.
  func revert(_ repository: FleetState.Repository) throws(GitFailure) {
    guard let branch = repository.branch ?? repository.begun?.branch else { return }
    if !repository.ownPushes.isEmpty {
      let remote = try self.remote(of: repository)
      let tip = try remote.refs(branch: branch).branch
      guard tip.map(repository.ownPushes.contains) ?? true else { throw Self.notOurs(branch) }
      try close(from: branch, of: repository)
      // Without the API the server closes them now: GitLab closes open merge requests whose source branch is deleted
      // (GitLab, app/services/merge_requests/refresh_service.rb, close_upon_missing_source_branch_ref).
      if let tip { try remote.delete(branch, at: tip) }
    }
    let writer = try CommitWriter(git: git, directory: try gitDirectory(of: repository))
    defer { writer.close() }
    let tip = try writer.tip(of: branch)
    guard tip.map(repository.ownCommits.contains) ?? true else { throw Self.notOurs(branch) }
    if let tip { try writer.delete(branch, at: tip) }
    try journal.append(.reverted(id: repository.id))
  }

  /// Closes the open merge requests of a branch of a project that was asked for through the API.
  private func close(from branch: String, of repository: FleetState.Repository) throws(GitFailure) {
    guard let project = repository.gitLab else { return }
    let closed: [String]
    do throws(GitLabFailure) {
      closed = try access.gitLab(project.server).close(from: branch, inProject: project.id)
    } catch {
      throw GitFailure(error.message)
    }
    if repository.mergeRequest != nil || !closed.isEmpty {
      try journal.append(.closed(id: repository.id, mergeRequests: closed))
    }
  }
}

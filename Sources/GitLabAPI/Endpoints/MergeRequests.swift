internal import Reporting

extension GitLab {
  /// What a merge request says.
  public struct MergeRequest: Sendable, Hashable {
    /// The branch with the change.
    public let source: String
    /// The branch that takes it.
    public let target: String
    /// The title.
    public let title: String
    /// The description in Markdown.
    public let description: String

    /// Creates the text of a merge request.
    public init(source: String, target: String, title: String, description: String) {
      self.source = source
      self.target = target
      self.title = title
      self.description = description
    }
  }

  /// An open merge request as a list has it.
  private struct OpenRequest {
    let number: Int
    let target: String?
  }

  /// Makes the open merge request of a branch say this: the one that is there, or a new one.
  ///
  /// doc/api/merge_requests.md, "Create MR" and "Update MR". There is one for each source and target; a second is refused
  /// with 409 (app/models/merge_request.rb, validate_branches).
  /// - Returns: its address.
  public func ensure(_ request: MergeRequest, inProject id: Int) throws(GitLabFailure) -> String {
    if let address = try updateOpen(to: request, inProject: id) { return address }
    let body: JSONValue = [
      "source_branch": .string(request.source), "target_branch": .string(request.target),
      "title": .string(request.title), "description": .string(request.description), "remove_source_branch": .bool(true),
    ]
    do throws(GitLabFailure) {
      return try address(in: value(of: GitLabRequest("POST", "projects/\(id)/merge_requests", body: body)))
    } catch {
      // 409: another one was opened meanwhile, perhaps by an attempt whose answer got lost.
      guard error.status == 409, let address = try updateOpen(to: request, inProject: id) else { throw error }
      return address
    }
  }

  /// Closes the open merge requests of a branch (doc/api/merge_requests.md, "Update MR", `state_event`).
  ///
  /// - Returns: their addresses; none when there was nothing to close.
  public func close(from branch: String, inProject id: Int) throws(GitLabFailure) -> [String] {
    var addresses: [String] = []
    for open in try openRequests(from: branch, inProject: id) {
      addresses.append(try update(open, ["state_event": "close"], inProject: id))
    }
    return addresses
  }

  /// The open merge requests of a branch of this project; forks may have branches of the same name.
  private func openRequests(from branch: String, inProject id: Int) throws(GitLabFailure) -> [OpenRequest] {
    let query = ["state": "opened", "scope": "all", "source_branch": branch, "per_page": "100"]
    return try list(GitLabRequest("GET", "projects/\(id)/merge_requests", query: query)).compactMap { item in
      guard let number = item["iid"]?.number, item["source_project_id"]?.number == id else { return nil }
      return OpenRequest(number: number, target: item["target_branch"]?.text)
    }
  }

  /// Makes the merge request that is open already say this; nil where there is none.
  private func updateOpen(to request: MergeRequest, inProject id: Int) throws(GitLabFailure) -> String? {
    let open = try openRequests(from: request.source, inProject: id).first { $0.target == request.target }
    guard let open else { return nil }
    return try update(
      open, ["title": .string(request.title), "description": .string(request.description)], inProject: id)
  }

  private func update(_ open: OpenRequest, _ body: JSONValue, inProject id: Int) throws(GitLabFailure) -> String {
    try address(in: value(of: GitLabRequest("PUT", "projects/\(id)/merge_requests/\(open.number)", body: body)))
  }

  private func address(in value: JSONValue) throws(GitLabFailure) -> String {
    guard let address = value["web_url"]?.text else {
      throw GitLabFailure("\(server) did not tell the address of the merge request")
    }
    return address
  }
}

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

  /// Makes the open merge request of a branch say this: the one that is there, or a new one (doc/api/merge_requests.md).
  ///
  /// - Returns: its address.
  public func ensure(_ request: MergeRequest, inProject id: Int) throws(GitLabFailure) -> String {
    if let open = try openRequest(from: request.source, inProject: id) {
      return try update(open, to: request, inProject: id)
    }
    let body: JSONValue = [
      "source_branch": .string(request.source), "target_branch": .string(request.target),
      "title": .string(request.title), "description": .string(request.description), "remove_source_branch": .bool(true),
    ]
    do throws(GitLabFailure) {
      return try address(in: value(of: GitLabRequest("POST", "projects/\(id)/merge_requests", body: body)))
    } catch {
      // 409: another one was opened meanwhile, perhaps by an attempt whose answer got lost.
      guard error.status == 409, let open = try openRequest(from: request.source, inProject: id) else { throw error }
      return try update(open, to: request, inProject: id)
    }
  }

  private func openRequest(from branch: String, inProject id: Int) throws(GitLabFailure) -> Int? {
    let query = ["state": "opened", "source_branch": branch]
    let list = try value(of: GitLabRequest("GET", "projects/\(id)/merge_requests", query: query))
    return list.items.first?["iid"]?.number
  }

  private func update(_ number: Int, to request: MergeRequest, inProject id: Int) throws(GitLabFailure) -> String {
    let body: JSONValue = ["title": .string(request.title), "description": .string(request.description)]
    return try address(in: value(of: GitLabRequest("PUT", "projects/\(id)/merge_requests/\(number)", body: body)))
  }

  private func address(in value: JSONValue) throws(GitLabFailure) -> String {
    guard let address = value["web_url"]?.text else {
      throw GitLabFailure("\(server) did not tell the address of the merge request")
    }
    return address
  }
}

internal import Reporting

/// What this tool asks GitLab.
public struct GitLab: Sendable {
  /// The most pages that are read of one list.
  private static let maximumPages = 10_000

  private let client: any GitLabClient

  /// Creates the questions for a server.
  public init(_ client: any GitLabClient) { self.client = client }

  /// The address of the server.
  public var server: String { client.server }

  /// A project as the list of a group has it (doc/api/groups.md, "List projects in a group").
  public struct Project: Sendable, Hashable {
    /// The number of the project.
    public let id: Int
    /// The path with its groups.
    public let path: String
    /// Where git clones it from over HTTP.
    public let cloneURL: String
    /// The default branch; nil for a project without commits.
    public let defaultBranch: String?
    /// The pipeline's entry file; empty or nil for `.gitlab-ci.yml`.
    public let ciConfigPath: String?
  }

  /// The projects of a group and its subgroups; archived ones and those of other groups that are shared are left out.
  public func projects(inGroup group: String) throws(GitLabFailure) -> [Project] {
    let request = GitLabRequest(
      "GET", "groups/\(PercentText.encoded(group))/projects",
      query: [
        "include_subgroups": "true", "archived": "false", "with_shared": "false", "order_by": "id", "sort": "asc",
        "per_page": "100",
      ])
    return try list(request).compactMap { item in
      guard let id = item["id"]?.number, let path = item["path_with_namespace"]?.text,
        let url = item["http_url_to_repo"]?.text, item["archived"]?.truth != true
      else { return nil }
      return Project(
        id: id, path: path, cloneURL: url, defaultBranch: item["default_branch"]?.text,
        ciConfigPath: item["ci_config_path"]?.text)
    }
  }

  /// The id of the commit that a branch, tag or id names (doc/api/commits.md, "Get a single commit"); nil for none.
  public func commit(_ ref: String, inProject id: Int) throws(GitLabFailure) -> String? {
    let request = GitLabRequest("GET", "projects/\(id)/repository/commits/\(PercentText.encoded(ref))")
    do throws(GitLabFailure) {
      return try value(of: request)["id"]?.text
    } catch {
      if error.status == 404 { return nil }
      throw error
    }
  }

  /// An entry of a repository's tree (doc/api/repositories.md, "List repository tree").
  public struct TreeEntry: Sendable, Hashable {
    /// The path from the root.
    public let path: String
    /// The mode as git writes it.
    public let mode: String
    /// The id of the object.
    public let id: String
  }

  /// The files and links of a commit, those below directories too.
  ///
  /// - Returns: nil where there are more than a number of pages of 100 entries; then a clone is the better way.
  public func tree(
    of commit: String, inProject id: Int, maximumPages: Int
  ) throws(GitLabFailure) -> [TreeEntry]? {
    let request = GitLabRequest(
      "GET", "projects/\(id)/repository/tree",
      query: ["ref": commit, "recursive": "true", "per_page": "100", "pagination": "keyset"])
    guard let items = try list(request, maximumPages: maximumPages) else { return nil }
    return items.compactMap { item in
      guard item["type"]?.text == "blob", let path = item["path"]?.text, let mode = item["mode"]?.text,
        let id = item["id"]?.text
      else { return nil }
      return TreeEntry(path: path, mode: mode, id: id)
    }
  }

  /// The content of a file by its id (doc/api/repositories.md, "Raw blob content"); nil for one that is larger.
  public func blob(_ blob: String, inProject id: Int, limit: Int) throws(GitLabFailure) -> [UInt8]? {
    var request = GitLabRequest("GET", "projects/\(id)/repository/blobs/\(PercentText.encoded(blob))/raw")
    request.limit = limit
    do throws(GitLabFailure) {
      let body = try answer(to: request).body
      return body.count > limit ? nil : body
    } catch {
      if error.status == 413 { return nil }
      throw error
    }
  }

  /// The names of CI/CD variables of a project or a group (doc/api/project_level_variables.md and
  /// group_level_variables.md); none where the token may not read them. Values are not kept.
  public func variableNames(of owner: VariableOwner) throws(GitLabFailure) -> [String] {
    do throws(GitLabFailure) {
      return try list(GitLabRequest("GET", "\(owner.path)/variables", query: ["per_page": "100"]))
        .compactMap { $0["key"]?.text }
    } catch {
      if [401, 403, 404].contains(error.status) { return [] }
      throw error
    }
  }

  /// What can have CI/CD variables.
  public enum VariableOwner: Sendable, Hashable {
    case project(Int)
    case group(String)

    fileprivate var path: String {
      switch self {
      case .project(let id): "projects/\(id)"
      case .group(let path): "groups/\(PercentText.encoded(path))"
      }
    }
  }

  // MARK: - Asking

  /// An answer with a status of success.
  func answer(to request: GitLabRequest) throws(GitLabFailure) -> GitLabResponse {
    let response = try client.send(request)
    guard (200...299).contains(response.status) else {
      let advice =
        switch response.status {
        case 401: "; give a token in GITLAB_TOKEN or with --token-file"
        case 403: "; the token lacks the right"
        case 404: "; there is no such thing, or the token may not see it"
        default: ""
        }
      throw GitLabFailure(
        "\(server) answered \(request.method) \(request.path) with status \(response.status)\(advice)",
        status: response.status)
    }
    return response
  }

  /// The JSON of an answer.
  func value(of request: GitLabRequest) throws(GitLabFailure) -> JSONValue {
    try Self.value(of: try answer(to: request), server: server)
  }

  private static func value(of response: GitLabResponse, server: String) throws(GitLabFailure) -> JSONValue {
    do {
      return try JSONReader.value(of: response.body)
    } catch {
      throw GitLabFailure("\(server) answered with something that is no JSON")
    }
  }

  /// Every item of a list.
  func list(_ request: GitLabRequest) throws(GitLabFailure) -> [JSONValue] {
    guard let items = try list(request, maximumPages: Self.maximumPages) else {
      throw GitLabFailure("\(server) has more than \(Self.maximumPages) pages of \(request.path)")
    }
    return items
  }

  /// The items of a list, page after page as the header `Link` leads (doc/api/rest/_index.md, "Pagination").
  private func list(_ request: GitLabRequest, maximumPages: Int) throws(GitLabFailure) -> [JSONValue]? {
    var request = request
    var items: [JSONValue] = []
    for _ in 0..<maximumPages {
      let response = try answer(to: request)
      items += try Self.value(of: response, server: server).items
      guard let next = Self.nextQuery(in: response.headers) else { return items }
      request.query.merge(next) { $1 }
    }
    return nil
  }

  /// The query of the next page. Only the query is taken: the address could lead to another server.
  static func nextQuery(in headers: [String: String]) -> [String: String]? {
    for link in (headers["link"] ?? "").split(separator: ",") where link.contains("rel=\"next\"") {
      guard let question = link.firstIndex(of: "?"), let end = link.firstIndex(of: ">"), question < end else {
        continue
      }
      var query: [String: String] = [:]
      for pair in link[link.index(after: question)..<end].split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { query[decoded(parts[0])] = decoded(parts[1]) }
      }
      return query
    }
    return nil
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

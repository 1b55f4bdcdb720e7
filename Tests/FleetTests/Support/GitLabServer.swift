import Foundation
import TestSupport

/// A stand-in for GitLab: its REST API beside a git server with the same repositories.
final class GitLabServer {
  static let token = "glpat-stand-in"
  let git: GitServer
  private let fleet: FleetFolder
  private let root: String
  private var process: pid_t?

  /// - Parameters:
  ///   - isPrivate: whether git has to log in with the token.
  ///   - root: the path below which everything lies, such as `/gitlab`.
  init(_ fleet: FleetFolder, isPrivate: Bool = false, root: String = "") throws {
    self.fleet = fleet
    self.root = root
    git = try GitServer(fleet, password: isPrivate ? Self.token : nil, root: root)
  }

  deinit { stop() }

  private func stop() {
    if let process { kill(process, SIGKILL) }
  }

  /// Starts the API after the repositories were made; when it runs already, anew and without merge requests.
  ///
  /// - Parameter trouble: what goes wrong at paths, once each: a status, `drop` or `slow`.
  /// - Returns: the group with all repositories, as SOURCE names it.
  func start(trouble: [String: [Any]] = [:]) throws -> String {
    stop()
    try fleet.write(
      String(decoding: try JSONSerialization.data(withJSONObject: trouble), as: UTF8.self), to: "trouble.json")
    for file in ["gitlab.log", "merge_requests.json"] { try fleet.write(file == "gitlab.log" ? "" : "[]", to: file) }
    let python = try Command.locate("python3", advice: "run .ci/test, which installs it")
    let program = Repository.root.appending(path: "Tests/FleetTests/StandIns/gitlab.py").path
    // It goes into the background when it listens.
    let result = try Command.run(python, [program, fleet.path(""), git.url, root], seconds: 30)
    guard result.status == 0 else { throw FleetFolder.GitTrouble(arguments: ["gitlab.py"], text: result.errorText) }
    process = pid_t(try fleet.text("gitlab.pid"))
    return "gitlab+http://127.0.0.1:\(try fleet.text("gitlab.port"))\(root)/git"
  }

  /// The same group at the address that serves git, too, as on a real server.
  var groupBesideGit: String { "gitlab+\(git.url)" }

  /// The requests so far as `METHOD PATH`.
  var requests: [String] {
    get throws {
      try fleet.text("gitlab.log").split(separator: "\n").compactMap { line in
        let parts = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
        guard let method = parts?[0] as? String, let path = parts?[1] as? String else { return nil }
        return "\(method) \(path)"
      }
    }
  }

  /// The merge requests that were ever made, as `STATE ADDRESS`.
  var mergeRequests: [String] {
    get throws {
      let list = try JSONSerialization.jsonObject(with: Data(fleet.text("merge_requests.json").utf8))
      return (list as? [[String: Any]] ?? []).compactMap { item in
        guard let state = item["state"] as? String, let address = item["web_url"] as? String else { return nil }
        return "\(state) \(address)"
      }.sorted()
    }
  }
}

internal import GitLabAPI

/// A group as SOURCE names it: `gitlab+https://HOST/GROUP`.
struct GitLabGroup: Sendable, Hashable {
  let server: String
  let path: String

  /// Reads an argument; nil for one that is no group.
  ///
  /// - Parameter servers: the addresses of servers that lie below a path of their host: without them the first part of a
  ///   path cannot be told from the name of a group.
  init?(_ text: String, servers: [String]) throws(GitFailure) {
    guard let scheme = ["gitlab+https://", "gitlab+http://"].first(where: { text.hasPrefix($0) }) else { return nil }
    let parts = text.dropFirst(scheme.count).split(separator: "/").map(String.init)
    guard parts.count >= 2, !parts[0].contains("@") else {
      throw GitFailure(
        "\(GitFailure.withoutPassword(text)): a group is named as gitlab+https://HOST/GROUP, without a user")
    }
    let address = scheme.dropFirst("gitlab+".count) + parts.joined(separator: "/")
    let known = servers.filter { address.hasPrefix($0 + "/") }.max { $0.utf8.count < $1.utf8.count }
    server = known ?? scheme.dropFirst("gitlab+".count) + parts[0]
    path = String(address.dropFirst(server.count + 1))
  }

  /// The repositories of the group.
  func repositories(_ access: GitLabAccess) throws(GitFailure) -> [FleetRepository] {
    do throws(GitLabFailure) {
      return try access.gitLab(server).projects(inGroup: path).map { project in
        FleetRepository(
          name: project.path, kind: .remote, location: project.cloneURL, ciConfigPath: project.ciConfigPath,
          gitLab: GitLabProject(server: server, id: project.id), defaultBranch: project.defaultBranch)
      }
    } catch {
      let advice = error.status == 404 && path.contains("/") ? "; name a server below a path with --gitlab-url" : ""
      throw GitFailure(error.message + advice)
    }
  }
}

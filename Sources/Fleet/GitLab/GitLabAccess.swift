internal import GitLabAPI

/// How GitLab servers are asked: with which token, and whom to trust.
public struct GitLabAccess: Sendable {
  private let token: String?
  private let certificates: String?
  private let environment: [String: String]

  /// Creates the access.
  ///
  /// - Parameters:
  ///   - token: an access token; nil to ask as nobody.
  ///   - certificates: the absolute path of a file with certificates of authorities; nil for those of the system.
  ///   - environment: the variables of this process.
  public init(token: String?, certificates: String?, environment: [String: String]) {
    self.token = token
    self.certificates = certificates
    self.environment = environment
  }

  /// The questions for a server.
  func gitLab(_ server: String) -> GitLab {
    GitLab(
      RetryingClient(
        CurlClient(server: server, token: token, certificates: certificates, environment: environment)))
  }

  /// Whether there is a token.
  var hasToken: Bool { token != nil }

  /// Settings for git by environment variables, by which it logs in to servers with the token.
  ///
  /// The token is in the environment of git, which only this user may read, and goes to these servers alone.
  func gitVariables(for servers: Set<String>) -> [String: String] {
    var settings: [(String, String)] = []
    for server in servers.sorted() {
      if token != nil {
        settings.append(("credential.\(server).helper", ""))
        settings.append(("credential.\(server).helper", Self.helper))
      }
      if let certificates { settings.append(("http.\(server).sslCAInfo", certificates)) }
    }
    guard !settings.isEmpty else { return [:] }
    // What the person who runs this has set in the same way stays.
    let known = environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
    var variables = ["GIT_CONFIG_COUNT": String(known + settings.count)]
    for (index, setting) in settings.enumerated() {
      variables["GIT_CONFIG_KEY_\(known + index)"] = setting.0
      variables["GIT_CONFIG_VALUE_\(known + index)"] = setting.1
    }
    if let token { variables["KANIKO2BUILDKIT_TOKEN"] = token }
    return variables
  }

  /// A credential helper as git runs it; any user name goes with a token (GitLab, doc/user/profile/personal_access_tokens.md).
  private static let helper =
    "!f() { test \"$1\" = get && echo username=oauth2 && echo \"password=$KANIKO2BUILDKIT_TOKEN\"; }; f"
}

/// A project on a GitLab server.
public struct GitLabProject: Sendable, Hashable {
  /// The address of the server.
  public let server: String
  /// The number of the project.
  public let id: Int
}

/// A group as SOURCE names it: `gitlab+https://HOST/GROUP`.
struct GitLabGroup: Sendable, Hashable {
  let server: String
  let path: String

  /// Reads an argument; nil for one that is no group.
  init?(_ text: String) throws(GitFailure) {
    guard let scheme = ["gitlab+https://", "gitlab+http://"].first(where: { text.hasPrefix($0) }) else { return nil }
    let parts = text.dropFirst(scheme.count).split(separator: "/").map(String.init)
    guard parts.count >= 2, !parts[0].contains("@") else {
      throw GitFailure(
        "\(GitFailure.withoutPassword(text)): a group is named as gitlab+https://HOST/GROUP, without a user")
    }
    server = scheme.dropFirst("gitlab+".count) + parts[0]
    path = parts.dropFirst().joined(separator: "/")
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
      throw GitFailure(error.message)
    }
  }
}

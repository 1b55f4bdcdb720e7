internal import GitLabAPI
internal import Workspace

/// How GitLab servers are asked: with which token, and whom to trust.
public struct GitLabAccess: Sendable {
  private let token: String?
  private let certificates: String?
  /// The addresses of servers that lie below a path of their host, without a final slash.
  let servers: [String]
  private let environment: [String: String]

  /// Creates the access.
  ///
  /// - Parameters:
  ///   - token: an access token; nil to ask as nobody.
  ///   - certificates: the absolute path of a file with certificates of authorities; nil for those of the system.
  ///   - servers: addresses of servers that lie below a path of their host, such as `https://example.com/gitlab`. The
  ///     server of the CI job in which this runs is known by `CI_SERVER_URL` (doc/ci/variables/predefined_variables.md).
  ///   - environment: the variables of this process.
  /// - Throws: ``GitFailure`` for what is no address of a server.
  public init(
    token: String?, certificates: String?, servers: [String] = [], environment: [String: String]
  ) throws(GitFailure) {
    var addresses: [String] = []
    for server in servers {
      guard let address = Self.address(server) else {
        throw GitFailure(
          "\(GitFailure.withoutPassword(server)): the address of a server is written as https://HOST/PATH, without a user"
        )
      }
      addresses.append(address)
    }
    self.servers = addresses + (environment["CI_SERVER_URL"].flatMap(Self.address).map { [$0] } ?? [])
    self.token = token
    self.certificates = certificates
    self.environment = environment
  }

  /// The address of a server without slashes at its end; nil for what is none.
  private static func address(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, ["http:", "https:"].contains(parts[0]), parts[1].isEmpty, !parts[2].isEmpty,
      !parts[2].contains("@"), !text.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
    else { return nil }
    return "\(parts[0])//" + parts[2...].filter { !$0.isEmpty }.joined(separator: "/")
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
    var settings: [(name: String, value: String)] = []
    for server in servers.sorted() {
      if token != nil {
        settings.append(("credential.\(server).helper", ""))
        settings.append(("credential.\(server).helper", Self.helper))
      }
      if let certificates { settings.append(("http.\(server).sslCAInfo", certificates)) }
    }
    guard !settings.isEmpty else { return [:] }
    // What the person who runs this has set in the same way stays.
    let known = environment.filter { $0.key == "GIT_CONFIG_COUNT" }
    var variables = GitEnvironment.adding(settings, to: known)
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

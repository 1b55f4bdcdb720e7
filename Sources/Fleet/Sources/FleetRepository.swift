internal import Diagnostics

/// One repository of the fleet.
public struct FleetRepository: Sendable, Hashable {
  /// How a repository is worked with.
  public enum Kind: String, Sendable, Hashable {
    /// It was found in a directory, and is changed there: a branch and a commit.
    case local
    /// It is cloned into the state directory, and changes are pushed to it.
    case remote
  }

  /// A name for files and records that no other repository has: letters, digits, `-`, `_` and `.`.
  public let id: String
  /// The name for people: the path below the directory that was searched, or the path on the server.
  public let name: String
  /// How it is worked with.
  public let kind: Kind
  /// The path of the git directory of a local repository; the URL or path of a remote.
  public let location: String
  /// The entry file that the project's settings on the server name; nil where they name none.
  public let ciConfigPath: String?
  /// The project on a GitLab server that was asked for it; nil for every other repository.
  public let gitLab: GitLabProject?
  /// The default branch as the server tells it.
  let defaultBranch: String?
  /// The paths by which `include: project` may name it.
  let projectPaths: [String]

  /// Creates a repository.
  ///
  /// - Parameter projectPaths: paths by which others may include it besides its name.
  init(
    name: String, kind: Kind, location: String, ciConfigPath: String? = nil, projectPaths: [String] = [],
    gitLab: GitLabProject? = nil, defaultBranch: String? = nil
  ) {
    let safe = name.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "-"
    }
    let fingerprint = Fingerprint(parts: [kind.rawValue, location]).hexadecimal.prefix(8)
    id = String(safe.suffix(80)) + "-" + fingerprint
    self.name = name
    self.kind = kind
    self.location = location
    self.ciConfigPath = ciConfigPath
    self.gitLab = gitLab
    self.defaultBranch = defaultBranch
    self.projectPaths = projectPaths.contains(name) ? projectPaths : [name] + projectPaths
  }
}

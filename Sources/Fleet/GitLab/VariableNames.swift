internal import GitLabAPI
internal import Workspace

/// Finds CI/CD variables on servers that have to do with Kaniko; groups are asked once.
final class VariableNames: Sendable {
  private let access: GitLabAccess
  private let groups = Lock<[String: [String]]>([:])

  init(_ access: GitLabAccess) { self.access = access }

  /// The names of a project's variables, and of those of its groups as `group: NAME`, ordered; none without a token.
  func names(of repository: FleetRepository) throws(GitFailure) -> [String] {
    guard access.hasToken, let project = repository.gitLab else { return [] }
    let gitLab = access.gitLab(project.server)
    do throws(GitLabFailure) {
      var names = try Self.relevant(gitLab.variableNames(of: .project(project.id)))
      var parts = repository.name.split(separator: "/").dropLast()
      while !parts.isEmpty {
        let group = parts.joined(separator: "/")
        names += try inGroup(group, gitLab).map { "\(group): \($0)" }
        parts = parts.dropLast()
      }
      return names.sorted()
    } catch {
      throw GitFailure(error.message)
    }
  }

  private func inGroup(_ group: String, _ gitLab: GitLab) throws(GitLabFailure) -> [String] {
    let key = "\(gitLab.server)/\(group)"
    if let known = groups.withValue({ $0[key] }) { return known }
    let names = try Self.relevant(gitLab.variableNames(of: .group(group)))
    groups.withValue { $0[key] = names }
    return names
  }

  private static func relevant(_ names: [String]) -> [String] {
    names.filter { $0.hasPrefix("KANIKO_") || $0.hasPrefix("DOCKER_AUTH_CONFIG") }
  }
}

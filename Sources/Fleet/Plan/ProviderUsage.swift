internal import Workspace

/// Notes which projects one repository includes, and which of their files are read.
final class ProviderUsage: Sendable {
  private let files = Lock<[String: Set<String>]>([:])

  /// Notes that a project was asked for.
  func ask(_ project: String) {
    files.withValue { files in files[project] = files[project] ?? [] }
  }

  /// Notes that a file was read.
  func read(_ path: String, of project: String) {
    files.withValue { _ = $0[project, default: []].insert(path) }
  }

  /// What was noted, ordered. A project that was asked for with its ref and then without counts once.
  func providers(in contents: FleetContents) -> [RepositoryPlan.Provider] {
    let noted = files.withValue { $0 }
    return noted.keys.sorted().compactMap { project in
      let repository = contents.repository(of: project)
      let isPinnedTwin = noted.keys.contains { $0.hasPrefix(project + "@") }
      if isPinnedTwin, noted[project]?.isEmpty ?? true { return nil }
      return RepositoryPlan.Provider(
        project: project, repository: repository?.id, files: (noted[project] ?? []).sorted())
    }
  }
}

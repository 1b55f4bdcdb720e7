/// Who includes what across the fleet.
public struct IncludeGraph: Sendable {
  /// A file that defines jobs of other repositories.
  public struct Definition: Sendable, Hashable {
    /// The repository and the file, as `name:path`.
    public let name: String
    /// How many jobs of other repositories it defines.
    public let jobs: Int
    /// How many repositories have such a job.
    public let repositories: Int
    /// Whether the plan of its repository changes the file, which migrates these jobs too.
    public let isChanged: Bool
  }

  /// The definitions, the one that cures most jobs first.
  public let definitions: [Definition]
  /// In which wave the changes of a repository belong, from 1, by its id; a repository without anything to do has none.
  public let waves: [String: Int]

  /// Makes the graph of a fleet.
  public init(_ state: FleetState) {
    let repositories = state.repositories
    definitions = Self.definitions(of: repositories)
    waves = Self.waves(of: repositories)
  }

  private static func definitions(of repositories: [FleetState.Repository]) -> [Definition] {
    var jobs: [String: Int] = [:]
    var users: [String: Int] = [:]
    var changed: Set<String> = []
    for repository in repositories {
      guard let plan = repository.plan else { continue }
      for change in plan.changes { changed.insert("\(repository.name):\(change.path)") }
      for job in plan.jobs { for name in job.definitions { jobs[name, default: 0] += 1 } }
      for name in Set(plan.jobs.flatMap(\.definitions)) { users[name, default: 0] += 1 }
    }
    return jobs.map { name, count in
      // `name@ref:path` is a file at a ref: a change of the branch does not reach it.
      Definition(name: name, jobs: count, repositories: users[name] ?? 0, isChanged: changed.contains(name))
    }.sorted { ($1.jobs, $1.repositories, $0.name) < ($0.jobs, $0.repositories, $1.name) }
  }

  /// Providers before consumers: a repository's wave is one more than the latest among those that it includes.
  private static func waves(of repositories: [FleetState.Repository]) -> [String: Int] {
    let active = repositories.filter { $0.plan?.usesKaniko ?? false }
    let ids = Set(active.map(\.id))
    let known = Set(repositories.map(\.id))
    var providers: [String: Set<String>] = [:]
    var waves: [String: Int] = [:]
    var floor: [String: Int] = [:]
    for repository in active {
      let included = Set((repository.plan?.providers ?? []).compactMap(\.repository)).subtracting([repository.id])
      providers[repository.id] = included.intersection(ids)
      // A provider that another shard plans comes before in any case.
      floor[repository.id] = included.isSubset(of: known) ? 1 : 2
    }
    var pending = active.map(\.id)
    while !pending.isEmpty {
      var next = pending.filter { id in providers[id]?.allSatisfy { waves[$0] != nil } ?? true }
      // Repositories that include each other cannot be ordered: the first by name goes first.
      if next.isEmpty { next = [pending[0]] }
      for id in next {
        let latest = (providers[id] ?? []).compactMap { waves[$0] }.max() ?? 0
        waves[id] = max(latest + 1, floor[id] ?? 1)
      }
      let placed = Set(next)
      pending.removeAll { placed.contains($0) }
    }
    return waves
  }
}

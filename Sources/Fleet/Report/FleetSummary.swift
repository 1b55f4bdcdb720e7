/// What there is to say about a fleet, ready for every format of the report.
public struct FleetSummary: Sendable {
  /// How far a repository has come, in one word that scripts may rely on.
  public enum Progress: String, Sendable, Hashable, CaseIterable {
    /// It does not use Kaniko.
    case clean
    /// It uses Kaniko, and nothing of it is migrated by the plan.
    case blocked
    /// The plan changes it.
    case planned
    /// The branch and the commit are made.
    case committed
    /// The commit is on the server.
    case pushed
    /// A step could not be done, or what would tell whether it uses Kaniko could not be read.
    case failed
  }

  /// One repository.
  public struct Row: Sendable {
    /// The repository.
    public let repository: FleetState.Repository
    /// How far it has come.
    public let progress: Progress
    /// The wave of its changes; nil where there is nothing to do.
    public let wave: Int?

    /// Why it failed; nil for every other repository.
    public var failure: String? {
      progress == .failed ? repository.failure ?? repository.plan?.remarks.first ?? "" : nil
    }

    /// How many of its jobs come out in one way.
    public func jobs(_ outcome: String) -> Int { repository.plan?.jobs.count { $0.outcome == outcome } ?? 0 }
  }

  /// A text with how often it occurs.
  public struct Count: Sendable, Hashable {
    /// The text.
    public let name: String
    /// How often.
    public let count: Int
  }

  /// The ways a job can come out, in the order of the report.
  public static let outcomes = [
    "safe", "reviewed", "shadowed", "shadowedReviewed", "needsReview", "manual", "unknown", "ignored", "notChosen",
  ]

  /// The repositories, ordered by name.
  public let rows: [Row]
  /// The files that define jobs of other repositories, the one that cures most first.
  public let definitions: [IncludeGraph.Definition]
  /// Why jobs are left for a person, the most frequent first.
  public let reasons: [Count]
  /// The Kaniko flags in use, by the number of jobs, the most frequent first.
  public let flags: [Count]
  /// CI/CD variables on servers that have to do with Kaniko, by the number of repositories that see them.
  public let variables: [Count]
  /// Sources that could not be read.
  public let problems: [String]

  /// Sums up a fleet.
  public init(_ state: FleetState) {
    let graph = IncludeGraph(state)
    rows = state.repositories.map { repository in
      Row(repository: repository, progress: Self.progress(of: repository), wave: graph.waves[repository.id])
    }
    definitions = graph.definitions
    let jobs = rows.flatMap { $0.repository.plan?.jobs ?? [] }
    reasons = Self.counts(
      jobs.filter { !$0.isMigrated && $0.outcome != "ignored" }.flatMap { Set($0.reasons.map(Self.text)) })
    flags = Self.counts(jobs.flatMap(\.flags))
    variables = Self.counts(rows.flatMap { $0.repository.plan?.variables ?? [] })
    problems = state.problems
  }

  /// How many repositories have come so far.
  public func repositories(_ progress: Progress) -> Int { rows.count { $0.progress == progress } }

  /// How many jobs come out in one way.
  public func jobs(_ outcome: String) -> Int { rows.reduce(0) { $0 + $1.jobs(outcome) } }

  /// The exit status: 4 when something cannot be told, 3 when a repository or a source failed, 1 when Kaniko use remains
  /// even when everything planned is merged, else 0.
  public var status: Int32 {
    let hasFailure = !problems.isEmpty || rows.contains { $0.progress == .failed }
    let statuses = rows.compactMap { $0.repository.plan?.status } + [hasFailure ? 3 : 0]
    return Int32(statuses.max() ?? 0)
  }

  private static func text(_ reason: RepositoryPlan.Reason) -> String {
    // Names of single jobs and files stand between backquotes: without them reasons can be counted.
    var isCode = false
    let text = String(
      reason.message.filter { character in
        if character == "`" { isCode.toggle() }
        return !isCode
      })
    return "\(reason.rule) \(text.replacing("`", with: "…"))"
  }

  private static func counts(_ texts: [String]) -> [Count] {
    Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +).map(Count.init)
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  private static func progress(of repository: FleetState.Repository) -> Progress {
    if repository.failure != nil { return .failed }
    guard let plan = repository.plan else { return .failed }
    // Once a branch is merged the plan has nothing left to change, whatever was pushed for an earlier one.
    if plan.changes.isEmpty { return plan.usesKaniko ? .blocked : plan.status == 3 ? .failed : .clean }
    if repository.pushed != nil { return .pushed }
    return repository.commit != nil ? .committed : .planned
  }
}

/// What `apply` does with the repositories of a fleet.
public struct ApplyOptions: Sendable {
  /// Only the repositories of this wave; nil for every wave.
  public var wave: Int?
  /// Only repositories whose name matches a pattern with `*` and `?`; empty for all.
  public var only: [String] = []
  /// The most repositories that are changed by this run; nil for no limit.
  public var limit: Int?
  /// Whether changes that rest on a stated assumption are applied too.
  public var acceptsReview = false
  /// The branch.
  public var branch = "kaniko2buildkit"
  /// The first line of the commit's message, and the title of the merge request; nil for what the planned step does.
  public var title: String?
  /// The author and committer, as `Name <address>`; nil for the one that git knows.
  public var author: String?
  /// Whether the branch is pushed.
  public var push = false
  /// Whether a merge request is made or updated with the push.
  public var mergeRequest = false
  /// Whether the push may start pipelines.
  public var runsPipelines = false
  /// Seconds between two pushes that may start pipelines.
  public var pushInterval = 0
  /// Whether nothing is done, and only told.
  public var isDryRun = false
  /// How many repositories are worked on at a time.
  public var jobs = 1
  /// The time for new commits, in seconds since 1970.
  public var now = 0

  /// Creates the defaults.
  public init() {}

  /// The repositories of a fleet that a run is about, ordered by wave and name.
  func selection(from state: FleetState) -> [FleetState.Repository] {
    let waves = IncludeGraph(state).waves
    let chosen = state.repositories.filter { repository in
      (wave == nil || waves[repository.id] == wave)
        && (only.isEmpty || only.contains { WildcardPattern($0).matches(repository.name) })
    }
    return chosen.sorted { ((waves[$0.id] ?? 0), $0.name, $0.id) < ((waves[$1.id] ?? 0), $1.name, $1.id) }
  }
}

/// A pattern in which `*` stands for any text and `?` for any character.
struct WildcardPattern {
  private let pattern: [Character]

  init(_ text: String) { pattern = Array(text) }

  /// Whether the pattern matches all of a text. Linear in the product of their lengths at worst.
  func matches(_ text: String) -> Bool {
    let text = Array(text)
    var (position, place) = (0, 0)
    var (star, retry): (Int?, Int) = (nil, 0)
    while place < text.count {
      if position < pattern.count, pattern[position] == "?" || pattern[position] == text[place],
        pattern[position] != "*"
      {
        position += 1
        place += 1
      } else if position < pattern.count, pattern[position] == "*" {
        (star, retry) = (position, place)
        position += 1
      } else if let star {
        position = star + 1
        retry += 1
        place = retry
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy { $0 == "*" }
  }
}

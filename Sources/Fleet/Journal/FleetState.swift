internal import Reporting

/// What the records of one or more journals come to.
public struct FleetState: Sendable {
  /// One repository.
  public struct Repository: Sendable, Hashable {
    /// A name for files and records that no other repository has.
    public let id: String
    /// The name for people.
    public let name: String
    /// How it is worked with.
    public let kind: FleetRepository.Kind
    /// The git directory, URL or path.
    public let location: String
    /// The project on a GitLab server; nil for every other repository.
    public let gitLab: GitLabProject?
    /// What was found out; nil when it could not be looked at.
    public var plan: RepositoryPlan?
    /// Why the latest step could not be done.
    public var failure: String?
    /// The branch that was made.
    public var branch: String?
    /// What the commit is made of that was begun last.
    var begun: Begun?
    /// The commit that the branch was about to be pointed at.
    var made: String?
    /// The commit of the branch.
    public var commit: String?
    /// What the commit of the branch was made of.
    var applied: Begun?
    /// The commit that was about to be sent to the server, and may be there.
    var pushing: String?
    /// The commit that is on the server.
    public var pushed: String?
    /// The address of the merge request.
    public var mergeRequest: String?
    /// Whether the branch was deleted again.
    public var isReverted = false
    /// The file with the diff of the plan, where it changes something; set in a state that is read for a report.
    public internal(set) var diffPath: String?

    /// The commits that this tool may have pointed the branch at.
    var ownCommits: [String] { [commit, made].compactMap(\.self) }
    /// The commits that this tool may have sent to the server.
    var ownPushes: [String] { [pushed, pushing].compactMap(\.self) }
  }

  /// What a commit of the branch is made of.
  struct Begun: Sendable, Hashable {
    let branch: String
    let base: String
    /// The fingerprint of the plan.
    let plan: String
    let seconds: Int
  }

  private(set) var byID: [String: Repository] = [:]
  /// The repositories that the current run of `plan` has looked at; nil when no run is unfinished.
  private(set) var unfinishedRun: (arguments: [String], done: Set<String>)?
  /// Sources that could not be read.
  public private(set) var problems: [String] = []

  /// Creates a state without repositories.
  public init() {}

  /// The repositories, ordered by name.
  public var repositories: [Repository] { byID.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) } }

  /// The state of several directories together; of a repository that is in several the last one counts.
  public init(merging directories: [StateDirectory]) throws(GitFailure) {
    for directory in directories {
      let state = try Journal.read(directory).state
      for (id, var repository) in state.byID {
        if !(repository.plan?.changes.isEmpty ?? true) { repository.diffPath = directory.diffPath(id) }
        byID[id] = repository
      }
      problems += state.problems
    }
  }

  /// Adds a record.
  ///
  /// - Returns: false for what is no record.
  mutating func add(_ value: JSONValue) -> Bool {
    guard let step = value["step"]?.text else { return false }
    switch step {
    case "plan-started":
      let arguments = value["arguments"]?.texts ?? []
      if unfinishedRun?.arguments != arguments { unfinishedRun = (arguments, []) }
      return true
    case "plan-ended":
      if let done = unfinishedRun?.done { byID = byID.filter { done.contains($0.key) || $0.value.commit != nil } }
      unfinishedRun = nil
      problems = value["problems"]?.texts ?? []
      return true
    case "planned", "plan-failed": return addPlan(value, isFailure: step == "plan-failed")
    default: return addStep(step, value)
    }
  }

  private mutating func addPlan(_ value: JSONValue, isFailure: Bool) -> Bool {
    guard let id = value["id"]?.text, let name = value["name"]?.text, let location = value["location"]?.text,
      let kind = value["kind"]?.text.flatMap(FleetRepository.Kind.init)
    else { return false }
    let gitLab = value["gitlab"].flatMap { item -> GitLabProject? in
      guard let server = item["server"]?.text, let project = item["project"]?.number else { return nil }
      return GitLabProject(server: server, id: project)
    }
    var repository = byID[id] ?? Repository(id: id, name: name, kind: kind, location: location, gitLab: gitLab)
    repository.failure = isFailure ? value["message"]?.text ?? "" : nil
    repository.plan = isFailure ? nil : RepositoryPlan(summary: value)
    byID[id] = repository
    unfinishedRun?.done.insert(id)
    return isFailure || repository.plan != nil
  }

  private mutating func addStep(_ step: String, _ value: JSONValue) -> Bool {
    guard let id = value["id"]?.text, var repository = byID[id] else { return false }
    switch step {
    case "commit-started":
      guard let base = value["base"]?.text, let seconds = value["seconds"]?.number,
        let branch = value["branch"]?.text, let plan = value["plan"]?.text
      else { return false }
      repository.begun = Begun(branch: branch, base: base, plan: plan, seconds: seconds)
      repository.isReverted = false
    case "commit-made": repository.made = value["commit"]?.text
    case "push-started": repository.pushing = value["commit"]?.text
    case "committed":
      repository.commit = value["commit"]?.text
      repository.branch = value["branch"]?.text
      repository.applied = repository.begun
      repository.failure = nil
    case "pushed":
      (repository.pushed, repository.pushing) = (value["commit"]?.text, nil)
      repository.mergeRequest = value["merge_request"]?.text ?? repository.mergeRequest
      repository.failure = nil
    case "closed": repository.mergeRequest = nil
    case "apply-failed": repository.failure = value["message"]?.text
    case "reverted":
      (repository.commit, repository.pushed, repository.mergeRequest) = (nil, nil, nil)
      (repository.begun, repository.made, repository.applied, repository.pushing) = (nil, nil, nil, nil)
      repository.isReverted = true
    default: return false
    }
    byID[id] = repository
    return true
  }
}

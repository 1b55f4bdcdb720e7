internal import Reporting

/// One line of the journal: a step that was done, or that is about to be done.
enum Record: Sendable {
  /// A run of `plan` begins. Runs with the same arguments continue one that did not end.
  case planStarted(arguments: [String])
  /// A repository was looked at.
  case planned(FleetRepository, RepositoryPlan)
  /// A repository could not be looked at.
  case planFailed(FleetRepository, message: String)
  /// Every repository of the run was looked at.
  case planEnded(problems: [String])
  /// A commit is about to be made; what it depends on is fixed now, so that a second attempt makes the same.
  case commitStarted(id: String, branch: String, base: String, plan: String, seconds: Int)
  /// The commit was made; the branch is about to be pointed at it.
  case commitMade(id: String, commit: String)
  /// The branch points at the commit.
  case committed(id: String, branch: String, commit: String)
  /// The commit is about to be sent to the server, and may be there from now on.
  case pushStarted(id: String, branch: String, commit: String)
  /// The commit is on the server, with the merge request where the server told its address.
  case pushed(id: String, branch: String, commit: String, mergeRequest: String?)
  /// A step after planning could not be done.
  case applyFailed(id: String, message: String)
  /// The merge requests of the branch were closed; the branch is about to be deleted.
  case closed(id: String, mergeRequests: [String])
  /// The branch was deleted again, or was gone.
  case reverted(id: String)

  /// The record as a value with `step` first.
  var json: JSONValue {
    func step(_ name: String, _ members: [(String, JSONValue)]) -> JSONValue {
      .object([JSONMember("step", .string(name))] + members.map { JSONMember($0.0, $0.1) })
    }
    switch self {
    case .planStarted(let arguments): return step("plan-started", [("arguments", .strings(arguments))])
    case .planned(let repository, let plan):
      return .object([JSONMember("step", "planned")] + Self.members(of: repository) + plan.summary)
    case .planFailed(let repository, let message):
      let members = [JSONMember("step", "plan-failed")] + Self.members(of: repository)
      return .object(members + [JSONMember("message", .string(message))])
    case .planEnded(let problems): return step("plan-ended", [("problems", .strings(problems))])
    case .commitStarted(let id, let branch, let base, let plan, let seconds):
      return step(
        "commit-started",
        [
          ("id", .string(id)), ("branch", .string(branch)), ("base", .string(base)), ("plan", .string(plan)),
          ("seconds", .integer(seconds)),
        ])
    case .commitMade(let id, let commit):
      return step("commit-made", [("id", .string(id)), ("commit", .string(commit))])
    case .committed(let id, let branch, let commit):
      return step("committed", [("id", .string(id)), ("branch", .string(branch)), ("commit", .string(commit))])
    case .pushStarted(let id, let branch, let commit):
      return step("push-started", [("id", .string(id)), ("branch", .string(branch)), ("commit", .string(commit))])
    case .pushed(let id, let branch, let commit, let mergeRequest):
      return step(
        "pushed",
        [
          ("id", .string(id)), ("branch", .string(branch)), ("commit", .string(commit)),
          ("merge_request", .optional(mergeRequest)),
        ])
    case .applyFailed(let id, let message):
      return step("apply-failed", [("id", .string(id)), ("message", .string(message))])
    case .closed(let id, let mergeRequests):
      return step("closed", [("id", .string(id)), ("merge_requests", .strings(mergeRequests))])
    case .reverted(let id): return step("reverted", [("id", .string(id))])
    }
  }

  private static func members(of repository: FleetRepository) -> [JSONMember] {
    [
      JSONMember("id", .string(repository.id)), JSONMember("name", .string(repository.name)),
      JSONMember("kind", .string(repository.kind.rawValue)), JSONMember("location", .string(repository.location)),
    ]
      + (repository.gitLab.map { [JSONMember("gitlab", ["server": .string($0.server), "project": .integer($0.id)])] }
        ?? [])
  }
}

internal import Workspace

/// How far a run has come.
public struct FleetProgress: Sendable {
  /// How many repositories are done, those of earlier runs included.
  public let done: Int
  /// How many of them earlier runs did.
  public let doneBefore: Int
  /// How many there are.
  public let total: Int
  /// The repository that this is about.
  public let repository: String
  /// Why it could not be done.
  public let failure: String?
  /// Whether the repository begins now, and is not done.
  public let isBeginning: Bool
}

/// Counts what is done, for a run with several threads.
final class ProgressCounter: Sendable {
  private let total: Int
  private let doneBefore: Int
  private let done: Lock<Int>
  private let report: @Sendable (FleetProgress) -> Void

  init(total: Int, done: Int, _ report: @escaping @Sendable (FleetProgress) -> Void) {
    self.total = total
    doneBefore = done
    self.done = Lock(done)
    self.report = report
  }

  /// A repository begins.
  func begin(_ repository: String) {
    done.withValue { done in
      report(
        FleetProgress(
          done: done, doneBefore: doneBefore, total: total, repository: repository, failure: nil, isBeginning: true))
    }
  }

  /// A repository is done; reports come one at a time and in the order of the count.
  func end(_ repository: String, failure: String?) {
    done.withValue { done in
      done += 1
      report(
        FleetProgress(
          done: done, doneBefore: doneBefore, total: total, repository: repository, failure: failure,
          isBeginning: false))
    }
  }
}

internal import Reporting
internal import Workspace

/// The directory in which a fleet's plans, clones and journal are kept.
public final class StateDirectory: Sendable {
  /// The path.
  public let path: String
  private let lock: LockFile?

  /// Opens a directory for a run, which is refused while another run uses it; it is created when it is missing.
  public static func open(_ path: String) throws(GitFailure) -> StateDirectory {
    let lock: LockFile?
    do throws(SystemError) {
      for part in ["", "/plans", "/diffs", "/clones"] { try Directories.create(path + part) }
      lock = try LockFile(path + "/lock")
    } catch {
      throw GitFailure("\(path): \(error.text)")
    }
    guard let lock else { throw GitFailure("\(path): another run uses this state directory; wait for its end") }
    return StateDirectory(path: path, lock: lock)
  }

  /// Opens a directory to read it; a run may use it meanwhile.
  public static func reading(_ path: String) throws(GitFailure) -> StateDirectory {
    guard (try? POSIXFileSystem().status(path + "/journal.jsonl")) != nil else {
      throw GitFailure("\(path): there is no journal here; make one with batch plan")
    }
    return StateDirectory(path: (try? POSIXFileSystem().resolve(path)) ?? path, lock: nil)
  }

  private init(path: String, lock: LockFile?) {
    self.path = path
    self.lock = lock
  }

  var journalPath: String { path + "/journal.jsonl" }
  var clonesPath: String { path + "/clones" }

  /// The path of the diff of a repository.
  func diffPath(_ id: String) -> String { "\(path)/diffs/\(id).diff" }

  private func planPath(_ id: String) -> String { "\(path)/plans/\(id).json" }

  /// Writes the files of a plan that changes something, each whole.
  func write(_ plan: RepositoryPlan, id: String) throws(GitFailure) {
    guard !plan.changes.isEmpty else { return }
    do throws(FileProblem) {
      try OutputFile(path: planPath(id), isSynced: false).write(JSONWriter(.compact).bytes(of: plan.document))
      try OutputFile(path: diffPath(id), isSynced: false).write(plan.diff)
    } catch {
      throw GitFailure("\(error.path): \(error.message)")
    }
  }

  /// The plan of the journal with the contents from its file.
  ///
  /// - Throws: ``GitFailure`` when the file is not there or belongs to another plan.
  func complete(_ plan: RepositoryPlan, id: String) throws(GitFailure) -> RepositoryPlan {
    var plan = plan
    guard let bytes = try? POSIXFileSystem().read(planPath(id), limit: 512 * 1_048_576),
      let document = try? JSONReader.value(of: bytes), plan.complete(from: document)
    else { throw GitFailure("the plan in the state directory is not complete; run batch plan again") }
    return plan
  }
}

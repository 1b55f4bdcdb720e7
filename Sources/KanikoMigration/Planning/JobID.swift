public import GitLabCI
import YAMLSyntax

/// One job of a project: its pipeline and its position there.
public struct JobID: Hashable, Sendable, Comparable {
  /// The index of the pipeline in ``Project/pipelines``.
  public let pipeline: Int
  /// The index of the job in ``Pipeline/jobs``.
  public let job: Int

  /// Creates the identity of a job.
  public init(pipeline: Int, job: Int) {
    self.pipeline = pipeline
    self.job = job
  }

  /// Orders jobs by pipeline, then as they stand in it.
  public static func < (left: JobID, right: JobID) -> Bool { (left.pipeline, left.job) < (right.pipeline, right.job) }
}

/// A job as it is written: its name and the file that defines it.
///
/// Several pipelines may have it, and with inputs in its name it may stand for several jobs of one.
public struct JobKey: Hashable, Sendable, Comparable {
  /// The path of the file.
  public let path: String
  /// The name of the job, as it is written.
  public let name: String

  /// Creates the key of a job.
  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// Orders jobs by file, then by name.
  public static func < (left: JobKey, right: JobKey) -> Bool { (left.path, left.name) < (right.path, right.name) }
}

extension Project {
  /// The key of a job.
  func key(of id: JobID) -> JobKey {
    let entry = self[id].entry
    let path = documents[entry.owner.file].path
    let tree = documents[entry.owner.file].tree
    guard case .mapping(let entries, _) = tree[entry.owner.node].kind, entries.indices.contains(entry.index) else {
      return JobKey(path: path, name: entry.key)
    }
    return JobKey(path: path, name: tree.text(of: entries[entry.index].key))
  }

  /// The job of an identity made for this project.
  public subscript(id: JobID) -> Job { pipelines[id.pipeline].jobs[id.job] }

  /// The identities of all jobs and hidden jobs, in order.
  var jobIDs: [JobID] {
    pipelines.indices.flatMap { pipeline in
      pipelines[pipeline].jobs.indices.map { JobID(pipeline: pipeline, job: $0) }
    }
  }
}

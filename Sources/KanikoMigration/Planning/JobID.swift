public import GitLabCI

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

extension Project {
  /// The job of an identity made for this project.
  public subscript(id: JobID) -> Job { pipelines[id.pipeline].jobs[id.job] }

  /// The identities of all jobs and hidden jobs, in order.
  var jobIDs: [JobID] {
    pipelines.indices.flatMap { pipeline in
      pipelines[pipeline].jobs.indices.map { JobID(pipeline: pipeline, job: $0) }
    }
  }
}

import SourceText

/// The BuildKit job that builds beside a Kaniko job.
struct Twin {
  /// The Kaniko job.
  let key: JobKey
  /// The same in every pipeline that has it.
  let jobs: [JobID]
  /// The file that defines the job, by its index in the documents.
  let file: Int
  /// The edit that puts the twin, and perhaps the job that compares both images, behind the job.
  let edit: Edit
  /// Whether a job that compares both images stands behind the twin.
  let isCompared: Bool

  /// The name of the twin of a job.
  static func name(for job: String) -> String { "\(job):buildkit" }

  /// Keys that a twin never has, whatever its job says: something later would take its image for the real one, or it
  /// would stand in the way of its job.
  static let withoutKeys = ["artifacts", "environment", "pages", "publish", "release", "resource_group"]

  /// Keys in which a twin may differ from the migrated job.
  static let ownKeys = Set(withoutKeys + ["allow_failure", "extends"])
}

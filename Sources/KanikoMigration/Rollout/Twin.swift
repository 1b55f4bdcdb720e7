import SourceText

/// The BuildKit job that builds beside a Kaniko job.
struct Twin {
  /// The Kaniko job.
  let key: JobKey
  /// The same in every pipeline that has it.
  let jobs: [JobID]
  /// The file that defines the job, by its index in the documents.
  let file: Int
  /// The edit that puts the twin alone behind the job.
  let plain: Edit
  /// The edit that also puts the job that compares both images there; nil where there is none.
  private(set) var compared: Edit?
  /// Why no job compares the images although that was wanted: lower case, no final period.
  private(set) var comparisonObstacle: String?

  /// The edit that puts the twin, and perhaps the job that compares both images, behind the job.
  var edit: Edit { compared ?? plain }
  /// Whether a job that compares both images stands behind the twin.
  var isCompared: Bool { compared != nil }

  /// The same twin with a job that compares both images.
  func compared(by edit: Edit?) -> Twin {
    var result = self
    result.compared = edit
    return result
  }

  /// The same twin without the job that compares both images.
  func withoutComparison(because reason: String) -> Twin {
    var result = self
    result.compared = nil
    result.comparisonObstacle = reason
    return result
  }

  /// The name of the twin of a job.
  static func name(for job: String) -> String { "\(job):buildkit" }

  /// Keys that a twin never has, whatever its job says: something later would take its image for the real one, or it
  /// would stand in the way of its job.
  static let withoutKeys = ["artifacts", "environment", "pages", "publish", "release", "resource_group"]

  /// Keys in which a twin may differ from the migrated job.
  static let ownKeys = Set(withoutKeys + ["allow_failure", "extends"])
}

public import GitLabCI

/// The jobs of a project that build images with Kaniko or with BuildKit already.
public enum BuildJobs {
  /// The tags of the runners they ask for: each set once, in the order of the pipelines.
  ///
  /// A job without tags counts as an empty set. Hidden jobs count where no other job is there: in templates.
  public static func tags(in project: Project, settings: MigrationSettings) -> [[String]] {
    var result: [[String]] = []
    for pipeline in project.pipelines {
      for job in pipeline.jobs where isBuild(job, settings: settings) && (!job.isHidden || pipeline.kind == .template) {
        let tags = job.effective["tags"]?.items?.compactMap(\.text) ?? []
        if !result.contains(tags) { result.append(tags) }
      }
    }
    return result
  }

  private static func isBuild(_ job: Job, settings: MigrationSettings) -> Bool {
    let use = JobUse(of: job, settings: settings)
    return use.usesKaniko || (use.imageName?.text ?? "").contains("buildkit")
  }
}

import Diagnostics
import GitLabCI

/// Tells which jobs stay as they are because somebody decided so, in a comment or in the settings.
struct KeptJobs {
  /// Why a job stays as it is.
  enum Cause {
    /// The settings ignore the job or its file.
    case settings
    /// A comment suppresses the finding that says that the job uses Kaniko, under this rule.
    case comment(RuleID)
    /// Others were chosen.
    case choice
  }

  let project: Project
  let settings: MigrationSettings
  /// The comments of the repository; nil where they do not count.
  let suppressions: SuppressionList?
  /// The jobs that may be migrated; nil for all.
  let chosen: Set<JobKey>?

  /// Why a job that uses Kaniko stays as it is; nil for one that may be migrated.
  ///
  /// Only a comment on the use itself keeps a job. One on what stands in the way of the migration silences that alone.
  func cause(of id: JobID, use: JobUse) -> Cause? {
    if settings.ignores(project[id], in: project) { return .settings }
    if let rule = rule(ofCommentOn: id, use: use) { return .comment(rule) }
    if let chosen, !chosen.contains(project.key(of: id)) { return .choice }
    return nil
  }

  /// The rule that a comment names to keep a job.
  private func rule(ofCommentOn id: JobID, use: JobUse) -> RuleID? {
    guard let suppressions, !suppressions.suppressions.isEmpty else { return nil }
    let place = UsePlace(of: use, job: id, in: project)
    let places = ProjectPlaces(project: project)
    let location = places.ownPlace(for: place.location, jobs: [id]) ?? place.location
    // Where nothing in sight runs the executor, the finding is about that.
    let rules = use.runsKaniko ? [place.rule] : [place.rule, MigrationRules.unusedImage]
    return rules.first { !suppressions.covering($0, at: location).isEmpty }
  }
}

extension MigrationSettings {
  /// Whether the settings ignore a job, by its name or by the file that defines it.
  func ignores(_ job: Job, in project: Project) -> Bool {
    let path = project.documents[job.entry.owner.file].path
    return ignoredJobs.contains { $0.matches(job.name) } || ignores(file: path)
  }

  /// Whether the settings ignore a file.
  func ignores(file path: String) -> Bool { ignoredFiles.contains { $0.matches(path) } }

  /// Whether a finding about a file stays unsaid. That a file cannot be read is always said.
  func ignores(_ diagnostic: Diagnostic) -> Bool {
    !diagnostic.rule.isAboutUnreadableFile && ignores(file: diagnostic.location.path)
  }
}

import GitLabCI

/// The template for Kaniko that comes with GitLab (lib/gitlab/ci/templates/Kaniko.gitlab-ci.yml): one job, which builds
/// the image of the repository and pushes it to the registry of the project.
enum OfficialTemplate {
  /// The name in `include: template`.
  static let name = "Kaniko.gitlab-ci.yml"
  /// The job that it defines; a job of that name is merged with it.
  static let job = "kaniko-build"

  /// Whether a pipeline includes the template.
  static func isIncluded(in pipeline: Pipeline) -> Bool {
    pipeline.unresolvedIncludes.contains { $0.target == .template(name) }
  }

  /// Whether the pipeline's own job replaces both the image and the script of the template, so that no Kaniko is left.
  static func isReplaced(in pipeline: Pipeline) -> Bool {
    guard let own = pipeline.job(named: job)?.definition else { return false }
    return own["image"] != nil && own["script"] != nil
  }
}

import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Finds paths of Kaniko in jobs that are no Kaniko jobs: what a migration by hand left behind, or credentials that
/// nothing reads.
struct TraceFindings {
  let plan: MigrationPlan
  let settings: MigrationSettings

  private var project: Project { plan.project }

  /// One finding a place, for all jobs that share it.
  func drafts() -> [FindingDraft] {
    let search = ByteSearch("/kaniko")
    guard project.documents.contains(where: { search.isIn($0.tree.source.bytes) }) else { return [] }
    let places = ProjectPlaces(project: project)
    let reported = Set(plan.jobs.map(\.id))
    var order: [Location] = []
    var jobs: [Location: [JobID]] = [:]
    for id in project.jobIDs where !reported.contains(id) && isLookedAt(id) {
      guard let use = plan.traces(of: id, settings: settings), !use.usesKaniko else { continue }
      for location in use.paths.compactMap({ places.location(of: $0, in: use.script) }) {
        if jobs[location] == nil { order.append(location) }
        jobs[location, default: []].append(id)
      }
    }
    return order.map { draft(at: $0, jobs: jobs[$0] ?? []) }
  }

  private func isLookedAt(_ id: JobID) -> Bool {
    let job = project[id]
    return !job.isHidden && !job.isTrigger && !settings.ignores(job, in: project)
  }

  private func draft(at location: Location, jobs: [JobID]) -> FindingDraft {
    let names = jobs.map { project[$0].name }
    let diagnostic = Diagnostic(
      rule: MigrationRules.path, severity: .warning, confidence: .medium,
      message: "\(JobNames.listed(names)) \(names.count == 1 ? "uses" : "use") a path of Kaniko without Kaniko",
      location: location,
      help: ["take the line out, or write credentials to `~/.docker`; an unprivileged user cannot create `/kaniko`"],
      job: names.count == 1 ? names[0] : nil)
    return FindingDraft(subject: .file, diagnostic: diagnostic, jobs: jobs, applicability: nil, consequence: .none)
  }
}

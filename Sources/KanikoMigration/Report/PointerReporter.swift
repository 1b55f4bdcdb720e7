import Diagnostics
import GitLabCI

/// Finds what points at Kaniko outside the jobs: includes that bring Kaniko jobs, and variables that feed them, where
/// the files that would tell are not here.
struct PointerReporter {
  let project: Project

  /// What to say about the pipelines, besides what the reports on their jobs say already.
  ///
  /// A warning means that it cannot be told whether Kaniko is used, a note that only a name hints at it.
  func pointers(besides jobs: [JobReport]) -> [Pointer] {
    var result: [Diagnostic] = []
    for (index, pipeline) in project.pipelines.enumerated() where !pipeline.unresolvedIncludes.isEmpty {
      // A job that points at Kaniko names these includes itself.
      guard !jobs.contains(where: { $0.id.pipeline == index && $0.outcome == .unknown }) else { continue }
      let isReplaced =
        jobs.contains { $0.id.pipeline == index && $0.name == OfficialTemplate.job && $0.isMigrated }
        || OfficialTemplate.isReplaced(in: pipeline)
      let includes = pipeline.unresolvedIncludes.filter { $0.target != .template(OfficialTemplate.name) || !isReplaced }
        .compactMap { diagnostic(for: $0, of: pipeline) }
      result += includes
      let usesKaniko = jobs.contains { $0.id.pipeline == index }
      if includes.isEmpty, !usesKaniko { result += variables(of: pipeline) }
    }
    var seen: Set<Diagnostic> = []
    return result.filter { seen.insert($0).inserted }.map { diagnostic in
      Pointer(diagnostic: diagnostic, consequence: diagnostic.severity > .note ? .untold : .none)
    }
  }

  /// What an include that is not here says by itself.
  private func diagnostic(for include: Include, of pipeline: Pipeline) -> Diagnostic? {
    let location = project.location(of: include.site)
    switch include.target {
    case .template(OfficialTemplate.name):
      return Diagnostic(
        rule: MigrationRules.elsewhere, severity: .warning,
        message: "\(include.description) builds with Kaniko in its job `\(OfficialTemplate.job)`", location: location,
        help: UnresolvedAdvice(project: project, pipeline: pipeline).help)
    case .template(let name) where KanikoName.isWord(of: name):
      return Diagnostic(
        rule: MigrationRules.elsewhere, severity: .warning, message: "\(include.description) builds with Kaniko",
        location: location,
        help: ["replace the template by a job that builds with BuildKit; GitLab removes it together with Kaniko"])
    case .component(let name) where KanikoName.isWord(of: name):
      return Diagnostic(
        rule: MigrationRules.elsewhere, severity: .warning, confidence: .medium,
        message: "\(include.description) says Kaniko, and its definition is not here", location: location,
        help: ["replace the component by one that builds with BuildKit"] + UnresolvedAdvice.onProject.suffix(1))
    case .project(_, _, let files) where files.contains(where: KanikoName.isWord):
      return Diagnostic(
        rule: MigrationRules.elsewhere, severity: .note, confidence: .low,
        message: "\(include.description) says Kaniko, and is not here", location: location,
        help: UnresolvedAdvice.onProject)
    case .remote(let url) where KanikoName.isWord(of: url):
      return Diagnostic(
        rule: MigrationRules.elsewhere, severity: .note, confidence: .low,
        message: "\(include.description) says Kaniko, and is not here", location: location,
        help: ["look at the file; if it builds with Kaniko, replace it by one that builds with BuildKit"])
    case .local, .project, .remote, .template, .component, .artifact, .invalid: return nil
    }
  }

  /// Global variables for Kaniko in a pipeline of which no job here uses it.
  private func variables(of pipeline: Pipeline) -> [Diagnostic] {
    let entries = (pipeline.root["variables"]?.mapping?.entries ?? []).filter { KanikoName.isOfVariable($0.key) }
    guard let first = entries.first else { return [] }
    let places = ProjectPlaces(project: project)
    let names = entries.map { "`\($0.key)`" }.joined(separator: ", ")
    let others = entries.dropFirst().map { entry in
      Label(location: places.key(of: entry), message: "so does this", rule: MigrationRules.variables)
    }
    let includes = pipeline.unresolvedIncludes.map { include in
      Label(location: project.location(of: include.site), message: "may be read in \(include.description)")
    }
    let verb = entries.count == 1 ? "feeds" : "feed"
    return [
      Diagnostic(
        rule: MigrationRules.variables, severity: .warning, confidence: .medium,
        message: "\(names) \(verb) Kaniko, and what reads it is defined in a file that is not here",
        location: places.key(of: first), labels: others + includes, help: UnresolvedAdvice.onProject)
    ]
  }
}

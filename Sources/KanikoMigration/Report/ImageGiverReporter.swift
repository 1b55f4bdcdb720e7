import Diagnostics
import GitLabCI
import SourceText

/// Finds definitions that hand a Kaniko image to jobs which are not here: hidden jobs whose image no job here has, and
/// the default image of a file for others.
struct ImageGiverReporter {
  let project: Project
  let settings: MigrationSettings
  let uses: [JobID: JobUse]
  /// The jobs on which there are reports, or whose reports somebody does not want.
  let judged: Set<JobID>

  private static let advice = [
    "change the image together with the jobs that take it over, in the projects that include this file",
    "remove it when no job takes it over any more",
  ]

  /// What to say, in the order of the pipelines; each place once.
  func pointers() -> [Pointer] {
    let places = ProjectPlaces(project: project)
    var seen = Set(judged.compactMap { uses[$0]?.imageName.map { places.content(of: $0.origin) } })
    var result: [Pointer] = []
    func add(_ image: NamedImage, _ message: String, job: String?) {
      guard image.image != nil, let name = image.name, !isForeign(name.origin) else { return }
      let location = places.content(of: name.origin)
      guard seen.insert(location).inserted else { return }
      let diagnostic = Diagnostic(
        rule: MigrationRules.image, severity: .warning, confidence: image.confidence(isCalled: false),
        message: message, location: location, help: Self.advice, job: job)
      result.append(Pointer(diagnostic: diagnostic, consequence: .remains))
    }
    for (index, pipeline) in project.pipelines.enumerated() {
      for position in pipeline.jobs.indices {
        let id = JobID(pipeline: index, job: position)
        let job = pipeline.jobs[position]
        guard job.isHidden, !judged.contains(id), let use = uses[id] else { continue }
        add(use.namedImage, "`\(job.name)` gives a Kaniko image to jobs that are not here", job: job.name)
      }
      guard pipeline.kind == .template else { continue }
      let scope = VariableScope(of: pipeline.root, assumed: settings.variables)
      for value in [pipeline.root["default"]?.mapping?["image"], pipeline.root["image"]] {
        let image = NamedImage(value, scope: scope, settings: settings)
        add(image, "the default image is a Kaniko image, for jobs that are not here", job: nil)
      }
    }
    return result
  }

  private func isForeign(_ origin: Origin) -> Bool { project.documents[origin.file].isForeign }
}

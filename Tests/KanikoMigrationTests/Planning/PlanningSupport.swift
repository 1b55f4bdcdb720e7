import Diagnostics
import GitLabCI
import SourceText
import Testing
import YAMLSyntax

@testable import KanikoMigration

/// A repository of text files with its migration.
struct PlannedRepository {
  let plan: MigrationPlan

  init(
    _ files: [String: String], settings: MigrationSettings = MigrationSettings(), acceptsReview: Bool = false,
    templates: [String] = [], today: CalendarDate? = nil
  ) {
    let yaml = files.filter { $0.key.hasSuffix(".yml") }.sorted { $0.key < $1.key }
    let sources = yaml.map { SourceFile(path: $0.key, text: $0.value) }
    let names = Set(files.keys)
    let checkout = MigrationPlanner.CheckoutView(
      fileExists: { names.contains($0) }, read: { files[$0].map { Array($0.utf8) } })
    let entries = [(".gitlab-ci.yml", Pipeline.Kind.entry)].filter { names.contains($0.0) }
    let project = ProjectLoader.load(
      entries: entries + templates.map { ($0, .template) }, from: ProjectFiles(sources))
    plan = MigrationPlanner.plan(
      project, settings: settings, checkout: checkout, acceptsReview: acceptsReview, today: today)
  }

  init(_ text: String, settings: MigrationSettings = MigrationSettings(), acceptsReview: Bool = false) {
    self.init(
      [".gitlab-ci.yml": text, "Dockerfile": "FROM scratch\n"], settings: settings, acceptsReview: acceptsReview)
  }

  /// A file after the migration.
  func text(of path: String = ".gitlab-ci.yml") -> String {
    guard let file = plan.project.fileIndex(of: path) else { return "" }
    let bytes = plan.project.documents[file].tree.source.bytes
    return String(decoding: plan.edits[file]?.apply(to: bytes) ?? bytes, as: UTF8.self)
  }

  /// How a job came out.
  func outcome(of job: String) -> JobReport.Outcome? { plan.jobs.first { $0.name == job }?.outcome }

  /// The text under each diagnostic's carets.
  var reported: [String] {
    plan.diagnostics.map { diagnostic in
      let location = diagnostic.location
      let bytes = plan.project.fileIndex(of: location.path).map { plan.project.documents[$0].tree.source.bytes } ?? []
      return String(decoding: bytes[location.range.indices], as: UTF8.self)
    }
  }

  /// The codes of everything that is reported.
  var codes: [String] { plan.diagnostics.map(\.rule.code) }
}

/// Expects that a migration gives exactly this text.
func expectMigration(
  of text: String, to expected: String, settings: MigrationSettings = MigrationSettings(), acceptsReview: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let repository = PlannedRepository(text, settings: settings, acceptsReview: acceptsReview)
  #expect(repository.codes == [], sourceLocation: sourceLocation)
  #expect(repository.text() == expected, sourceLocation: sourceLocation)
}

/// The three lines that log in and build, so that tests show only what they are about.
enum Sample {
  static let login =
    #"echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}""#
  static let kaniko =
    "/kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1"

  /// The lines of `buildctl`, indented as the body of a block.
  static func buildctl(indent: String) -> String {
    [
      "buildctl-daemonless.sh build \\", "  --frontend dockerfile.v0 \\", "  --local context=$CI_PROJECT_DIR \\",
      "  --local dockerfile=$CI_PROJECT_DIR \\", "  --output type=image,name=$CI_REGISTRY_IMAGE:1,push=true",
    ].map { indent + $0 }.joined(separator: "\n")
  }
}

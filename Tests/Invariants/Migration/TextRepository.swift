public import GitLabCI
public import KanikoMigration
public import SourceText

/// A repository of files that are given as values.
public struct TextRepository: Sendable {
  /// Every file, YAML or not.
  public let files: [SourceFile]

  /// Creates a repository; its pipeline is `.gitlab-ci.yml`, and every other YAML file may be one for others.
  public init(_ files: [SourceFile]) { self.files = files }

  private var yaml: [SourceFile] { files.filter { $0.path.hasSuffix(".yml") || $0.path.hasSuffix(".yaml") } }

  /// The pipelines of the repository.
  public var project: Project {
    let paths = yaml.map(\.path)
    let entry = paths.filter { $0 == InputFiles.entry }.map { ($0, Pipeline.Kind.entry) }
    let others = paths.filter { $0 != InputFiles.entry }.sorted().map { ($0, Pipeline.Kind.template) }
    return ProjectLoader.load(entries: entry + others, from: ProjectFiles(yaml))
  }

  /// The migration of the repository.
  public func plan(acceptsReview: Bool) -> MigrationPlan {
    let contents = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
    let checkout = MigrationPlanner.CheckoutView(fileExists: { contents[$0] != nil }, read: { contents[$0] })
    return MigrationPlanner.plan(
      project, settings: MigrationSettings(), checkout: checkout, acceptsReview: acceptsReview)
  }
}

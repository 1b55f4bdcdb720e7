public import GitLabCI
public import KanikoMigration
internal import SourceText

/// Reads the pipelines of a repository: its own, and those that its files hold for others.
public struct RepositoryPipelines: Sendable {
  private let repository: RepositoryReader.Repository
  private let settings: MigrationSettings
  /// Whether files are searched before they are parsed; a test compares both ways.
  var searchesFirst = true

  /// Creates a reader for a repository.
  ///
  /// - Parameters:
  ///   - repository: the repository.
  ///   - settings: what counts as Kaniko, and where other projects are checked out.
  public init(_ repository: RepositoryReader.Repository, settings: MigrationSettings = MigrationSettings()) {
    self.repository = repository
    self.settings = settings
  }

  /// The pipelines; empty where the repository has none.
  ///
  /// Read are the entry file with everything it includes, and every other YAML file that may have to do with Kaniko and
  /// is a configuration of GitLab. Files of other systems are left alone.
  public func load() -> Project {
    let checkout = repository.checkout
    var search = TemplateSearch(settings, entry: repository.entry, searchesFirst: searchesFirst)
    for path in repository.isSingleFile ? [] : DirectoryWalk(root: checkout.root).yamlFiles().paths {
      if let bytes = checkout.read(path) { search.look(at: path, bytes) }
    }
    return ProjectLoader.load(entries: search.entries, from: files)
  }

  /// What the planner may ask about the other files of the checkout.
  public var checkoutView: MigrationPlanner.CheckoutView {
    let checkout = repository.checkout
    if repository.isSingleFile && repository.entry != RepositoryReader.defaultEntry { return .unknown }
    return MigrationPlanner.CheckoutView(
      fileExists: { checkout.fileExists($0) }, read: { checkout.read($0) })
  }

  private var files: ProjectFiles {
    let includeMap = settings.includeMap
    return Self.files(of: repository.checkout) { name in
      includeMap[name].flatMap { try? Checkout(root: $0) }.map { checkout in
        Self.files(of: checkout)
      }
    }
  }

  /// The files of a checkout for the layer that loads pipelines.
  public static func files(
    of checkout: Checkout, project: @escaping @Sendable (String) -> ProjectFiles? = { _ in nil }
  ) -> ProjectFiles {
    ProjectFiles(
      read: { path in
        do throws(FileProblem) {
          return .success(SourceFile(path: path, bytes: try checkout.contents(of: path)))
        } catch {
          if error.reason == .missing { return nil }
          return .failure(ProjectFiles.Unreadable(path: path, reason: error.message))
        }
      },
      list: { DirectoryWalk(root: checkout.root).yamlFiles().paths },
      project: project)
  }
}

public import GitLabCI
public import KanikoMigration
internal import SourceText
internal import YAMLSyntax

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
    var entries: [(path: String, kind: Pipeline.Kind)] = []
    if let entry = repository.entry { entries.append((entry, .entry)) }
    if !repository.isSingleFile {
      for path in templatePaths() { entries.append((path, .template)) }
    }
    return ProjectLoader.load(entries: entries, from: files)
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
        Self.files(of: checkout) { _ in nil }
      }
    }
  }

  private static func files(
    of checkout: Checkout, project: @escaping @Sendable (String) -> ProjectFiles?
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

  /// Other YAML files that may have to do with Kaniko and look like a configuration of GitLab.
  ///
  /// Where one file has, so may those that include it: they are read, too.
  private func templatePaths() -> [String] {
    let mention = KanikoMention(settings)
    var isMentioned = !searchesFirst
    var candidates: [(path: String, bytes: [UInt8])] = []
    for path in DirectoryWalk(root: repository.checkout.root).yamlFiles().paths {
      guard let bytes = repository.checkout.read(path) else { continue }
      let isPossible = !searchesFirst || mention.isPossible(in: bytes)
      isMentioned = isMentioned || isPossible
      guard path != repository.entry, isPossible || KanikoMention.includesOthers(bytes) else { continue }
      candidates.append((path, bytes))
    }
    guard isMentioned else { return [] }
    return candidates.filter { candidate in
      guard let tree = try? YAMLTree(parsing: SourceFile(path: candidate.path, bytes: candidate.bytes)) else {
        return false
      }
      return PipelineShape.matches(tree)
    }.map(\.path)
  }
}

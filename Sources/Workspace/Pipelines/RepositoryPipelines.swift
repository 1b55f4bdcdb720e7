public import GitLabCI
public import KanikoMigration
internal import SourceText
internal import YAMLSyntax

/// Reads the pipelines of a repository: its own, and those that its files hold for others.
public struct RepositoryPipelines: Sendable {
  private let repository: RepositoryReader.Repository
  private let settings: MigrationSettings
  private let seen: RepositoryWalk.Repository?
  /// Whether files are searched before they are parsed; a test compares both ways.
  var searchesFirst = true

  /// Creates a reader for a repository.
  ///
  /// - Parameters:
  ///   - repository: the repository.
  ///   - settings: what counts as Kaniko, and where other projects are checked out.
  public init(_ repository: RepositoryReader.Repository, settings: MigrationSettings = MigrationSettings()) {
    self.init(repository, settings: settings, seen: nil)
  }

  /// Creates a reader for a repository that a search has found.
  ///
  /// - Parameters:
  ///   - found: what the search has found.
  ///   - repository: the same repository, perhaps with another entry file.
  ///   - settings: what counts as Kaniko, and where other projects are checked out.
  public init(
    _ found: RepositorySearch.Found, opened repository: RepositoryReader.Repository, settings: MigrationSettings
  ) {
    self.init(repository, settings: settings, seen: found.seen)
  }

  private init(
    _ repository: RepositoryReader.Repository, settings: MigrationSettings, seen: RepositoryWalk.Repository?
  ) {
    self.repository = repository
    self.settings = settings
    self.seen = seen
  }

  /// What a repository holds.
  public enum Content: Sendable {
    /// Pipelines; none where the repository has no configuration of GitLab.
    case pipelines(Project)
    /// Nothing that can have to do with Kaniko, in files that are in order.
    case nothing(entry: String)
  }

  /// The pipelines; empty where the repository has none.
  ///
  /// Read are the entry file with everything it includes, and every other YAML file that may have to do with Kaniko and
  /// is a configuration of GitLab. Files of other systems are left alone.
  public func load() -> Project { project(of: search()) }

  /// The pipelines, unless a look at the bytes shows that nothing in the repository can have to do with Kaniko.
  ///
  /// Then the files that the pipeline is made of are still in order as YAML. Whether GitLab would refuse the pipeline for
  /// another reason is not looked at.
  public func content() -> Content {
    let files = search()
    guard let entry = repository.entry, !files.search.isMentioned, let isPlain = files.isEntryPlain, isPlain,
      !files.areOthersRead || (!files.hasIrregularFiles && files.areOthersPlain)
    else { return .pipelines(project(of: files)) }
    return .nothing(entry: entry)
  }

  private func project(of files: Files) -> Project {
    ProjectLoader.load(entries: files.search.entries, from: self.files(knowing: files.search.contents))
  }

  /// What the planner may ask about the other files of the checkout.
  public var checkoutView: MigrationPlanner.CheckoutView {
    let checkout = repository.checkout
    if repository.isSingleFile && repository.entry != RepositoryReader.defaultEntry { return .unknown }
    return MigrationPlanner.CheckoutView(
      fileExists: Self.remembering { checkout.fileExists($0) },
      // Large files are few, and are held for no longer than it takes to look at them.
      read: Self.remembering(where: { $0.map { $0.count <= Self.largestRemembered } ?? true }) { checkout.read($0) })
  }

  /// A question about a file that is asked once, however many jobs ask the same: all of them are told the same.
  private static func remembering<Answer>(
    where isKept: @escaping @Sendable (Answer) -> Bool = { _ in true }, _ ask: @escaping @Sendable (String) -> Answer
  ) -> @Sendable (String) -> Answer {
    let known = Lock<[String: Answer]>([:])
    return { path in
      known.withValue { known in
        if let answer = known[path] { return answer }
        let answer = ask(path)
        if isKept(answer) { known[path] = answer }
        return answer
      }
    }
  }

  /// The bytes of a file that is read once, however many ask for it.
  private static let largestRemembered = 65_536

  private func files(knowing bytes: [String: [UInt8]]) -> ProjectFiles {
    let includeMap = settings.includeMap
    return Self.files(of: repository.checkout, knowing: bytes) { name in
      includeMap[name].flatMap { try? Checkout(root: $0) }.map { checkout in
        Self.files(of: checkout)
      }
    }
  }

  /// The files of a checkout for the layer that loads pipelines.
  ///
  /// - Parameters:
  ///   - checkout: the checkout.
  ///   - bytes: the content of files that was read already.
  ///   - project: gives the files of other projects.
  public static func files(
    of checkout: Checkout, knowing bytes: [String: [UInt8]] = [:],
    project: @escaping @Sendable (String) -> ProjectFiles? = { _ in nil }
  ) -> ProjectFiles {
    ProjectFiles(
      read: { path in
        if let known = bytes[path] { return .success(SourceFile(path: path, bytes: known)) }
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

  // MARK: - Searching

  /// The YAML files of the repository.
  private struct Files {
    var search: TemplateSearch
    var paths: [String] = []
    /// Whether names of YAML files stand for something else, which is not searched.
    var hasIrregularFiles = false
    /// Whether ``PlainMapping`` takes the entry file; nil where it was not looked at, or something is mentioned.
    var isEntryPlain: Bool?
    /// Whether the entry file includes others.
    var areOthersRead = false
    /// Whether ``PlainMapping`` takes the other files, as far as that matters.
    var areOthersPlain = true

    /// Looks at a file, the entry before all others: it tells whether it matters what those are.
    mutating func look(at path: String, _ bytes: [UInt8]?, isEntry: Bool) {
      guard let bytes else { return search.lookAtUnreadable() }
      search.look(at: path, bytes)
      guard !search.isMentioned else { return }
      if isEntry { areOthersRead = KanikoMention.includesOthers(bytes) }
      guard isEntry || areOthersRead && areOthersPlain else { return }
      let isPlain = PlainMapping.isAll(of: SourceFile(path: path, bytes: bytes))
      if isEntry { isEntryPlain = isPlain } else { areOthersPlain = isPlain }
    }
  }

  /// Searches every YAML file of the repository.
  private func search() -> Files {
    let search = TemplateSearch(settings, entry: repository.entry, searchesFirst: searchesFirst)
    var files = Files(search: search)
    if repository.isSingleFile {
      files.search.lookAtUnreadable()
      return files
    }
    if let seen {
      files.paths = seen.yamlFiles
      files.hasIrregularFiles = seen.hasIrregularFiles
    } else {
      let walk = DirectoryWalk(root: repository.checkout.root).yamlFiles()
      files.paths = walk.paths
      files.hasIrregularFiles = walk.hasIrregularFiles
    }
    let checkout = repository.checkout
    if let entry = repository.entry, files.paths.contains(entry) {
      files.look(at: entry, checkout.readWalked(entry), isEntry: true)
    }
    for path in files.paths where path != repository.entry {
      files.look(at: path, checkout.readWalked(path), isEntry: false)
    }
    return files
  }
}

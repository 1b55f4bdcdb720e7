internal import GitLabCI
internal import Workspace

/// Opens the repositories of the fleet: for themselves, and for those that include their files.
final class FleetContents: Sendable {
  /// How many repositories that others include are kept open.
  private static let maximumProviders = 64

  /// A repository that others include; opened by the first that asks, while others wait.
  private final class Provider: Sendable {
    let files = Lock<ContentFiles??>(nil)
  }

  private struct Providers {
    var byName: [String: Provider] = [:]
    /// The names, the longest unused first.
    var order: [String] = []
  }

  private let repositories: [FleetRepository]
  private let index: ProjectIndex
  private let git: Git
  private let clones: CloneStore
  private let access: GitLabAccess
  private let providers = Lock(Providers())

  init(_ repositories: [FleetRepository], git: Git, clones: CloneStore, access: GitLabAccess) {
    self.access = access
    self.repositories = repositories
    self.git = git
    self.clones = clones
    index = ProjectIndex(repositories)
  }

  /// The files of a repository at its head, and the branch.
  ///
  /// - Throws: ``GitFailure`` when it cannot be reached or has no commit.
  func open(_ repository: FleetRepository) throws(GitFailure) -> (
    files: ContentFiles, reader: ObjectReader?, branch: String?
  ) {
    if let project = repository.gitLab {
      guard let branch = repository.defaultBranch else { throw Self.empty }
      switch try GitLabContent.read(branch, of: project, access) {
      case .content(let content): return (ContentFiles(content), nil, branch)
      case .missing: throw Self.empty
      case .tooLarge: break
      }
    }
    let directory = try directory(of: repository)
    let reader = objects(of: repository, in: directory)
    guard let content = try GitContent(at: "HEAD", reader: reader) else {
      throw Self.empty
    }
    if repository.kind == .remote { try clones.fetchTexts(of: content, of: repository) }
    return (ContentFiles(content), reader, GitDirectoryShape.currentBranch(of: directory))
  }

  private static let empty = GitFailure("the repository is empty: its current branch has no commit")

  private func directory(of repository: FleetRepository) throws(GitFailure) -> String {
    switch repository.kind {
    case .local: repository.location
    case .remote: try clones.clone(repository)
    }
  }

  private func objects(of repository: FleetRepository, in directory: String) -> ObjectReader {
    ObjectReader(git: git, directory: directory, reach: repository.kind == .local ? .none : .network)
  }

  // MARK: - Includes across the fleet

  /// The repository of a project path, which may end with `@` and a ref.
  func repository(of project: String) -> FleetRepository? {
    let path = project.prefix { $0 != "@" }
    return index.repository(of: String(path)).map { repositories[$0] }
  }

  /// The path of a file as reports show it: with the name of the repository in place of the project's path. A ref that
  /// is the current branch is left out, because a change of the branch reaches the file.
  func shownPath(_ path: String) -> String {
    guard let colon = path.firstIndex(of: ":"), let repository = repository(of: String(path[..<colon])) else {
      return path
    }
    let ref = path[..<colon].drop { $0 != "@" }
    let directory = repository.kind == .local ? repository.location : clones.path(of: repository)
    let branch = repository.defaultBranch ?? GitDirectoryShape.currentBranch(of: directory)
    let isCurrent = ref == "@HEAD" || branch.map { ref == "@" + $0 } ?? false
    return repository.name + (isCurrent ? "" : ref) + path[colon...]
  }

  /// Answers for the files of other projects, and notes what was asked for.
  ///
  /// - Parameter includeMap: checkouts of projects that are not in the fleet.
  func projectFiles(
    recordingIn usage: ProviderUsage, includeMap: [String: String]
  ) -> @Sendable (String) -> ProjectFiles? {
    { project in
      usage.ask(project)
      guard let repository = self.repository(of: project) else {
        return includeMap[project].flatMap { try? Checkout(root: $0) }.map { RepositoryPipelines.files(of: $0) }
      }
      // A repository that is here and cannot be read, or lacks the ref, is not the same as one without the file.
      guard let files = self.provider(project, repository) else { return nil }
      return files.projectFiles(onRead: { usage.read($0, of: project) })
    }
  }

  private func provider(_ project: String, _ repository: FleetRepository) -> ContentFiles? {
    let provider = providers.withValue { providers in
      let provider = providers.byName[project] ?? Provider()
      providers.byName[project] = provider
      providers.order.removeAll { $0 == project }
      providers.order.append(project)
      if providers.order.count > Self.maximumProviders {
        providers.byName[providers.order.removeFirst()] = nil
      }
      return provider
    }
    return provider.files.withValue { files in
      if let known = files { return known }
      let opened = try? open(project, repository)
      files = .some(opened)
      return opened
    }
  }

  private func open(_ project: String, _ repository: FleetRepository) throws(GitFailure) -> ContentFiles? {
    let ref = project.drop { $0 != "@" }.dropFirst()
    if let project = repository.gitLab, let branch = repository.defaultBranch {
      switch try GitLabContent.read(ref.isEmpty || ref == "HEAD" ? branch : String(ref), of: project, access) {
      case .content(let content): return ContentFiles(content)
      case .missing: return nil
      case .tooLarge: break
      }
    }
    let directory = try directory(of: repository)
    let reader = objects(of: repository, in: directory)
    if ref.isEmpty || ref == "HEAD" || GitDirectoryShape.currentBranch(of: directory).map({ $0 == ref }) ?? false {
      return try GitContent(at: "HEAD", reader: reader).map(ContentFiles.init)
    }
    guard Self.isPlain(ref) else { return nil }
    if repository.kind == .remote {
      let name = try clones.fetch(String(ref), of: repository)
      return try GitContent(at: name, reader: reader).map(ContentFiles.init)
    }
    for name in ["refs/tags/\(ref)", "refs/heads/\(ref)", "refs/remotes/origin/\(ref)"] {
      if let content = try GitContent(at: name, reader: reader) { return ContentFiles(content) }
    }
    let isID = ref.utf8.count >= 40 && ref.allSatisfy(\.isHexDigit)
    return isID ? try GitContent(at: String(ref), reader: reader).map(ContentFiles.init) : nil
  }

  /// Whether a ref is a name and not an expression of git's.
  private static func isPlain(_ ref: Substring) -> Bool {
    ref.first != "-" && !ref.contains("..")
      && ref.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-/+#".unicodeScalars.contains(scalar))
      }
  }
}

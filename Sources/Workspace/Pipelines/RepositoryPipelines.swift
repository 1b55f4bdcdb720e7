public import GitLabCI
public import KanikoMigration
internal import SourceText
internal import YAMLSyntax

/// Reads the pipelines of a repository: its own, and those that its files hold for others.
public struct RepositoryPipelines: Sendable {
  private let repository: RepositoryReader.Repository
  private let includeMap: [String: String]

  /// Creates a reader for a repository.
  ///
  /// - Parameters:
  ///   - repository: the repository.
  ///   - includeMap: where other projects are checked out, by their paths on the GitLab server.
  public init(_ repository: RepositoryReader.Repository, includeMap: [String: String] = [:]) {
    self.repository = repository
    self.includeMap = includeMap
  }

  /// The pipelines; empty where the repository has none.
  ///
  /// Read are the entry file with everything it includes, and every other YAML file that mentions Kaniko and is a
  /// configuration of GitLab. Files of other systems are left alone.
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
    let includeMap = includeMap
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

  /// Other YAML files that mention Kaniko and look like a configuration of GitLab.
  private func templatePaths() -> [String] {
    DirectoryWalk(root: repository.checkout.root).yamlFiles().paths.filter { path in
      guard path != repository.entry, let bytes = repository.checkout.read(path), Mention.ofKaniko(in: bytes),
        let tree = try? YAMLTree(parsing: SourceFile(path: path, bytes: bytes))
      else { return false }
      return PipelineShape.matches(tree)
    }
  }
}

/// A search for the name of Kaniko in bytes.
enum Mention {
  /// Whether the bytes hold `kaniko` in any case.
  static func ofKaniko(in bytes: [UInt8]) -> Bool {
    let needle = Array("kaniko".utf8)
    guard bytes.count >= needle.count else { return false }
    return bytes.withUnsafeBufferPointer { buffer in
      var index = 0
      let last = buffer.count - needle.count
      while index <= last {
        // Lower case for letters; no other byte becomes a letter of the needle.
        if buffer[index] | 0x20 == needle[0], (1..<needle.count).allSatisfy({ buffer[index + $0] | 0x20 == needle[$0] })
        {
          return true
        }
        index += 1
      }
      return false
    }
  }
}

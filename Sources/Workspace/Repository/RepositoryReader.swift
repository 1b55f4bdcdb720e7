/// Opens what a PATH argument names: the directory of a repository, or one YAML file.
public struct RepositoryReader: Sendable {
  /// The entry file GitLab reads unless the project's settings name another.
  public static let defaultEntry = ".gitlab-ci.yml"

  private let ciConfigPath: String?
  private let sizeLimit: Int
  private let files: any FileSystem

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - ciConfigPath: The entry file relative to the repository; nil for `.gitlab-ci.yml`.
  ///   - sizeLimit: The most bytes a file may have to be read.
  ///   - files: The file system.
  public init(
    ciConfigPath: String? = nil, sizeLimit: Int = Checkout.defaultSizeLimit, files: any FileSystem = POSIXFileSystem()
  ) {
    self.ciConfigPath = ciConfigPath
    self.sizeLimit = sizeLimit
    self.files = files
  }

  /// A repository that was found, and its entry file.
  public struct Repository: Sendable {
    /// The files of the repository.
    public let checkout: Checkout
    /// The entry file relative to the root; nil when the repository has none, as repositories of templates do.
    public let entry: String?
    /// Whether the argument named one file instead of a directory.
    public let isSingleFile: Bool
    /// Whether it is known to hold no file with the name of the settings.
    public internal(set) var isWithoutSettings = false
  }

  /// Opens a path.
  ///
  /// For a file the repository is the nearest directory above it that holds `.git`, else the file's own directory.
  /// - Throws: ``FileProblem`` when there is nothing at the path, when it is neither a directory nor a regular file, or
  ///   when the entry file that was named does not exist.
  public func open(_ path: String) throws(FileProblem) -> Repository {
    if path.utf8.contains(0) { throw FileProblem(path: path, reason: .badName) }
    let resolved: String
    let status: FileStatus
    do throws(SystemError) {
      resolved = try files.resolve(path.isEmpty ? "." : path)
      status = try files.status(resolved)
    } catch {
      throw FileProblem(path: path, error: error)
    }
    switch status.kind {
    case .directory: return try openDirectory(resolved)
    case .regular: return try openFile(resolved, named: path)
    case .special, .symbolicLink: throw FileProblem(path: path, reason: status.reasonNotToRead ?? .missing)
    }
  }

  private func openDirectory(_ root: String) throws(FileProblem) -> Repository {
    try openRepository(Checkout(root: root, sizeLimit: sizeLimit, files: files))
  }

  /// Opens the repository whose files are known.
  func openRepository(_ checkout: Checkout) throws(FileProblem) -> Repository {
    guard let ciConfigPath else {
      // A link that leaves the repository or a named pipe is not the same as no entry file: reading it says why.
      let kind = (try? files.status(RelativePath.join(checkout.root, Self.defaultEntry)))?.kind
      let target = kind == .symbolicLink ? try? checkout.resolve(Self.defaultEntry) : nil
      let entry = target.flatMap { RelativePath.of($0, in: checkout.root) } ?? Self.defaultEntry
      return Repository(checkout: checkout, entry: kind == nil ? nil : entry, isSingleFile: false)
    }
    guard let entry = RelativePath.normalized(ciConfigPath) else {
      throw FileProblem(path: ciConfigPath, reason: .outside)
    }
    // A link inside the repository is another name of a file, which is read and changed under its own.
    let target = RelativePath.of(try checkout.resolve(entry), in: checkout.root)
    return Repository(checkout: checkout, entry: target ?? entry, isSingleFile: false)
  }

  private func openFile(_ file: String, named path: String) throws(FileProblem) -> Repository {
    let own = RelativePath.split(file).directory
    let root = GitDirectory.enclosing(own, files: files) ?? own
    let checkout = try Checkout(root: root, sizeLimit: sizeLimit, files: files)
    guard let entry = RelativePath.of(file, in: checkout.root) else { throw FileProblem(path: path, reason: .outside) }
    return Repository(checkout: checkout, entry: entry, isSingleFile: true)
  }
}

/// Finds the repository that a directory belongs to.
enum GitDirectory {
  /// The nearest directory, the given one included, that holds `.git`; nil outside git. The path is absolute.
  static func enclosing(_ directory: String, files: any FileSystem) -> String? {
    var directory = directory
    while true {
      if (try? files.status(RelativePath.join(directory, ".git"))) != nil { return directory }
      let parent = RelativePath.split(directory).directory
      // The root is its own parent; a relative path ends at `.`.
      if parent == directory || parent == "." { return nil }
      directory = parent
    }
  }
}

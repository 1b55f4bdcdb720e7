/// The files of a repository as they lie on the disk, for layers that must not leave it.
///
/// Every path is relative to the root of the repository; a leading `/` means that root. A path that leads out of the
/// repository, by `..` or by a symbolic link, counts as missing.
public struct Checkout: Sendable {
  /// The absolute path of the root, symbolic links resolved.
  public let root: String
  /// The most bytes a file may have to be read.
  public let sizeLimit: Int
  private let files: any FileSystem

  /// The limit for YAML files: GitLab's own default for one file of a pipeline (`max_yaml_size_bytes`, 2 MiB).
  public static let defaultSizeLimit = 2 * 1_048_576

  /// Opens a directory.
  ///
  /// - Throws: ``FileProblem`` when it is missing or no directory.
  public init(
    root: String, sizeLimit: Int = Self.defaultSizeLimit, files: any FileSystem = POSIXFileSystem()
  ) throws(FileProblem) {
    if root.utf8.contains(0) { throw FileProblem(path: root, reason: .badName) }
    let kind: FileStatus.Kind
    do throws(SystemError) {
      self.root = try files.resolve(root)
      kind = try files.status(self.root).kind
    } catch {
      throw FileProblem(path: root, error: error)
    }
    guard kind == .directory else { throw FileProblem(path: root, reason: .notDirectory) }
    self.sizeLimit = sizeLimit
    self.files = files
  }

  private init(resolved root: String, sizeLimit: Int, files: any FileSystem) {
    self.root = root
    self.sizeLimit = sizeLimit
    self.files = files
  }

  /// The checkout of a directory in this one, which a walk has reached without following symbolic links.
  func below(_ path: String) -> Checkout {
    Checkout(resolved: RelativePath.join(root, path), sizeLimit: sizeLimit, files: files)
  }

  /// The content of a file that a walk of this checkout has reached without following symbolic links; nil when it
  /// cannot be read.
  func readWalked(_ path: String) -> [UInt8]? {
    try? files.read(RelativePath.join(root, path), limit: sizeLimit)
  }

  /// Tells whether a path names a regular file of the repository, be it through symbolic links that stay inside.
  public func fileExists(_ relativePath: String) -> Bool {
    guard let resolved = try? resolve(relativePath) else { return false }
    return (try? files.status(resolved))?.kind == .regular
  }

  /// The content of a file of the repository; nil when it cannot be read. ``contents(of:)`` says why.
  public func read(_ relativePath: String) -> [UInt8]? {
    try? contents(of: relativePath)
  }

  /// The content of a file of the repository.
  ///
  /// - Throws: ``FileProblem`` with the path as it was given and the reason: missing, no regular file, outside the
  ///   repository, too large, or refused by the system.
  public func contents(of relativePath: String) throws(FileProblem) -> [UInt8] {
    let resolved = try resolve(relativePath)
    do {
      return try files.read(resolved, limit: sizeLimit)
    } catch {
      throw FileProblem(path: relativePath, reason: error.reason)
    }
  }

  /// The absolute path of a file of the repository with every symbolic link resolved.
  func resolve(_ relativePath: String) throws(FileProblem) -> String {
    if relativePath.utf8.contains(0) { throw FileProblem(path: relativePath, reason: .badName) }
    guard let path = RelativePath.normalized(relativePath) else {
      throw FileProblem(path: relativePath, reason: .outside)
    }
    let resolved: String
    do {
      let joined = RelativePath.join(root, path)
      // Directly below the root, which is resolved, one question replaces one for each part of the path.
      if !path.utf8.contains(UInt8(ascii: "/")), try files.status(joined).kind != .symbolicLink { return joined }
      resolved = try files.resolve(joined)
    } catch {
      throw FileProblem(path: relativePath, error: error)
    }
    guard RelativePath.of(resolved, in: root) != nil else {
      throw FileProblem(path: relativePath, reason: .outside)
    }
    return resolved
  }
}

public import SourceText

/// What the pure layers may know of a repository's files.
public struct ProjectFiles: Sendable {
  /// A file that cannot be read.
  public struct Unreadable: Error, Sendable, Hashable {
    /// The path, relative to the repository.
    public let path: String
    /// Why it cannot be read: lower case, no final period.
    public let reason: String

    /// Creates a description of a file that cannot be read.
    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// Reads a file of the repository: nil where there is none, a failure where there is one that cannot be read.
  public let read: @Sendable (String) -> Result<SourceFile, Unreadable>?
  /// Lists the YAML files of the repository, for wildcards in `include: local`.
  public let list: @Sendable () -> [String]
  /// The files of another project, by its path on the GitLab server; nil for a project that is not here.
  ///
  /// For an include with a `ref:` it is asked for `PROJECT@REF` first, then for the project as it is.
  public let project: @Sendable (String) -> ProjectFiles?

  /// Creates access to a repository's files and to those of other projects.
  public init(
    read: @escaping @Sendable (String) -> Result<SourceFile, Unreadable>?,
    list: @escaping @Sendable () -> [String],
    project: @escaping @Sendable (String) -> ProjectFiles? = { _ in nil }
  ) {
    self.read = read
    self.list = list
    self.project = project
  }

  /// Creates access to files that are given as values; where a path comes twice the first file counts.
  public init(_ files: [SourceFile], projects: [String: ProjectFiles] = [:]) {
    let byPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    self.init(
      read: { path in byPath[path].map { .success($0) } },
      list: { byPath.keys.sorted() },
      project: { projects[$0] })
  }
}

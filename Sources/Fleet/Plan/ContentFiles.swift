internal import GitLabCI
internal import KanikoMigration
internal import SourceText
internal import Workspace

/// The files of a commit, as the layers that plan want them.
///
/// For any number of threads. What was read is kept: YAML files are read by several layers.
final class ContentFiles: Sendable {
  let content: any RepositoryContent
  private let known: Lock<[String: [UInt8]?]>

  init(_ content: any RepositoryContent) {
    self.content = content
    known = Lock([:])
  }

  /// The paths of the regular files named `*.yml` and `*.yaml`, ordered by their bytes.
  var yamlPaths: [String] {
    content.files.values.filter { $0.mode != "120000" && ($0.path.hasSuffix(".yml") || $0.path.hasSuffix(".yaml")) }
      .map(\.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The file at a path; a leading `/` means the root of the repository.
  func file(_ path: String) -> ContentFile? { RelativePath.normalized(path).flatMap { content.files[$0] } }

  /// The content of a file; nil for one that cannot be read, be it because it is a link or too large.
  func read(_ path: String) -> [UInt8]? {
    guard let file = file(path), file.mode != "120000" else { return nil }
    if let bytes = known.withValue({ $0[file.path] }) { return bytes }
    let bytes = (try? content.contents(of: [file], limit: Checkout.defaultSizeLimit))?.first.flatMap(\.self)
    known.withValue { $0[file.path] = .some(bytes) }
    return bytes
  }

  /// Reads files, some at a time, and hands over those that can be read, in order.
  func forEach(_ paths: [String], _ body: (String, [UInt8]) -> Void) throws(GitFailure) {
    for start in stride(from: 0, to: paths.count, by: ObjectReader.burst) {
      let files = paths[start..<min(start + ObjectReader.burst, paths.count)].compactMap { content.files[$0] }
      let contents = try content.contents(of: files, limit: Checkout.defaultSizeLimit)
      for (file, bytes) in zip(files, contents) {
        if let bytes { body(file.path, bytes) }
      }
    }
  }

  /// The files for the layer that loads pipelines.
  ///
  /// - Parameters:
  ///   - onRead: is told the path of each file that is read.
  ///   - project: the files of other projects.
  func projectFiles(
    onRead: @escaping @Sendable (String) -> Void = { _ in },
    project: @escaping @Sendable (String) -> ProjectFiles? = { _ in nil }
  ) -> ProjectFiles {
    ProjectFiles(
      read: { path in
        guard let file = self.file(path) else { return nil }
        if file.mode == "120000" {
          let reason = "this is a symbolic link, which GitLab does not follow"
          return .failure(ProjectFiles.Unreadable(path: path, reason: reason))
        }
        guard let bytes = self.read(path) else {
          let reason = FileProblem(path: path, reason: .tooLarge(limit: Checkout.defaultSizeLimit)).message
          return .failure(ProjectFiles.Unreadable(path: path, reason: reason))
        }
        onRead(file.path)
        return .success(SourceFile(path: path, bytes: bytes))
      },
      list: { self.yamlPaths },
      project: project)
  }

  /// The files for the layer that plans.
  var checkoutView: MigrationPlanner.CheckoutView {
    MigrationPlanner.CheckoutView(fileExists: { self.file($0) != nil }, read: { self.read($0) })
  }
}

/// One file of a commit.
struct ContentFile: Sendable, Hashable {
  /// The path from the root of the repository.
  let path: String
  /// The mode as git writes it.
  let mode: String
  /// The id of the content.
  let id: String
}

/// The files of one commit of a repository, wherever they are kept.
protocol RepositoryContent: Sendable {
  /// The id of the commit.
  var commit: String { get }
  /// The regular files and symbolic links whose names are UTF-8, by their paths.
  var files: [String: ContentFile] { get }
  /// The contents of files, in order; nil for one that has more bytes than the limit or is not there.
  func contents(of files: [ContentFile], limit: Int) throws(GitFailure) -> [[UInt8]?]
}

internal import Workspace

/// The files of a commit in a git directory.
struct GitContent: RepositoryContent {
  /// The most files that a repository may have to be read.
  private static let maximumFiles = 1_000_000
  /// The most directories; a few trees that hold each other several times are as many as one likes.
  private static let maximumDirectories = 200_000
  /// The most bytes of one commit or tree object.
  private static let maximumObject = 64 * 1_048_576

  let commit: String
  let files: [String: ContentFile]
  private let reader: ObjectReader

  /// Reads the names of all files.
  ///
  /// - Parameters:
  ///   - revision: `HEAD`, or the full name of a ref.
  ///   - reader: the objects of the repository.
  /// - Returns: nil when there is no such commit.
  init?(at revision: String, reader: ObjectReader) throws(GitFailure) {
    guard case .object(let head) = try reader.object("\(revision)^{commit}", limit: Self.maximumObject) else {
      return nil
    }
    guard let tree = Self.tree(ofCommit: head.bytes) else { throw GitFailure("the commit \(head.id) has no tree") }
    commit = head.id
    self.reader = reader
    files = try Self.walk(tree, idLength: head.id.utf8.count / 2, reader: reader)
  }

  func contents(of files: [ContentFile], limit: Int) throws(GitFailure) -> [[UInt8]?] {
    try reader.objects(files.map(\.id), limit: limit).map { answer in
      guard case .object(let object) = answer, object.type == "blob" else { return nil }
      return object.bytes
    }
  }

  /// The id of the tree that a commit names in its first line.
  static func tree(ofCommit bytes: [UInt8]) -> String? {
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard line.hasPrefix("tree ") else { return nil }
    return String(line.dropFirst(5))
  }

  private static func walk(
    _ root: String, idLength: Int, reader: ObjectReader
  ) throws(GitFailure) -> [String: ContentFile] {
    var files: [String: ContentFile] = [:]
    var level = [(path: "", id: root)]
    var depth = 0
    while !level.isEmpty {
      depth += 1
      guard depth <= 512 else { throw GitFailure("the repository has more than 512 levels of directories") }
      let trees = try self.trees(Set(level.map(\.id)), idLength: idLength, reader: reader)
      var next: [(path: String, id: String)] = []
      for directory in level {
        for entry in trees[directory.id] ?? [] {
          guard let path = Self.path(of: entry, in: directory.path) else { continue }
          if entry.isDirectory {
            next.append((path, entry.id))
          } else if entry.isRegular || entry.isSymbolicLink {
            files[path] = ContentFile(path: path, mode: entry.mode, id: entry.id)
          }
        }
        guard files.count <= maximumFiles, next.count <= maximumDirectories else {
          throw GitFailure(
            "the repository has more than \(maximumFiles) files or \(maximumDirectories) directories; migrate it alone")
        }
      }
      level = next
    }
    return files
  }

  /// The entries of trees by their ids, each read once.
  private static func trees(
    _ ids: Set<String>, idLength: Int, reader: ObjectReader
  ) throws(GitFailure) -> [String: [TreeEntry]] {
    let ids = ids.sorted()
    var trees: [String: [TreeEntry]] = [:]
    for (id, answer) in zip(ids, try reader.objects(ids, limit: maximumObject)) {
      guard case .object(let object) = answer, object.type == "tree",
        let entries = TreeObject.entries(of: object.bytes, idLength: idLength)
      else { throw GitFailure("the tree \(id) cannot be read; look at the repository with git fsck") }
      trees[id] = entries
    }
    return trees
  }

  /// The path of an entry; nil for a name that no checkout could have.
  private static func path(of entry: TreeEntry, in directory: String) -> String? {
    let name = String(decoding: entry.name, as: UTF8.self)
    guard Array(name.utf8) == entry.name, !name.isEmpty, name != ".", name != "..", !name.contains("/"),
      name.lowercased() != ".git"
    else { return nil }
    return directory.isEmpty ? name : directory + "/" + name
  }
}

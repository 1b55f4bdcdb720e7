import Workspace

/// A file that an argument names: anywhere, and through symbolic links, since a person asks for it.
enum NamedFile {
  /// The content of the file.
  ///
  /// - Parameter limit: the most bytes to read.
  static func contents(of path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let files = POSIXFileSystem()
    guard let resolved = try? files.resolve(path) else { throw FileProblem(path: path, reason: .missing) }
    return try files.read(resolved, limit: limit)
  }
}

/// A file that a person asked for, such as a report: written whole, an earlier one replaced.
public struct OutputFile: Sendable {
  private let path: String
  private let files: any FileSystem

  /// Creates a file to be written.
  public init(path: String, files: any FileSystem = POSIXFileSystem()) {
    self.path = path
    self.files = files
  }

  /// Creates a folder for files, and those above it, unless they exist.
  ///
  /// - Throws: ``FileProblem`` with the folder.
  public static func makeFolder(_ path: String) throws(FileProblem) {
    do throws(SystemError) {
      try Directories.create(path)
    } catch {
      throw FileProblem(path: path, error: error)
    }
  }

  /// Writes the content to a temporary file beside the path and renames it.
  ///
  /// - Throws: ``FileProblem`` with the path; the earlier file is then untouched.
  public func write(_ content: [UInt8]) throws(FileProblem) {
    let temporary = path + ".kaniko2buildkit.tmp"
    do throws(SystemError) {
      try? files.remove(temporary)
      let descriptor = try files.create(temporary)
      do throws(SystemError) {
        try files.setMode(0o644, of: descriptor)
        try files.write(content, to: descriptor)
        try files.close(descriptor)
        try files.rename(temporary, to: path)
      } catch {
        try? files.remove(temporary)
        throw error
      }
    } catch {
      throw FileProblem(path: path, error: error)
    }
  }
}

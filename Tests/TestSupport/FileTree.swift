public import Foundation

/// The files below a folder: relative path to contents, `.git` left out.
public struct FileTree: Sendable, Equatable {
  /// Contents by path relative to the folder, with `/` between the parts.
  public var files: [String: Data]

  /// A tree with the given files.
  public init(files: [String: Data] = [:]) {
    self.files = files
  }

  /// Reads every regular file and the target of every symbolic link below a folder.
  public init(readingFrom folder: URL) throws {
    files = [:]
    guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return }
    while let path = walk.nextObject() as? String {
      if path == ".git" || path.hasPrefix(".git/") { continue }
      let item = folder.appending(path: path).path
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: item) {
        files[path] = Data("-> \(target)".utf8)
      } else {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: item, isDirectory: &isFolder), !isFolder.boolValue else {
          continue
        }
        files[path] = try Data(contentsOf: URL(filePath: item))
      }
    }
  }

  /// Writes every file below a folder, creating the folders in between.
  public func write(to folder: URL) throws {
    for (path, contents) in files {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try contents.write(to: file)
    }
  }

  /// Says how this tree differs from another, one line a file, sorted; empty when they are equal.
  public func differences(from other: FileTree) -> [String] {
    Set(files.keys).union(other.files.keys).sorted().compactMap { path in
      switch (files[path], other.files[path]) {
      case (let left?, let right?):
        left == right ? nil : "\(path) differs: \(Self.shown(left)) and \(Self.shown(right))"
      case (_?, nil): "\(path) is only in the first"
      default: "\(path) is only in the second"
      }
    }
  }

  private static func shown(_ contents: Data) -> String {
    String(String(decoding: contents.prefix(200), as: UTF8.self).debugDescription)
  }
}

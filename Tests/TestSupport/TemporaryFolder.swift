public import Foundation
import Synchronization

private let foldersUntilExit = Mutex<[URL]>([])

/// Folders that live as long as one test needs them.
public enum TemporaryFolder {
  /// Creates a folder, hands it over, and removes it with everything in it, read-only folders included.
  public static func with<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = try create()
    defer { remove(folder) }
    return try body(folder)
  }

  /// Creates a folder that the caller removes.
  public static func create() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .resolvingSymlinksInPath()
      .appending(path: "kaniko2buildkit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Creates a folder that is removed when the tests end.
  public static func untilExit() throws -> URL {
    let folder = try create()
    let isFirst = foldersUntilExit.withLock { folders in
      folders.append(folder)
      return folders.count == 1
    }
    if isFirst { atexit { foldersUntilExit.withLock { $0.forEach(TemporaryFolder.remove) } } }
    return folder
  }

  /// Removes a folder; folders that were made read-only are made writable first.
  public static func remove(_ folder: URL) {
    if (try? FileManager.default.removeItem(at: folder)) != nil { return }
    let everything = FileManager.default.enumerator(atPath: folder.path)
    while let path = everything?.nextObject() as? String {
      let item = folder.appending(path: path).path
      guard (try? FileManager.default.destinationOfSymbolicLink(atPath: item)) == nil else { continue }
      try? FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: item)
    }
    try? FileManager.default.removeItem(at: folder)
  }
}

public import Foundation

/// Where things lie in this repository and its build folder.
public enum Repository {
  /// The folder that holds Package.swift.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the golden cases.
  public static let corpus = root.appending(path: "Corpus")

  /// The built command: beside the test bundle, or the path in `KANIKO2BUILDKIT_BINARY`.
  ///
  /// - Throws: `MissingProgram` when it has not been built.
  public static func product() throws -> String {
    let name = "kaniko2buildkit"
    if let named = ProcessInfo.processInfo.environment["KANIKO2BUILDKIT_BINARY"] { return named }
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    for folder in [bundle, bundle.deletingLastPathComponent(), root.appending(path: ".build/debug")] {
      let candidate = folder.appending(path: name).path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
        return candidate
      }
    }
    throw MissingProgram(name: name, advice: "build it with 'swift build'")
  }
}

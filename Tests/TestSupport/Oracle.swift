public import Foundation

/// Programs written by others that tests compare with; `.ci/test` installs those of Python.
public enum Oracle {
  /// The path of a Python program, or of `python` itself.
  ///
  /// - Throws: `MissingProgram` when it is not installed: a test that cannot check must fail.
  public static func program(_ name: String) throws -> String {
    let local = Repository.root.appending(path: ".build/oracles/bin/\(name)").path
    if FileManager.default.isExecutableFile(atPath: local) { return local }
    return try Command.locate(name, advice: "run .ci/test, which installs it in .build/oracles")
  }

  /// Runs a Python program of several lines.
  public static func python(_ code: String, _ arguments: String..., in folder: URL) throws -> CommandResult {
    try Command.run(
      try program("python"), ["-c", code] + arguments, in: folder.path,
      environment: ProcessInfo.processInfo.environment)
  }
}

import Foundation
import Testing

/// A temporary git repository, removed when the value goes away.
final class GitSandbox {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "k2b-diff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try #require(git("init", "-q").status == 0, "git is needed to run these tests")
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func write(_ bytes: [UInt8], to path: String) throws {
    let url = directory.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func read(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: directory.appending(path: path)))
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: directory.appending(path: path).path)
  }

  /// Runs git in the repository, untouched by the settings of the machine.
  @discardableResult
  func git(_ arguments: String..., input: [UInt8]? = nil) -> (status: Int32, output: [UInt8], error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = directory
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": directory.path,
      "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
    ]
    let scratch = FileManager.default.temporaryDirectory.appending(path: "k2b-io-\(UUID().uuidString)")
    defer {
      for name in ["in", "out", "err"] { try? FileManager.default.removeItem(at: scratch.appendingPathExtension(name)) }
    }
    do {
      // Files instead of pipes: nothing can block, however large the diff is.
      try Data(input ?? []).write(to: scratch.appendingPathExtension("in"))
      try Data().write(to: scratch.appendingPathExtension("out"))
      try Data().write(to: scratch.appendingPathExtension("err"))
      process.standardInput = try FileHandle(forReadingFrom: scratch.appendingPathExtension("in"))
      process.standardOutput = try FileHandle(forWritingTo: scratch.appendingPathExtension("out"))
      process.standardError = try FileHandle(forWritingTo: scratch.appendingPathExtension("err"))
      try process.run()
      process.waitUntilExit()
      let output = try Data(contentsOf: scratch.appendingPathExtension("out"))
      let error = try Data(contentsOf: scratch.appendingPathExtension("err"))
      return (process.terminationStatus, [UInt8](output), String(decoding: error, as: UTF8.self))
    } catch {
      return (-1, [], "\(error)")
    }
  }
}

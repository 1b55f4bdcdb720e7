import Foundation
import Testing

@testable import Workspace

/// A directory for one test, removed when the value goes away.
final class TemporaryDirectory {
  /// The absolute path, symbolic links resolved.
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "k2b-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = try POSIXFileSystem().resolve(url.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func absolute(_ name: String) -> String { name.isEmpty ? path : path + "/" + name }

  func write(_ text: String, to name: String, mode: Int = 0o644) throws {
    try FileManager.default.createDirectory(
      atPath: (absolute(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: absolute(name)))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: absolute(name))
  }

  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: absolute(name), withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: absolute(name), withDestinationPath: target)
  }

  func makePipe(_ name: String) throws {
    try #require(mkfifo(absolute(name), 0o600) == 0)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: absolute(name))), as: UTF8.self)
  }

  /// Every name below the directory, ordered.
  func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }

  /// Runs git in the directory, untouched by the settings of the machine.
  @discardableResult
  func git(_ arguments: String..., environment: [String: String] = [:]) throws -> ChildProcess.Result {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "init.defaultBranch=main"]
    let result = try ChildProcess(
      "git", ["-C", path] + identity + arguments, environment: gitEnvironment.merging(environment) { $1 }
    ).run()
    try #require(result.status == 0, "git \(arguments): \(String(decoding: result.errorOutput, as: UTF8.self))")
    return result
  }
}

/// What git needs to run, and nothing that belongs to the person who runs the tests.
let gitEnvironment = [
  "PATH": ProcessEnvironment.current()["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
]

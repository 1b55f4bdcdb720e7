import Foundation
import KanikoMigration
import ShellSyntax
import Testing

/// The shells in which the function is tested, each with the options that GitLab sets in it.
let functionShells: [[String]] = [["busybox", "sh", "-eo", "pipefail"], ["dash", "-e"]]

/// A project in which calls are run twice: translated here, and by the function.
final class FunctionRun {
  let recorder: CommandRecorder
  /// Variables of the job.
  var environment: [String: String]

  init() throws {
    recorder = try CommandRecorder()
    for path in ["Dockerfile", "Dockerfile.prod", "docker/Dockerfile", "docker/app.Dockerfile", "app/Dockerfile"] {
      try recorder.write(path, "FROM scratch\n# \(path)\n")
    }
    try recorder.write("app/only/Dockerfile.in-context", "FROM scratch\n")
    environment = [
      "CI_PROJECT_DIR": recorder.directory.path, "CI_REGISTRY": "r.example", "CI_REGISTRY_IMAGE": "r.example/g/p",
      "UNKNOWN": recorder.directory.appendingPathComponent("app").path, "PAIR": "P=q", "B": "it's \"b\", $c", "X": "x",
      "SPACED": "a  b", "TMPDIR": recorder.directory.appendingPathComponent("tmp").path,
    ]
    try FileManager.default.createDirectory(atPath: environment["TMPDIR"] ?? "", withIntermediateDirectories: true)
  }

  /// What one way to run a call leaves.
  struct Result: Equatable {
    let succeeded: Bool
    let build: NormalBuild?
    let files: [String: String]
  }

  /// Runs a call that was translated before.
  func translated(_ call: String, shell: [String]) throws -> Result {
    let known = ["KANIKO_NO_PUSH", "KANIKO_REGISTRY_MIRROR", "KANIKO_REGISTRY_MAP"]
    let values = environment.filter { known.contains($0.key) }.mapValues { [$0] }
    let directory = recorder.directory
    let checkout = InvocationEnvironment(values: values) { path in
      FileManager.default.fileExists(atPath: directory.appendingPathComponent(path).path)
    }
    let spec = try translation(call, in: checkout).spec
    let settings = BuildkitdConfiguration(spec.registries)?.scriptLines().joined(separator: "\n") ?? ""
    return try run("\(settings)\n\(BuildctlCommand(spec).source())", shell: shell).result
  }

  /// Runs a call through the function.
  func function(_ call: String, shell: [String]) throws -> (result: Result, run: CommandRecorder.Run) {
    let name = TranslationFunction.defaultName
    let call = call.replacingOccurrences(of: "executor ", with: "\(name) ")
    return try run("\(TranslationFunction().source)\n\(call)", shell: shell)
  }

  /// The outputs that calls of the tests write.
  static let files = ["d", "names", "tags", "out/deep/digest"]

  private func run(_ script: String, shell: [String]) throws -> (result: Result, run: CommandRecorder.Run) {
    let manager = FileManager.default
    for path in Self.files + [".config", "buildkitd.toml"] {
      try? manager.removeItem(at: recorder.directory.appendingPathComponent(path))
    }
    let run = try recorder.run(script, shell: shell, environment: environment)
    let directory = recorder.directory.path
    let build = run.calls.first.map {
      NormalBuild($0, configuration: recorder.read("buildkitd.toml") ?? "", directory: directory)
    }
    let files = Dictionary(uniqueKeysWithValues: Self.files.map { ($0, recorder.read($0) ?? "none") })
    return (Result(succeeded: run.status == 0, build: build, files: files), run)
  }

  /// The names of what is left in the directory for temporary files.
  var temporaryFiles: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: environment["TMPDIR"] ?? "")) ?? ["unreadable"]
  }
}

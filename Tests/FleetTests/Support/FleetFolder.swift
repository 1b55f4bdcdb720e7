import Foundation
import TestSupport

/// A folder with repositories, made with git, and the command run in it.
struct FleetFolder {
  let folder: URL

  /// A job that is safe to migrate.
  static let pipeline = """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - mkdir -p /kaniko/.docker
        - echo "{\\"auths\\":{\\"$CI_REGISTRY\\":{\\"auth\\":\\"dTpw\\"}}}" > /kaniko/.docker/config.json
        - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

    """
  /// The same as a template for others.
  static let template = "." + pipeline.replacingOccurrences(of: "build:\n", with: "kaniko:\n")
  static let dockerfile = "FROM alpine:3.20\n"

  /// A pipeline whose job is defined in a template of another project.
  static func consumer(of project: String, ref: String? = nil) -> String {
    let ref = ref.map { "\n    ref: \($0)" } ?? ""
    return """
      include:
        - project: \(project)
          file: kaniko.yml\(ref)

      package:
        extends: .kaniko

      """
  }

  /// Makes a folder, hands it over, and removes it.
  static func with(_ body: (FleetFolder) throws -> Void) throws {
    try TemporaryFolder.with { try body(FleetFolder(folder: $0)) }
  }

  /// The absolute path of something in the folder.
  func path(_ path: String) -> String { folder.appending(path: path).path }

  /// Runs git and expects success.
  @discardableResult
  func git(_ arguments: String..., in place: String = "", input: Data = Data()) throws -> String {
    let git = try Command.locate("git", advice: "install git")
    let who = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"]
    let result = try Command.run(git, who + arguments, in: path(place), input: input)
    guard result.status == 0 else { throw GitTrouble(arguments: arguments, text: result.errorText) }
    return result.outputText.trimmingCharacters(in: .newlines)
  }

  /// git ended with an error that the test did not expect.
  struct GitTrouble: Error {
    let arguments: [String]
    let text: String
  }

  /// Makes a checkout in which the files are committed.
  func checkout(_ name: String, _ files: [String: String]) throws {
    let place = folder.appending(path: name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try FileTree(files: files.mapValues { Data($0.utf8) }).write(to: place)
    try git("init", "-q", in: name)
    try git("add", "-A", in: name)
    try git("commit", "-q", "--allow-empty", "-m", "start", in: name)
  }

  /// Makes a bare repository in which the files are committed.
  func bare(_ name: String, _ files: [String: String]) throws {
    let scratch = "scratch-\(UUID().uuidString)"
    try checkout(scratch, files)
    try git("clone", "-q", "--bare", scratch, name)
    try FileManager.default.removeItem(at: folder.appending(path: scratch))
  }

  /// Writes a file.
  func write(_ text: String, to name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The text of a file.
  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// Runs `batch` in the folder.
  func batch(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandResult {
    try Command.run(
      try Repository.product(), ["batch"] + arguments, in: folder.path,
      environment: Command.scrubbed.merging(environment) { $1 })
  }

  /// Runs `batch` in the folder.
  func batch(_ arguments: String...) throws -> CommandResult { try batch(arguments) }

  /// Runs `batch apply` on the state `state` with an author.
  func apply(_ arguments: String...) throws -> CommandResult {
    try batch(["apply", "--state", "state", "--author", "Ada <ada@example.com>"] + arguments)
  }

  /// The report as a table of cells by the repository's name and the column.
  func report(_ states: String...) throws -> [String: [String: String]] {
    let arguments = states.isEmpty ? ["state"] : states
    let result = try batch(["report", "--format", "csv"] + arguments.flatMap { ["--state", $0] })
    let lines = result.outputText.components(separatedBy: "\r\n").filter { !$0.isEmpty }
      .map { $0.components(separatedBy: ",") }
    guard let header = lines.first else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { cells in
        (cells[0], Dictionary(zip(header, cells), uniquingKeysWith: { $1 }))
      })
  }
}

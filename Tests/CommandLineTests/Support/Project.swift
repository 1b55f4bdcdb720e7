import Foundation
import TestSupport

/// A folder with files, and the command run in it.
struct Project {
  let folder: URL

  /// A pipeline of one Kaniko job whose credentials no file shows.
  static let pipeline = """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - mkdir -p /kaniko/.docker
        - echo "$REGISTRY_LOGIN" > /kaniko/.docker/config.json
        - /kaniko/executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:latest

    """

  /// The same as one that is safe to migrate.
  static let safePipeline = pipeline.replacingOccurrences(
    of: "\"$REGISTRY_LOGIN\"", with: "\"{\\\"auths\\\":{\\\"$CI_REGISTRY\\\":{\\\"auth\\\":\\\"dTpw\\\"}}}\"")

  /// The files of a project that is safe to migrate.
  static let safe = [".gitlab-ci.yml": safePipeline, "Dockerfile": "FROM alpine:3.20\n"]

  /// Makes a folder with files, hands it over, and removes it.
  static func with(_ files: [String: String] = safe, _ body: (Project) throws -> Void) throws {
    try TemporaryFolder.with { folder in
      let tree = FileTree(files: files.mapValues { Data($0.utf8) })
      try tree.write(to: folder)
      try body(Project(folder: folder))
    }
  }

  /// Runs the command in the folder, with nothing of this process's environment.
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> CommandResult {
    try Command.run(
      try Repository.product(), arguments, in: folder.path,
      environment: Command.scrubbed.merging(environment) { $1 })
  }

  /// Runs the command as somebody who is not root; root may read and write everything.
  func runUnprivileged(_ arguments: String...) throws -> CommandResult {
    let product = try Repository.product()
    guard geteuid() == 0 else { return try Command.run(product, arguments, in: folder.path) }
    let setpriv = try Command.locate("setpriv", advice: "install util-linux")
    return try TemporaryFolder.with { elsewhere in
      // The build folder may be closed to others. A child copies: this process must not hold the copy open for
      // writing while another test starts a process.
      let copy = elsewhere.appending(path: "kaniko2buildkit").path
      _ = try Command.run("/bin/cp", [product, copy])
      for path in [elsewhere.path, copy] { _ = try Command.run("/bin/chmod", ["0755", path]) }
      let words = ["--reuid=1000", "--regid=1000", "--clear-groups", copy] + arguments
      return try Command.run(setpriv, words, in: folder.path)
    }
  }

  /// Runs git in the folder.
  @discardableResult
  func git(_ arguments: String..., input: Data = Data()) throws -> CommandResult {
    let git = try Command.locate("git", advice: "install git")
    let who = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"]
    return try Command.run(git, who + arguments, in: folder.path, input: input)
  }

  /// Makes the folder a repository in which everything is committed.
  func commitAll() throws {
    try git("init", "-q")
    try git("add", "-A")
    try git("commit", "-q", "-m", "start")
  }

  /// The text of a file.
  func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
  }

  /// Replaces a file.
  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: path))
  }
}

internal import Workspace

/// The server's side of a repository.
struct Remote {
  /// What a server holds now.
  struct Refs {
    let head: String?
    let branch: String?
  }

  private let git: Git
  /// A git directory that this tool made.
  private let directory: String
  private let url: String

  init(git: Git, directory: String, url: String) {
    self.git = git
    self.directory = directory
    self.url = url
  }

  /// Asks the server for its head and a branch.
  func refs(branch: String) throws(GitFailure) -> Refs {
    let name = "refs/heads/\(branch)"
    let output = try git.run(["ls-remote", "--quiet", "--", url, "HEAD", name], in: directory, reach: .network)
    var found: [String: String] = [:]
    for line in String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "\t")
      if parts.count == 2 { found[String(parts[1])] = String(parts[0]) }
    }
    return Refs(head: found["HEAD"], branch: found[name])
  }

  /// Pushes a commit to a branch.
  ///
  /// - Parameters:
  ///   - expected: the commit that the branch points at on the server; nil where it must not exist.
  ///   - options: the push options, without line breaks.
  /// - Returns: the address of the merge request, where the server told one.
  func push(
    _ commit: String, to branch: String, replacing expected: String?, options: [String]
  ) throws(GitFailure) -> String? {
    let result = try run(
      options.map { "--push-option=\($0)" } + [
        "--force-with-lease=refs/heads/\(branch):\(expected ?? "")", "--", url, "\(commit):refs/heads/\(branch)",
      ], isDone: { $0.branch == commit }, branch: branch)
    return result.flatMap { Self.mergeRequest(in: $0.errorOutput) }
  }

  /// Deletes a branch that points at a commit.
  func delete(_ branch: String, at commit: String) throws(GitFailure) {
    _ = try run(
      ["--force-with-lease=refs/heads/\(branch):\(commit)", "--", url, ":refs/heads/\(branch)"],
      isDone: { $0.branch == nil }, branch: branch)
  }

  /// Pushes.
  ///
  /// - Parameter isDone: tells whether the server is as it is meant to be. A push that fails may have arrived all the same:
  ///   its answer got lost, or a git that outlived a killed run was faster.
  /// - Returns: nil when it failed and had arrived.
  private func run(
    _ arguments: [String], isDone: (Refs) -> Bool, branch: String
  ) throws(GitFailure) -> ChildProcess.Result? {
    do throws(GitFailure) {
      return try run(arguments)
    } catch {
      guard let refs = try? refs(branch: branch), isDone(refs) else { throw error }
      return nil
    }
  }

  private func run(_ arguments: [String]) throws(GitFailure) -> ChildProcess.Result {
    let result = try git.result(
      ["push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--no-signed"] + arguments,
      in: directory, reach: .network)
    guard result.status == 0 else {
      let words = String(decoding: result.errorOutput, as: UTF8.self)
      if words.contains("does not support push options") {
        throw GitFailure(
          "the server takes no push options, so that pipelines cannot be kept from starting; pass --run-ci without "
            + "--merge-request to push all the same")
      }
      let rejected = String(decoding: result.output, as: UTF8.self).split(whereSeparator: \.isNewline)
        .first { $0.hasPrefix("!") }
      let hook = words.split(whereSeparator: \.isNewline).first { $0.hasPrefix("remote: ") }
      if let rejected {
        let reason = rejected.split(separator: "\t").last.map(String.init) ?? String(rejected)
        throw GitFailure("the server refused the branch: \(reason)" + (hook.map { "; \($0)" } ?? ""))
      }
      throw GitFailure(words: result.errorOutput, status: result.status)
    }
    return result
  }

  /// The address of a merge request in what GitLab prints after a push.
  static func mergeRequest(in output: [UInt8]) -> String? {
    for line in String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard line.hasPrefix("remote:"), let word = line.split(separator: " ").last, word.contains("/merge_requests/"),
        word.hasPrefix("http://") || word.hasPrefix("https://"), !word.contains("/merge_requests/new")
      else { continue }
      return String(word)
    }
    return nil
  }
}

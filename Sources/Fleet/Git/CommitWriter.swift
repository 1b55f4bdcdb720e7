internal import Workspace

/// Makes a commit on a branch of a git directory. Work tree, index and current branch stay as they are.
struct CommitWriter {
  /// What a commit is made of. The same values make the same commit.
  struct Commit {
    let base: String
    let changes: [RepositoryPlan.Change]
    let message: String
    /// `Name <address>`.
    let author: String
    let seconds: Int
  }

  private let git: Git
  private let directory: String
  private let reader: ObjectReader

  /// Creates a writer for a git directory, whose settings are not trusted.
  init(git: Git, directory: String) throws(GitFailure) {
    self.git = try git.distrusting(directory)
    self.directory = directory
    reader = ObjectReader(git: self.git, directory: directory, reach: .none)
  }

  /// The commit that a branch points at; nil where there is no such branch.
  func tip(of branch: String) throws(GitFailure) -> String? {
    guard case .object(let object) = try reader.object("refs/heads/\(branch)", limit: 1 << 24) else { return nil }
    return object.id
  }

  /// The commit that is current.
  func head() throws(GitFailure) -> String? {
    guard case .object(let object) = try reader.object("HEAD", limit: 1 << 24) else { return nil }
    return object.id
  }

  /// Ends git.
  func close() { reader.close() }

  /// Makes the commit; no ref points at it yet.
  ///
  /// - Returns: the id of the commit, the same whenever it is made of the same values.
  func make(_ commit: Commit) throws(GitFailure) -> String {
    let output = try git.run(
      ["fast-import", "--quiet", "--done", "--force", "--date-format=raw"], in: directory, reach: .none,
      input: Self.stream(commit))
    let id = String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard id.utf8.count >= 40, id.allSatisfy(\.isHexDigit) else { throw GitFailure("git made no commit") }
    return id
  }

  /// Points a branch at a commit.
  ///
  /// - Parameter replaced: the commit that the branch points at now; nil where it must not exist.
  /// - Throws: ``GitFailure`` when the branch points at anything else, but for the commit itself: a git that outlived a
  ///   killed run may have been faster.
  func point(_ branch: String, at commit: String, replacing replaced: String?) throws(GitFailure) {
    let none = String(repeating: "0", count: commit.utf8.count)
    do throws(GitFailure) {
      try git.run(
        [
          "update-ref", "--no-deref", "-m", "kaniko2buildkit batch apply", "refs/heads/\(branch)", commit,
          replaced ?? none,
        ],
        in: directory, reach: .none)
    } catch {
      guard try tip(of: branch) == commit else { throw error }
    }
  }

  /// Deletes a branch that still points at a commit.
  func delete(_ branch: String, at commit: String) throws(GitFailure) {
    try git.run(["update-ref", "--no-deref", "-d", "refs/heads/\(branch)", commit], in: directory, reach: .none)
  }

  /// The input of `git fast-import`: one commit whose only ref is deleted again at once.
  static func stream(_ commit: Commit) -> [UInt8] {
    let ref = "refs/kaniko2buildkit/work"
    var stream = Array("commit \(ref)\nmark :1\n".utf8)
    stream += Array("author \(commit.author) \(commit.seconds) +0000\n".utf8)
    stream += Array("committer \(commit.author) \(commit.seconds) +0000\n".utf8)
    stream += data(Array(commit.message.utf8)) + Array("from \(commit.base)\n".utf8)
    for change in commit.changes {
      // Git has written other modes once; it writes only these now.
      let mode = change.mode == "100755" ? "100755" : "100644"
      stream += Array("M \(mode) inline \(quoted(change.path))\n".utf8) + data(change.content)
    }
    let none = String(repeating: "0", count: commit.base.utf8.count)
    stream += Array("\nget-mark :1\nreset \(ref)\nfrom \(none)\n\ndone\n".utf8)
    return stream
  }

  private static func data(_ bytes: [UInt8]) -> [UInt8] {
    Array("data \(bytes.count)\n".utf8) + bytes + [UInt8(ascii: "\n")]
  }

  /// A path as `git fast-import` reads it, whatever characters it has.
  private static func quoted(_ path: String) -> String {
    var result = "\""
    for scalar in path.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

internal import Workspace

/// The clones of remote repositories in the state directory: bare, of one commit, and without the contents of files
/// until they are asked for.
///
/// Their settings are made here and never come from a remote.
final class CloneStore: Sendable {
  private let git: Git
  private let directory: String
  private let locks = Lock<[String: Lock<Bool>]>([:])

  /// Creates the store in a directory that exists.
  init(git: Git, directory: String) {
    self.git = git
    self.directory = directory
  }

  /// The git directory of a repository's clone.
  func path(of repository: FleetRepository) -> String { path(ofID: repository.id) }

  /// The git directory of the clone of a repository with an id.
  func path(ofID id: String) -> String { "\(directory)/\(id).git" }

  /// A git directory from which the commits of a local repository are pushed to its `origin`.
  ///
  /// It borrows the objects and has settings of its own: those of the repository may name programs to run.
  func pushDirectory(forLocal gitDirectory: String, id: String) throws(GitFailure) -> (path: String, url: String) {
    guard let origin = GitDirectoryShape.origin(of: gitDirectory) else {
      throw GitFailure("the repository has no remote origin to push to")
    }
    // A repository of others must not choose whose hooks run here.
    guard let location = try RemoteLocation(origin), !location.isOfThisMachine else {
      throw GitFailure(
        "the remote origin is a path of this machine, whose hooks a push would run; name that repository as SOURCE")
    }
    let path = "\(directory)/\(id).push.git"
    try remove(path)
    try git.run(["init", "--quiet", "--bare", "--template=", "--", path], in: nil, reach: .none)
    do throws(SystemError) {
      try Directories.create(path + "/objects/info")
    } catch {
      throw GitFailure("\(path): \(error.text)")
    }
    do throws(FileProblem) {
      try OutputFile(path: path + "/objects/info/alternates", isSynced: false).write(
        Array("\(gitDirectory)/objects\n".utf8))
      if let shallow = try? POSIXFileSystem().read(gitDirectory + "/shallow", limit: 1 << 24) {
        try OutputFile(path: path + "/shallow", isSynced: false).write(shallow)
      }
    } catch {
      throw GitFailure("\(error.path): \(error.message)")
    }
    return (path, origin)
  }

  /// Clones the current state of a repository, once in the life of this store.
  ///
  /// - Returns: the git directory.
  func clone(_ repository: FleetRepository) throws(GitFailure) -> String {
    try clone(id: repository.id, location: repository.location)
  }

  /// Clones the current state of a repository with an id, once in the life of this store.
  func clone(id: String, location: String) throws(GitFailure) -> String {
    let path = path(ofID: id)
    let lock = locks.withValue { locks in
      let lock = locks[id] ?? Lock(false)
      locks[id] = lock
      return lock
    }
    try lock.withValue { isFresh throws(GitFailure) in
      guard !isFresh else { return }
      try clone(location, to: path)
      isFresh = true
    }
    return path
  }

  private func clone(_ location: String, to path: String) throws(GitFailure) {
    removePartial(path)
    try remove(path)
    // A git that outlived a killed run may still be writing, and removes what it began when it fails: no name is used twice.
    let partial = path + ".partial-" + String(UInt64.random(in: .min ... .max), radix: 16)
    // An empty template, so that no hooks come from this machine's either; --no-local keeps a path from being read
    // without the transport, whose limits hold for it too.
    try git.run(
      [
        "clone", "--quiet", "--bare", "--template=", "--no-local", "--depth=1", "--single-branch", "--no-tags",
        "--filter=blob:none", "--", location, partial,
      ], in: nil, reach: .network)
    do {
      try POSIXFileSystem().rename(partial, to: path)
    } catch {
      throw GitFailure("\(path): \(error.text)")
    }
  }

  /// Removes what runs left behind that were ended; what is still written to goes the next time.
  private func removePartial(_ path: String) {
    let prefix = path.dropFirst(directory.count + 1) + ".partial"
    for name in (try? DirectoryReader.names(in: directory)) ?? [] where name.hasPrefix(prefix) {
      try? Directories.remove(directory + "/" + name)
    }
  }

  private func remove(_ path: String) throws(GitFailure) {
    guard (try? POSIXFileSystem().status(path)) != nil else { return }
    do {
      try Directories.remove(path)
    } catch {
      throw GitFailure("\(path): \(error.text)")
    }
  }

  /// Fetches the texts that planning reads: all at once instead of one by one as git would.
  func fetchTexts(of content: GitContent, of repository: FleetRepository) throws(GitFailure) {
    let wanted = content.files.values.filter { file in
      file.path.hasSuffix(".yml") || file.path.hasSuffix(".yaml") || file.path.lowercased().contains("dockerfile")
        || file.path.hasSuffix(".dockerignore") || file.path.hasSuffix(".sh")
    }
    let ids = Set(wanted.map(\.id)).sorted()
    let path = path(of: repository)
    // A server that does not filter has sent everything already.
    guard !ids.isEmpty, isPartial(path) else { return }
    let input = ids.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    // The same call that git makes to fetch one object of a partial clone (git, promisor-remote.c).
    try git.run(
      [
        "-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "origin", "--no-tags", "--no-write-fetch-head",
        "--recurse-submodules=no", "--filter=blob:none", "--stdin",
      ], in: path, reach: .network, input: input)
  }

  private func isPartial(_ path: String) -> Bool {
    guard let names = try? DirectoryReader.names(in: path + "/objects/pack") else { return false }
    return names.contains { $0.hasSuffix(".promisor") }
  }

  /// Fetches a branch or tag.
  ///
  /// - Returns: the name of the ref in the clone.
  func fetch(_ ref: String, of repository: FleetRepository) throws(GitFailure) -> String {
    let name = "refs/fleet/\(ref)"
    try git.run(
      [
        "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "origin",
        "+\(ref):\(name)",
      ], in: path(of: repository), reach: .network)
    return name
  }
}

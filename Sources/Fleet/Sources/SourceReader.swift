internal import Workspace

/// What the SOURCE arguments name.
public struct FleetSources: Sendable {
  /// The repositories, ordered by name, each once.
  public private(set) var repositories: [FleetRepository] = []
  /// What cannot be used, one message each.
  public private(set) var problems: [String] = []

  private let access: GitLabAccess

  /// Reads the arguments: directories that hold repositories, git URLs, paths of bare repositories, groups on GitLab
  /// servers as `gitlab+https://HOST/GROUP`, and files that list URLs, paths and groups one a line.
  ///
  /// A path in a list is relative to the list; empty lines and lines that begin with `#` are skipped.
  /// - Parameter access: how GitLab servers are asked.
  public init(_ arguments: [String], access: GitLabAccess) {
    self.access = access
    for argument in arguments { read(argument) }
    var seen: Set<String> = []
    repositories = repositories.filter { seen.insert($0.id).inserted }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// The part of the fleet that one of several machines takes, by the name of the repository, so that it stays the same
  /// when others come and go.
  ///
  /// - Parameters:
  ///   - index: the machine, from 1.
  ///   - count: how many there are.
  public func shard(_ index: Int, of count: Int) -> [FleetRepository] {
    repositories.filter { repository in
      let hash = repository.id.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
      return Int(hash % UInt32(max(1, count))) == index - 1
    }
  }

  private mutating func read(_ argument: String) {
    do {
      if let group = try GitLabGroup(argument, servers: access.servers) {
        repositories += try group.repositories(access)
      } else if let remote = try RemoteLocation(argument) {
        add(remote)
      } else {
        try readPath(argument)
      }
    } catch let failure as GitFailure {
      problems.append(failure.message)
    } catch let problem as FileProblem {
      problems.append("\(GitFailure(problem.path).message): \(problem.message)")
    } catch {
      problems.append(GitFailure("\(argument): \(error)").message)
    }
  }

  private mutating func add(_ remote: RemoteLocation) {
    repositories.append(FleetRepository(name: remote.path, kind: .remote, location: remote.url))
  }

  private mutating func readPath(_ path: String) throws {
    let files = POSIXFileSystem()
    let resolved: String
    do {
      resolved = try files.resolve(path)
    } catch {
      throw GitFailure("\(path): \(error.text); name a directory, a list, or a git URL")
    }
    guard try files.status(resolved).kind == .directory else { return try readList(resolved) }
    if GitDirectoryShape.isBare(resolved) {
      addBare(resolved)
    } else {
      readDirectory(resolved)
    }
  }

  private mutating func addBare(_ path: String) {
    repositories.append(FleetRepository(name: RemoteLocation.path(path), kind: .remote, location: path))
  }

  private mutating func readList(_ path: String) throws {
    let text = String(decoding: try POSIXFileSystem().read(path, limit: 64 * 1_048_576), as: UTF8.self)
    let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    for line in text.split(whereSeparator: \.isNewline) {
      let entry = String(line.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
      guard !entry.isEmpty, !entry.hasPrefix("#") else { continue }
      do {
        if let group = try GitLabGroup(entry, servers: access.servers) {
          repositories += try group.repositories(access)
        } else if let remote = try RemoteLocation(entry) {
          add(remote)
        } else {
          // A path that does not exist is a repository that cannot be cloned: it is recorded, and the rest goes on.
          let full = entry.hasPrefix("/") ? entry : directory + "/" + entry
          addBare((try? POSIXFileSystem().resolve(full)) ?? full)
        }
      } catch {
        problems.append(error.message)
      }
    }
  }

  /// Finds the repositories below a directory; what lies inside one is not looked at, so submodules are left out.
  private mutating func readDirectory(_ root: String) {
    let known = repositories.count
    let walk = DirectoryWalk(root: root).gitRepositories()
    for problem in walk.problems { problems.append("\(GitFailure(problem.path).message): \(problem.message)") }
    let directories = Set(walk.paths.map { $0.isEmpty ? root : root + "/" + $0 })
    for path in walk.paths {
      let directory = path.isEmpty ? root : root + "/" + path
      // A linked work tree of a repository that is here is not a second repository.
      if let main = GitDirectoryShape.mainDirectory(ofWorkTree: directory),
        directories.contains(main) || directories.contains(where: { $0 + "/.git" == main })
      {
        continue
      }
      let isBare = GitDirectoryShape.isBare(directory)
      let git = isBare ? directory : directory + "/.git"
      let name = RemoteLocation.path(path.isEmpty ? root.split(separator: "/").last.map(String.init) ?? root : path)
      let origin = GitDirectoryShape.origin(of: git).flatMap { url in (try? RemoteLocation(url))?.path }
      repositories.append(
        FleetRepository(name: name, kind: .local, location: git, projectPaths: origin.map { [$0] } ?? []))
    }
    if repositories.count == known {
      problems.append("\(GitFailure(root).message): there is no git repository here")
    }
  }
}

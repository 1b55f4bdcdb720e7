/// Walks the directories of a tree once, in a fixed order.
///
/// Hidden files and directories are included, `.git` and `node_modules` are not entered, symbolic links are not
/// followed.
public struct DirectoryWalk: Sendable {
  /// What a walk found.
  public struct Result: Sendable, Hashable {
    /// The paths found, relative to where the walk began, ordered by their bytes.
    public var paths: [String] = []
    /// What could not be looked at.
    public var problems: [FileProblem] = []
    /// Whether links, folders or anything else but regular files bear such names; they are not among the paths.
    var hasIrregularFiles = false
  }

  private static let skipped: Set<String> = [".git", "node_modules"]

  private let root: String

  /// Creates a walk that begins at a directory.
  public init(root: String) {
    self.root = root
  }

  /// The regular files named `*.yml` or `*.yaml`.
  ///
  /// A directory below the first that holds `.git` is a repository of its own (a submodule, a nested clone) and is not
  /// entered. A symbolic link to a file is left out: git and GitLab see only the link's text, and a target inside the
  /// tree is found under its own name.
  public func yamlFiles() -> Result {
    walk { directory, listing, result in
      if !directory.isEmpty, listing.entries.contains(where: { $0.name == ".git" }) { return false }
      for entry in listing.entries where Self.isYAML(entry.name) {
        if entry.isRegular {
          result.paths.append(RelativePath.join(directory, entry.name))
        } else {
          result.hasIrregularFiles = true
        }
      }
      return true
    }
  }

  /// A repository that a walk found.
  public struct Repository: Sendable, Hashable {
    /// Where it lies, relative to where the walk began; empty for that place itself.
    public let path: String
    /// Its files named `*.yml` or `*.yaml` as ``DirectoryWalk/yamlFiles()`` finds them, relative to the repository.
    public var yamlFiles: [String] = []
    /// Whether links, folders or anything else but regular files bear such names.
    var hasIrregularFiles = false
  }

  /// The directories that are repositories, with their YAML files, in one pass: those that hold `.git` or a file with
  /// the name of the entry. Their own subdirectories are looked at too.
  public func repositories(
    entry: String = RepositoryReader.defaultEntry
  ) -> (repositories: [Repository], problems: [FileProblem]) {
    var found: [Repository] = []
    // For every directory that is still to be looked at, the repositories to which its files belong.
    var owners: [String: [Int]] = [:]
    let result = walk { directory, listing, _ in
      var own = owners.removeValue(forKey: directory) ?? []
      let hasGit = listing.entries.contains { $0.name == ".git" }
      if hasGit || listing.entries.contains(where: { $0.name == entry && !$0.isDirectory }) {
        own = (hasGit ? [] : own) + [found.count]
        found.append(Repository(path: directory))
      }
      guard !own.isEmpty else { return true }
      for item in listing.entries {
        let path = RelativePath.join(directory, item.name)
        if item.isDirectory { owners[path] = own }
        guard Self.isYAML(item.name) else { continue }
        for index in own {
          if item.isRegular {
            found[index].yamlFiles.append(RelativePath.of(path, in: found[index].path) ?? path)
          } else {
            found[index].hasIrregularFiles = true
          }
        }
      }
      return true
    }
    for index in found.indices { found[index].yamlFiles.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    return (found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }, result.problems)
  }

  /// The directories that are git repositories: those that hold `.git`, and bare ones.
  ///
  /// What lies inside a repository is not looked at. The path of the first directory is empty.
  public func gitRepositories() -> Result {
    walk { directory, listing, result in
      let names = Set(listing.entries.map(\.name))
      let isBare = names.isSuperset(of: ["HEAD", "objects", "refs"])
      guard names.contains(".git") || isBare && GitDirectoryShape.isBare(RelativePath.join(root, directory)) else {
        return true
      }
      result.paths.append(directory)
      return false
    }
  }

  /// Visits every directory; the visitor tells whether to look at its subdirectories.
  private func walk(_ visit: (String, DirectoryReader.Listing, inout Result) -> Bool) -> Result {
    var result = Result()
    var pending = [""]
    while let directory = pending.popLast() {
      do {
        let listing = try DirectoryReader.read(RelativePath.join(root, directory))
        for name in listing.badNames where Self.isYAML(name) {
          result.problems.append(FileProblem(path: RelativePath.join(directory, name), reason: .badName))
        }
        guard visit(directory, listing, &result) else { continue }
        for entry in listing.entries where entry.isDirectory && !Self.skipped.contains(entry.name) {
          pending.append(RelativePath.join(directory, entry.name))
        }
      } catch {
        result.problems.append(FileProblem(path: directory.isEmpty ? root : directory, error: error))
      }
    }
    result.paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    result.problems.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return result
  }

  private static func isYAML(_ name: String) -> Bool {
    name.hasSuffix(".yml") || name.hasSuffix(".yaml")
  }
}

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
      if !directory.isEmpty, listing.holds(WalkedNames.git) { return false }
      for entry in listing.entries where WalkedNames.isYAML(entry.name.utf8) {
        if entry.isRegular {
          result.paths.append(RelativePath.join(directory, entry.name))
        } else {
          result.hasIrregularFiles = true
        }
      }
      return true
    }
  }

  /// The directories that are git repositories: those that hold `.git`, and bare ones.
  ///
  /// What lies inside a repository is not looked at. The path of the first directory is empty.
  public func gitRepositories() -> Result {
    walk { directory, listing, result in
      let isBare = ["HEAD", "objects", "refs"].allSatisfy(listing.holds)
      guard listing.holds(WalkedNames.git) || isBare && GitDirectoryShape.isBare(RelativePath.join(root, directory))
      else { return true }
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
        result.problems += WalkedNames.problems(of: listing, in: directory)
        guard visit(directory, listing, &result) else { continue }
        for entry in listing.entries where WalkedNames.isEntered(entry) {
          pending.append(RelativePath.join(directory, entry.name))
        }
      } catch {
        result.problems.append(FileProblem(path: directory.isEmpty ? root : directory, error: error))
      }
    }
    result.paths.sort(by: RelativePath.precedes)
    result.problems.sort { RelativePath.precedes($0.path, $1.path) }
    return result
  }
}

/// What walks make of names.
enum WalkedNames {
  /// The name whose presence makes a directory a repository.
  static let git = ".git"
  private static let skipped = [git, "node_modules"]

  /// Whether a walk goes into an entry.
  static func isEntered(_ entry: DirectoryReader.Entry) -> Bool {
    entry.isDirectory && !skipped.contains(entry.name)
  }

  /// Whether a file bears the name of a YAML file: `*.yml` or `*.yaml`.
  static func isYAML(_ name: some BidirectionalCollection<UInt8>) -> Bool {
    name.suffix(4).elementsEqual(".yml".utf8) || name.suffix(5).elementsEqual(".yaml".utf8)
  }

  /// The names of YAML files that are no text.
  static func problems(of listing: DirectoryReader.Listing, in directory: String) -> [FileProblem] {
    listing.badNames.filter { isYAML($0.utf8) }.map { name in
      FileProblem(path: RelativePath.join(directory, name), reason: .badName)
    }
  }
}

/// Finds repositories below a directory, one region after the other, so that several threads can share the work.
///
/// A repository is a directory that holds `.git` or a file with the name of the entry. What is entered and which files
/// belong to a repository is as in ``DirectoryWalk/yamlFiles()``.
struct RepositoryWalk: Sendable {
  /// A repository that was found.
  struct Repository: Sendable {
    /// Where it lies, relative to where the walk began; empty for that place itself.
    let path: String
    /// Its files named `*.yml` or `*.yaml`, relative to it, ordered by their bytes.
    var yamlFiles: [String] = []
    /// Whether links, folders or anything else but regular files bear such names.
    var hasIrregularFiles = false
    /// Whether it holds anything with the name of the entry.
    let hasEntry: Bool
    /// Whether it holds anything with the name of the settings.
    let hasSettings: Bool
  }

  /// What lies in a directory that belongs to no repository found before.
  struct Region {
    /// The repository at the directory, and those inside it that share its files, ordered by their paths.
    var repositories: [Repository] = []
    /// Directories that are regions of their own.
    var directories: [String] = []
    /// What could not be looked at.
    var problems: [FileProblem] = []
  }

  let root: String
  let entry: String

  /// Looks at a directory, and at everything below where it is a repository.
  func region(at path: String) -> Region {
    var region = Region()
    // With each directory the repositories to which its files belong.
    var pending: [(path: String, owners: [Int])] = [(path, [])]
    while let (directory, owners) = pending.popLast() {
      do {
        let listing = try DirectoryReader.read(RelativePath.join(root, directory), where: isWanted)
        let hasGit = listing.holds(WalkedNames.git)
        if hasGit, directory != path {
          region.directories.append(directory)
          continue
        }
        region.problems += WalkedNames.problems(of: listing, in: directory)
        var owners = owners
        if hasGit || listing.entries.contains(where: { $0.name == entry && !$0.isDirectory }) {
          owners.append(region.repositories.count)
          region.repositories.append(
            Repository(
              path: directory, hasEntry: listing.holds(entry), hasSettings: listing.holds(SettingsFile.name)))
        }
        for index in owners { region.repositories[index].add(listing, in: directory) }
        for item in listing.entries where WalkedNames.isEntered(item) {
          let path = RelativePath.join(directory, item.name)
          if owners.isEmpty { region.directories.append(path) } else { pending.append((path, owners)) }
        }
      } catch {
        region.problems.append(FileProblem(path: directory.isEmpty ? root : directory, error: error))
      }
    }
    for index in region.repositories.indices {
      region.repositories[index].yamlFiles.sort(by: RelativePath.precedes)
    }
    region.repositories.sort { RelativePath.precedes($0.path, $1.path) }
    return region
  }

  private func isWanted(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    WalkedNames.isYAML(name) || name.elementsEqual(WalkedNames.git.utf8) || name.elementsEqual(entry.utf8)
  }
}

extension RepositoryWalk.Repository {
  /// Adds the YAML files of one of its directories.
  fileprivate mutating func add(_ listing: DirectoryReader.Listing, in directory: String) {
    let files = listing.entries.filter { WalkedNames.isYAML($0.name.utf8) }
    guard !files.isEmpty else { return }
    let below = RelativePath.of(directory, in: path) ?? directory
    for file in files {
      if file.isRegular { yamlFiles.append(RelativePath.join(below, file.name)) } else { hasIrregularFiles = true }
    }
  }
}

/// Finds the repositories that the PATH arguments of a command name.
public struct RepositorySearch: Sendable {
  /// A repository with its place in a report.
  public struct Found: Sendable {
    /// The repository.
    public let repository: RepositoryReader.Repository
    /// Its path below the place that the report speaks of; empty for the place itself. Absolute when it lies elsewhere.
    public let directory: String
    /// Whether the PATH named it, and not a directory above it.
    public let isNamed: Bool
    /// Its YAML files, where the search has seen them already.
    let yamlFiles: DirectoryWalk.Repository?
  }

  /// The repositories in the order of the arguments, those below one argument by path; each once.
  public private(set) var repositories: [Found] = []
  /// Arguments and directories that could not be looked at.
  public private(set) var problems: [FileProblem] = []

  /// Looks for repositories.
  ///
  /// The report speaks of the one repository or the one directory that is named, else of the current directory.
  /// - Parameters:
  ///   - paths: the arguments.
  ///   - isRecursive: whether every directory below an argument that holds `.git` or an entry file is a repository.
  ///   - ciConfigPath: the entry file that the command line names; nil for `.gitlab-ci.yml`.
  public init(_ paths: [String], isRecursive: Bool, ciConfigPath: String?, files: any FileSystem = POSIXFileSystem()) {
    var opened: [(repository: RepositoryReader.Repository, base: String, yamlFiles: DirectoryWalk.Repository?)] = []
    for path in paths {
      do throws(FileProblem) {
        if isRecursive, let tree = try? Checkout(root: path, files: files) {
          opened += below(tree, ciConfigPath: ciConfigPath, files: files).map { ($0.0, tree.root, $0.1) }
        } else {
          let repository = try RepositoryReader(ciConfigPath: ciConfigPath, files: files).open(path)
          opened.append((repository, repository.checkout.root, nil))
        }
      } catch {
        problems.append(error)
      }
    }
    let bases = Set(opened.map(\.base))
    let current = (try? files.resolve(".")) ?? ""
    let base = bases.count == 1 ? bases.first ?? current : current
    var seen: Set<[String]> = []
    for (repository, _, yamlFiles) in opened {
      let root = repository.checkout.root
      let entry = repository.isSingleFile ? repository.entry ?? "" : ""
      guard seen.insert([root, entry]).inserted else { continue }
      let directory = RelativePath.of(root, in: base) ?? root
      repositories.append(
        Found(repository: repository, directory: directory, isNamed: yamlFiles == nil, yamlFiles: yamlFiles))
    }
  }

  private mutating func below(
    _ tree: Checkout, ciConfigPath: String?, files: any FileSystem
  ) -> [(RepositoryReader.Repository, DirectoryWalk.Repository)] {
    let walk = DirectoryWalk(root: tree.root).repositories(entry: ciConfigPath ?? RepositoryReader.defaultEntry)
    problems += walk.problems
    var result: [(RepositoryReader.Repository, DirectoryWalk.Repository)] = []
    for found in walk.repositories {
      let checkout = tree.below(found.path)
      // A repository without the entry file that others have may still hold templates.
      if let named = try? RepositoryReader(ciConfigPath: ciConfigPath, files: files).openRepository(checkout) {
        result.append((named, found))
        continue
      }
      do throws(FileProblem) {
        result.append((try RepositoryReader(files: files).openRepository(checkout), found))
      } catch {
        problems.append(error)
      }
    }
    return result
  }
}

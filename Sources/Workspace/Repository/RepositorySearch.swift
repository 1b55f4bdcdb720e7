/// Finds the repositories that the PATH arguments of a command name, and works on them while it goes on looking.
public struct RepositorySearch: Sendable {
  /// A repository with its place in a report.
  public struct Found: Sendable {
    /// The repository.
    public let repository: RepositoryReader.Repository
    /// Its path below the place that the report speaks of; empty for the place itself. Absolute when it lies elsewhere.
    public let directory: String
    /// Whether the PATH named it, and not a directory above it.
    public let isNamed: Bool
    /// What the search has seen of it already.
    let seen: RepositoryWalk.Repository?
  }

  /// What an argument names.
  private enum Argument: Sendable {
    case repository(RepositoryReader.Repository)
    /// A directory that holds repositories.
    case tree(Checkout)

    /// The directory in which the paths of a report start where it is the only one.
    var base: String {
      switch self {
      case .repository(let repository): repository.checkout.root
      case .tree(let checkout): checkout.root
      }
    }
  }

  /// A directory that is to be looked at.
  private struct Place: Sendable {
    /// The index of the argument.
    let argument: Int
    /// The path below the directory that the argument names.
    let path: String

    func precedes(_ other: Place) -> Bool {
      argument == other.argument ? RelativePath.precedes(path, other.path) : argument < other.argument
    }
  }

  private var arguments: [Argument] = []
  private var problems: [FileProblem] = []
  private let base: String
  private let ciConfigPath: String?
  private let files: any FileSystem

  /// Creates a search.
  ///
  /// The report speaks of the one repository or the one directory that is named, else of the current directory.
  /// - Parameters:
  ///   - paths: the arguments.
  ///   - isRecursive: whether every directory below an argument that holds `.git` or an entry file is a repository.
  ///   - ciConfigPath: the entry file that the command line names; nil for `.gitlab-ci.yml`.
  public init(_ paths: [String], isRecursive: Bool, ciConfigPath: String?, files: any FileSystem = POSIXFileSystem()) {
    for path in paths {
      do throws(FileProblem) {
        if isRecursive, let tree = try? Checkout(root: path, files: files) {
          arguments.append(.tree(tree))
        } else {
          arguments.append(.repository(try RepositoryReader(ciConfigPath: ciConfigPath, files: files).open(path)))
        }
      } catch {
        problems.append(error)
      }
    }
    let bases = Set(arguments.map(\.base))
    let current = (try? files.resolve(".")) ?? ""
    base = bases.count == 1 ? bases.first ?? current : current
    self.ciConfigPath = ciConfigPath
    self.files = files
  }

  /// What a search comes to.
  public struct Outcome<Value: Sendable>: Sendable {
    /// What the function made of the repositories, in the order of the arguments, those below one argument by path; each
    /// repository once.
    public let values: [Value]
    /// Arguments and directories that could not be looked at.
    public let problems: [FileProblem]
  }

  /// Calls a function for every repository, for at most `threads` of them at a time, as soon as it is found.
  public func map<Value>(threads: Int, _ body: @escaping @Sendable (Found) -> Value) -> Outcome<Value> {
    let collection = Lock(Collection<Value>())
    let places = arguments.indices.reversed().map { Place(argument: $0, path: "") }
    WorkerPool.drain(places, threads: threads) { place in
      var results = Collection<Value>()
      let further = look(at: place, &results, body)
      collection.withValue { $0.add(results) }
      return further
    }
    return collection.withValue { $0.outcome(after: problems) }
  }

  /// Works on what lies at a place.
  ///
  /// - Returns: the places below that are to be looked at on their own.
  private func look<Value>(
    at place: Place, _ results: inout Collection<Value>, _ body: @Sendable (Found) -> Value
  ) -> [Place] {
    switch arguments[place.argument] {
    case .repository(let repository):
      let found = Found(repository: repository, directory: directory(of: repository), isNamed: true, seen: nil)
      results.add(body(found), of: found, at: place)
      return []
    case .tree(let tree):
      let walk = RepositoryWalk(root: tree.root, entry: ciConfigPath ?? RepositoryReader.defaultEntry)
      let region = walk.region(at: place.path)
      for problem in region.problems { results.add(problem, at: place) }
      for seen in region.repositories {
        let place = Place(argument: place.argument, path: seen.path)
        do throws(FileProblem) {
          let repository = try open(seen, in: tree)
          let found = Found(repository: repository, directory: directory(of: repository), isNamed: false, seen: seen)
          results.add(body(found), of: found, at: place)
        } catch {
          results.add(error, at: place)
        }
      }
      return region.directories.map { Place(argument: place.argument, path: $0) }
    }
  }

  private func open(
    _ seen: RepositoryWalk.Repository, in tree: Checkout
  ) throws(FileProblem) -> RepositoryReader.Repository {
    let checkout = tree.below(seen.path)
    let entry = seen.hasEntry ? RepositoryReader.defaultEntry : nil
    var repository = RepositoryReader.Repository(checkout: checkout, entry: entry, isSingleFile: false)
    if ciConfigPath != nil {
      // A repository without the entry file that others have may still hold templates.
      if let named = try? RepositoryReader(ciConfigPath: ciConfigPath, files: files).openRepository(checkout) {
        repository = named
      } else {
        repository = try RepositoryReader(files: files).openRepository(checkout)
      }
    }
    repository.isWithoutSettings = !seen.hasSettings
    return repository
  }

  private func directory(of repository: RepositoryReader.Repository) -> String {
    RelativePath.of(repository.checkout.root, in: base) ?? repository.checkout.root
  }

  // MARK: - Results

  /// What threads have found so far, in any order.
  private struct Collection<Value: Sendable>: Sendable {
    private var values: [Value] = []
    /// For every value its place.
    private var places: [Place] = []
    /// For every value what tells its repository from others: the root, and the file where the argument names one.
    private var identities: [String] = []
    private var problems: [(place: Place, problem: FileProblem)] = []

    mutating func add(_ value: Value, of found: Found, at place: Place) {
      let repository = found.repository
      values.append(value)
      places.append(place)
      identities.append(repository.checkout.root + "\0" + (repository.isSingleFile ? repository.entry ?? "" : ""))
    }

    mutating func add(_ problem: FileProblem, at place: Place) { problems.append((place, problem)) }

    mutating func add(_ other: Collection) {
      values += other.values
      places += other.places
      identities += other.identities
      problems += other.problems
    }

    /// Everything in its order, each repository once.
    func outcome(after known: [FileProblem]) -> Outcome<Value> {
      var seen: Set<String> = []
      // Numbers are sorted, not what they stand for: moving that costs far more than comparing.
      let order = places.indices.sorted { places[$0].precedes(places[$1]) }
      let problems = problems.sorted { left, right in
        (left.place.argument, left.problem.path) < (right.place.argument, right.problem.path)
      }
      return Outcome(
        values: order.filter { seen.insert(identities[$0]).inserted }.map { values[$0] },
        problems: known + problems.map(\.problem))
    }
  }
}

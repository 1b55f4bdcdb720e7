import Diagnostics
import SourceText
import YAMLSyntax

/// The files of a project as they are read: each once, with what is wrong with it.
struct FileStore {
  /// The name of a file: its path in the repository, or in another project.
  struct Key: Hashable {
    let project: String?
    let path: String
  }

  private let files: ProjectFiles
  /// Trees that are known already and need no parsing.
  private let known: [Key: YAMLTree]
  private var projects: [String: ProjectFiles?] = [:]
  private var lists: [String?: [String]] = [:]
  private var indices: [Key: Int?] = [:]

  /// The files in the order in which they were reached.
  private(set) var documents: [CIDocument] = []
  /// The name of each file.
  private(set) var keys: [Key] = []
  /// The configuration of each file; nil for an empty one.
  private(set) var values: [CIMapping?] = []
  /// The header of each file; nil where it has none.
  private(set) var headers: [CIMapping?] = []
  /// What is wrong, each once.
  private(set) var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  /// Whether a file could not be read or parsed, or a pipeline could not be put together.
  private(set) var hasUnreadableFiles = false

  /// Creates an empty store over a repository's files.
  init(_ files: ProjectFiles, known: [Key: YAMLTree] = [:]) {
    self.files = files
    self.known = known
  }

  /// Whether a project's files are here; nil stands for this repository.
  mutating func holds(project: String?) -> Bool { access(to: project) != nil }

  /// Whether a file is there.
  mutating func holds(_ key: Key) -> Bool { known[key] != nil || access(to: key.project)?.read(key.path) != nil }

  /// The index of the file that an include names; nil where it is not here or cannot be read.
  ///
  /// A missing file is reported unless `rules:` decide about the include: GitLab looks at them first, and never at the
  /// file of an include that they leave out.
  mutating func index(of key: Key, includedBy include: Include) -> Int? {
    index(of: key, includedFrom: include.isConditional ? nil : include.site)
  }

  /// The index of a file, which is read if it is new; nil where it is not here or cannot be read.
  mutating func index(of key: Key, includedFrom site: Origin?) -> Int? {
    if let known = indices[key] { return known }
    let index = load(key, includedFrom: site)
    // Where nobody has been told yet that it is missing, the next include of the same file may have to.
    if index != nil || site != nil { indices[key] = .some(index) }
    return index
  }

  /// The paths of a project that match a pattern, in the order of git.
  mutating func paths(matching pattern: PathPattern, in project: String?) -> [String] {
    let all: [String]
    if let known = lists[project] {
      all = known
    } else {
      all = (access(to: project)?.list() ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      lists[project] = all
    }
    return all.filter(pattern.matches)
  }

  // MARK: - Reading

  private mutating func access(to project: String?) -> ProjectFiles? {
    guard let project else { return files }
    if let known = projects[project] { return known }
    let found = files.project(project)
    projects[project] = .some(found)
    return found
  }

  private mutating func load(_ key: Key, includedFrom site: Origin?) -> Int? {
    if let tree = known[key] { return add(tree, key: key) }
    switch access(to: key.project)?.read(key.path) {
    case nil:
      if let site {
        let owner = key.project.map { "project `\($0)`" } ?? "the repository"
        report(
          ConfigurationRules.missingInclude, "`\(key.path)` is not in \(owner)", at: site, severity: .warning,
          help: ["check the path, or restore the file"])
      }
      return nil
    case .failure(let problem):
      hasUnreadableFiles = true
      let location = Location(path: problem.path, range: ByteRange(at: 0))
      add(
        Diagnostic(rule: ConfigurationRules.unreadable, severity: .error, message: problem.reason, location: location))
      return nil
    case .success(let source):
      return parse(source, key: key)
    }
  }

  private mutating func parse(_ source: SourceFile, key: Key) -> Int? {
    let shown = key.project.map { SourceFile(path: "\($0):\(key.path)", bytes: source.bytes) } ?? source
    do {
      return add(try YAMLTree(parsing: shown), key: key)
    } catch {
      fail(
        error.message, at: error.range, in: shown,
        help: error.help ?? "correct the YAML")
      return nil
    }
  }

  private mutating func add(_ tree: YAMLTree, key: Key) -> Int? {
    // No project path holds `@`; behind it stands the ref.
    let document = CIDocument(tree, project: key.project?.split(separator: "@").first.map(String.init))
    if let problem = document.splitProblem {
      fail(problem.message, at: problem.range, in: tree.source, help: problem.help)
      return nil
    }
    var reader = ValueReader(document, file: documents.count)
    let header = document.header.map { reader.value(of: $0) }
    let value = document.content.map { reader.value(of: $0) }
    for problem in reader.problems {
      fail(problem.message, at: tree[problem.node].range, in: tree.source, help: problem.help)
    }
    guard reader.problems.isEmpty else { return nil }
    if let value, value.mapping == nil {
      fail("the configuration is not a mapping of jobs", at: tree[value.origin.node].range, in: tree.source)
      return nil
    }
    documents.append(document)
    keys.append(key)
    values.append(value?.mapping)
    headers.append(header?.mapping)
    return documents.count - 1
  }

  // MARK: - Reporting

  /// Reports what is wrong at a place of a file.
  mutating func report(
    _ rule: RuleID, _ message: String, at site: Origin, severity: Severity = .error, help: [String] = []
  ) {
    let document = documents[site.file]
    let location = Location(path: document.path, range: document.tree[site.node].range)
    add(Diagnostic(rule: rule, severity: severity, message: message, location: location, help: help))
  }

  /// Remembers that a pipeline is too large to be put together.
  mutating func refusePipeline() { hasUnreadableFiles = true }

  private mutating func fail(_ message: String, at range: ByteRange, in source: SourceFile, help: String? = nil) {
    hasUnreadableFiles = true
    add(
      Diagnostic(
        rule: ConfigurationRules.syntax, severity: .error, message: message,
        location: Location(path: source.path, range: range), help: help.map { [$0] } ?? []))
  }

  private mutating func add(_ diagnostic: Diagnostic) {
    if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }
}

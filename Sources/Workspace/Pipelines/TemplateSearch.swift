public import GitLabCI
public import KanikoMigration
internal import SourceText
internal import YAMLSyntax

/// Finds where the pipelines of a repository start: its entry file, and every other YAML file that may have to do with
/// Kaniko and is a configuration of GitLab.
///
/// Where one file has, so may those that include it: they count, too.
public struct TemplateSearch {
  private let entry: String?
  private let mention: KanikoMention
  private let searchesFirst: Bool
  /// Whether a file may have to do with Kaniko.
  private(set) var isMentioned: Bool
  private var candidates: [(path: String, bytes: [UInt8])] = []
  private var entryBytes: [UInt8]?

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - settings: what counts as Kaniko.
  ///   - entry: the entry file; nil for a repository without one.
  public init(_ settings: MigrationSettings, entry: String?) {
    self.init(settings, entry: entry, searchesFirst: true)
  }

  /// - Parameter searchesFirst: whether files are searched before they are parsed; a test compares both ways.
  init(_ settings: MigrationSettings, entry: String?, searchesFirst: Bool) {
    self.entry = entry
    self.searchesFirst = searchesFirst
    mention = KanikoMention(settings)
    isMentioned = !searchesFirst
  }

  /// Looks at a YAML file of the repository. Files come in the order of their paths.
  public mutating func look(at path: String, _ bytes: [UInt8]) {
    let isPossible = !searchesFirst || mention.isPossible(in: bytes)
    isMentioned = isMentioned || isPossible
    if path == entry { entryBytes = bytes }
    guard path != entry, isPossible || KanikoMention.includesOthers(bytes) else { return }
    candidates.append((path, bytes))
  }

  /// Takes notice of a YAML file that cannot be read: it may hold anything.
  mutating func lookAtUnreadable() { isMentioned = true }

  /// The content of the entry file and of those that may start pipelines.
  var contents: [String: [UInt8]] {
    var contents = Dictionary(candidates.map { ($0.path, $0.bytes) }) { first, _ in first }
    if let entry, let entryBytes { contents[entry] = entryBytes }
    return contents
  }

  /// The files at which pipelines start, after all were looked at.
  public var entries: [(path: String, kind: Pipeline.Kind)] {
    let first: [(path: String, kind: Pipeline.Kind)] = entry.map { [($0, .entry)] } ?? []
    guard isMentioned else { return first }
    return first
      + candidates.filter { candidate in
        guard let tree = try? YAMLTree(parsing: SourceFile(path: candidate.path, bytes: candidate.bytes)) else {
          return false
        }
        return PipelineShape.matches(tree)
      }.map { ($0.path, .template) }
  }
}

public import Diagnostics
import SourceText
import YAMLSyntax

/// Everything known about the pipelines of one repository.
public struct Project: Sendable {
  /// The files that were read and parsed, in the order in which they were reached.
  public let documents: [CIDocument]
  /// The names of the files, by their index in ``documents``.
  let keys: [FileStore.Key]
  /// The files that the pipelines were asked to start at.
  let entries: [(path: String, kind: Pipeline.Kind)]
  /// The pipelines: the entry file's first, then child pipelines, then files that nothing here includes.
  public let pipelines: [Pipeline]
  /// What is wrong with the files themselves: syntax, cycles, includes that are not there.
  public let diagnostics: [Diagnostic]
  /// Whether a file could not be read or parsed.
  public let hasUnreadableFiles: Bool

  /// The bytes of a value's origin as a location.
  public func location(of origin: Origin) -> Location {
    let document = documents[origin.file]
    return Location(path: document.path, range: document.tree[origin.node].range)
  }

  /// The index of a file that was read, by its path.
  public func fileIndex(of path: String) -> Int? { documents.firstIndex { $0.path == path } }
}

/// One pipeline: an entry file with what it includes; a class, because many hold it.
public final class Pipeline: Sendable {
  /// What starts the pipeline.
  public enum Kind: Sendable, Hashable {
    /// The repository's own entry file.
    case entry
    /// A child pipeline of a `trigger:` job here.
    case child
    /// A file that nothing here includes: a template or component for others.
    case template
  }

  /// What starts it.
  public let kind: Kind
  /// The indices of its entry files in ``Project/documents``: several for a child pipeline that lists several.
  public let entryFiles: [Int]
  /// The files it is made of, entry file last.
  public let files: [Int]
  /// The merged configuration before `extends` and `!reference`.
  public let root: CIMapping
  /// The jobs and hidden jobs.
  public let jobs: [Job]
  /// Includes whose files are not here.
  public let unresolvedIncludes: [Include]
  /// Includes that `rules:` may leave out when the pipeline runs; their files count as included.
  public let conditionalIncludes: [Include]
  /// Files of child pipelines that are not here.
  public let unresolvedChildren: [Include]
  /// Variables that the trigger jobs of a child pipeline hand down; they win over the pipeline's own.
  public let forwardedVariables: [CIMapping.Entry]
  private let positions: [String: Int]

  init(
    kind: Kind, entryFiles: [Int], files: [Int], root: CIMapping, jobs: [Job], unresolvedIncludes: [Include],
    conditionalIncludes: [Include], unresolvedChildren: [Include], forwardedVariables: [CIMapping.Entry]
  ) {
    self.kind = kind
    self.entryFiles = entryFiles
    self.files = files
    self.root = root
    self.jobs = jobs
    self.unresolvedIncludes = unresolvedIncludes
    self.conditionalIncludes = conditionalIncludes
    self.unresolvedChildren = unresolvedChildren
    self.forwardedVariables = forwardedVariables
    positions = Dictionary(jobs.indices.map { (jobs[$0].name, $0) }) { first, _ in first }
  }

  /// The index of its entry file in ``Project/documents``; of several the last, which wins over the others.
  public var entryFile: Int { entryFiles.last ?? 0 }

  /// Whether definitions may exist that are in no file here.
  public var isPartial: Bool { kind == .template || !unresolvedIncludes.isEmpty }

  /// A job by its name, in constant time.
  public func job(named name: String) -> Job? { positions[name].map { jobs[$0] } }

  /// The position in ``jobs`` of a job by its name, in constant time.
  public func position(ofJob name: String) -> Int? { positions[name] }
}

import SourceText
public import YAMLSyntax

/// One file of a pipeline, parsed.
public struct CIDocument: Sendable {
  /// The tree of the file.
  public let tree: YAMLTree
  /// The root of the configuration: the mapping of jobs; nil for an empty file.
  public let content: YAMLNodeID?
  /// The root of the header that declares `spec:`, if there is one.
  public let header: YAMLNodeID?
  /// The path of the other project that the file belongs to; nil for a file of this repository.
  public let project: String?
  /// Why GitLab would not read the file as it looks.
  let splitProblem: DocumentSplit.Problem?

  /// The path of the file as it is shown: relative to the repository, or after the path of its project.
  public var path: String { tree.source.path }
  /// Whether the file belongs to another project: it can be read here, but not changed.
  public var isForeign: Bool { project != nil }

  /// Finds the document that GitLab would use: the last one after a header with `spec`, else the first.
  ///
  /// GitLab splits the text at `---` before it parses (lib/gitlab/config/loader/multi_doc_yaml.rb); the same pieces are
  /// found here in the tree of the whole file.
  public init(_ tree: YAMLTree, project: String? = nil) {
    self.tree = tree
    self.project = project
    let split = DocumentSplit(tree)
    splitProblem = split.problem
    if split.roots.count > 1, let first = split.roots.first, Self.keys(of: first, in: tree).contains("spec") {
      header = first
      content = split.roots.last
    } else {
      header = nil
      content = split.roots.first
    }
  }

  private static func keys(of root: YAMLNodeID, in tree: YAMLTree) -> [String] {
    guard case .mapping(let entries, _) = tree[root].kind else { return [] }
    return entries.map { tree.text(of: $0.key) }
  }
}

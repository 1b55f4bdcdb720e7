import Diagnostics
public import GitLabCI
import SourceText
import YAMLSyntax

/// What holds for every project: each value is what stands at the bytes it says it comes from.
public struct ProjectInvariants: Sendable {
  private let project: Project
  /// What is wrong with the project; empty when nothing is.
  public private(set) var problems: [String] = []

  /// Checks a project.
  public init(_ project: Project) {
    self.project = project
    for diagnostic in project.diagnostics { check(diagnostic.location.path, diagnostic.location.range) }
    for pipeline in project.pipelines {
      check(pipeline.root)
      for job in pipeline.jobs { check(job) }
    }
    checkReloading()
  }

  private mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
    if !condition { problems.append(problem()) }
  }

  private mutating func check(_ path: String, _ range: ByteRange) {
    guard let file = project.fileIndex(of: path) else { return }
    let count = project.documents[file].tree.source.bytes.count
    expect(range.lowerBound >= 0 && range.upperBound <= count, "\(path): a diagnostic at \(range)")
  }

  private mutating func check(_ job: Job) {
    expect(job.entry.key == job.name, "the entry of `\(job.name)` has the key `\(job.entry.key)`")
    check(job.definition)
    check(job.effective)
    for missing in job.missing { expect(tree(of: missing.site) != nil, "`\(missing.name)` is missing nowhere") }
    check(JobScript([.beforeScript, .script], of: job.effective))
  }

  private mutating func check(_ script: JobScript) {
    for violation in ShellInvariants(script.shell).violations { problems.append("script: \(violation)") }
    for item in script.items {
      let decoded = Array((item.value.scalar?.text ?? "").utf8)
      let range = item.decodedRange(item.range)
      guard range.lowerBound >= 0, range.upperBound <= decoded.count else {
        problems.append("an item of a script lies outside of its scalar: \(range)")
        continue
      }
      expect(decoded[range.indices].elementsEqual(script.text[item.range.indices]), "an item has another text")
    }
  }

  // MARK: - Values

  private func tree(of origin: Origin) -> YAMLTree? {
    guard project.documents.indices.contains(origin.file) else { return nil }
    let tree = project.documents[origin.file].tree
    return tree.nodes.indices.contains(origin.node.index) ? tree : nil
  }

  private mutating func check(_ mapping: CIMapping) {
    var keys: Set<String> = []
    for entry in mapping.entries {
      expect(keys.insert(entry.key).inserted, "the key `\(entry.key)` comes twice")
      expect(mapping[entry.key] != nil, "the key `\(entry.key)` is not found")
      checkOwner(of: entry)
      check(entry.value)
    }
    for source in mapping.sources {
      expect(tree(of: source) != nil, "a mapping from nowhere")
    }
  }

  private mutating func checkOwner(of entry: CIMapping.Entry) {
    guard let tree = tree(of: entry.owner), case .mapping(let entries, _) = tree[entry.owner.node].kind,
      entries.indices.contains(entry.index)
    else { return problems.append("the key `\(entry.key)` stands nowhere") }
  }

  private mutating func check(_ value: CIValue) {
    switch value.kind {
    case .scalar(let scalar):
      guard let tree = tree(of: value.origin) else { return problems.append("a scalar from nowhere") }
      guard case .scalar = tree[value.origin.node].kind else { return }
      expect(tree.text(of: value.origin.node) == scalar.text, "a scalar has the text of another: \(scalar.text)")
    case .sequence(let items):
      check(value, isCollection: true)
      for item in items { check(item) }
    case .mapping(let mapping):
      check(value, isCollection: true)
      check(mapping)
    case .reference: check(value, isCollection: false)
    }
  }

  private mutating func check(_ value: CIValue, isCollection: Bool) {
    for origin in [value.origin, value.site] {
      expect(tree(of: origin) != nil, "a value from nowhere")
    }
    guard isCollection, let tree = tree(of: value.origin) else { return }
    if case .alias = tree[value.origin.node].kind { problems.append("the origin of a value is an alias") }
  }

  /// Reading the same bytes again gives the same pipelines.
  private mutating func checkReloading() {
    let again = project.reloaded(replacing: [:])
    expect(again.pipelines.count == project.pipelines.count, "another number of pipelines when it is read again")
    for (old, new) in zip(project.pipelines, again.pipelines) {
      expect(Canonical.line(old.root) == Canonical.line(new.root), "another pipeline when it is read again")
      expect(old.jobs.map(\.name) == new.jobs.map(\.name), "other jobs when it is read again")
    }
  }
}

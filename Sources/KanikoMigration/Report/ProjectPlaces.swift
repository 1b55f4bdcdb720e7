import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Finds the bytes in the files that a part of a job comes from.
struct ProjectPlaces {
  let project: Project

  /// The key that names a job.
  func key(of id: JobID) -> Location { key(of: project[id].entry) }

  /// The key of an entry.
  func key(of entry: CIMapping.Entry) -> Location {
    let tree = project.documents[entry.owner.file].tree
    guard case .mapping(let entries, _) = tree[entry.owner.node].kind, entries.indices.contains(entry.index) else {
      return project.location(of: entry.owner)
    }
    return Location(path: tree.source.path, range: tree[entries[entry.index].key].range)
  }

  /// The content of a value, without anchor and tag.
  func content(of origin: Origin) -> Location {
    let document = project.documents[origin.file]
    return Location(path: document.path, range: document.tree[origin.node].contentRange)
  }

  /// The bytes of the file that a range of a joined script comes from; what lies in further items is left out.
  func location(of range: ByteRange, in script: JobScript) -> Location? {
    guard
      let item = script.items.first(where: { $0.range.contains(offset: range.lowerBound) || $0.range.contains(range) })
    else { return nil }
    let clipped = ByteRange(range.lowerBound, min(range.upperBound, item.range.upperBound))
    let origin = item.value.origin
    let tree = project.documents[origin.file].tree
    let source = tree.sourceMap(of: origin.node).sourceRange(of: item.decodedRange(clipped))
    return Location(path: tree.source.path, range: source)
  }

  // MARK: - Files of other projects

  /// The nearest place of this repository for one that lies in a file of another project: the include that brings the
  /// file, in the pipelines of some jobs if they have one. Nil for a place that is in this repository already.
  func ownPlace(for location: Location, jobs: [JobID]) -> Location? {
    for pipeline in jobs.map({ project.pipelines[$0.pipeline] }) + project.pipelines {
      if let own = ownPlace(for: location, pipeline: pipeline) { return own }
    }
    return nil
  }

  private func ownPlace(for location: Location, pipeline: Pipeline) -> Location? {
    guard let document = project.documents.first(where: { $0.path == location.path }), let name = document.project
    else {
      return nil
    }
    let own = pipeline.files.reversed().filter { !project.documents[$0].isForeign }
    var anyInclude: Location?
    for file in own {
      let includes = includes(in: project.documents[file])
      if let exact = includes.first(where: { $0.project == name }) { return exact.location }
      anyInclude = anyInclude ?? includes.first { $0.project != nil }?.location
    }
    // A file of a project that only another project includes: the include that leads there.
    return anyInclude
  }

  /// The entries of `include:` in one file, with the projects that they name.
  private func includes(in document: CIDocument) -> [(project: String?, location: Location)] {
    let tree = document.tree
    guard let root = document.content, let value = value(of: "include", in: root, of: tree) else { return [] }
    let nodes: [YAMLNodeID]
    if case .sequence(let items, _) = tree[tree.resolved(value)].kind {
      nodes = items.map(\.node)
    } else {
      nodes = [value]
    }
    return nodes.map { node in
      let named = self.value(of: "project", in: node, of: tree).map { tree.text(of: $0) }
      return (named, Location(path: document.path, range: tree[node].range))
    }
  }

  private func value(of key: String, in node: YAMLNodeID, of tree: YAMLTree) -> YAMLNodeID? {
    guard case .mapping(let entries, _) = tree[tree.resolved(node)].kind else { return nil }
    return entries.last { tree.text(of: $0.key) == key }?.value
  }
}

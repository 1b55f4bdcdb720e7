import GitLabCI
import SourceText
import YAMLSyntax

/// Twins as they stand in the files: each right behind its job, which it extends.
struct TwinFinder {
  /// A twin.
  struct Found {
    /// The job that it belongs to.
    let key: JobKey
    /// The file, by its index in the documents.
    let file: Int
    /// The key of the twin.
    let name: ByteRange
    /// The bytes that go when the twin goes: from the end of its job to its own end, a comparison behind it included.
    let range: ByteRange
    /// Whether a job that compares both images stands behind the twin.
    let isCompared: Bool
  }

  let project: Project

  /// Every twin, in the order of the files.
  var twins: [Found] { project.documents.indices.flatMap(twins) }

  private func twins(in file: Int) -> [Found] {
    let document = project.documents[file]
    let tree = document.tree
    guard !document.isForeign, let root = document.content,
      case .mapping(let entries, isFlow: false) = tree[tree.resolved(root)].kind
    else { return [] }
    let names = entries.map { tree.text(of: $0.key) }
    let positions = names.indices.dropLast().filter { index in
      names[index + 1] == Twin.name(for: names[index]) && extends(names[index], entries[index + 1].value, tree)
    }
    guard !positions.isEmpty else { return [] }
    let editor = YAMLEditor(tree)
    return positions.compactMap { index in
      let isCompared =
        index + 2 < names.count && names[index + 2] == ComparisonWriter.name(for: names[index])
        && extends(names[index], entries[index + 2].value, tree)
      guard let start = editor.endOfEntry(index, of: root),
        let end = editor.endOfEntry(isCompared ? index + 2 : index + 1, of: root)
      else { return nil }
      return Found(
        key: JobKey(path: document.path, name: names[index]), file: file, name: tree[entries[index + 1].key].range,
        range: ByteRange(start, end), isCompared: isCompared)
    }
  }

  private func extends(_ name: String, _ value: YAMLNodeID, _ tree: YAMLTree) -> Bool {
    guard case .mapping(let entries, _) = tree[value].kind,
      let base = entries.last(where: { tree.text(of: $0.key) == "extends" })
    else { return false }
    return tree.text(of: base.value) == name
  }
}

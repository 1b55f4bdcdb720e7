import GitLabCI
import YAMLSyntax

extension Project {
  /// The sequence that holds a node, and the node's index in it; nil for a node that is no item.
  func itemPosition(of origin: Origin) -> (sequence: Origin, index: Int)? {
    let tree = documents[origin.file].tree
    guard let parent = tree.parent(of: origin.node), case .sequence(let items, _) = tree[parent].kind,
      let index = items.firstIndex(where: { $0.node == origin.node })
    else { return nil }
    return (Origin(file: origin.file, node: parent), index)
  }
}

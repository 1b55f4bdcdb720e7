import SourceText
import YAMLSyntax

/// The meaning of a document without its looks: what edits must change, or must leave alone.
indirect enum Model: Equatable {
  case scalar(String, properties: [String])
  case sequence([Model], properties: [String])
  case mapping([Pair], properties: [String])
  case alias(String)

  struct Pair: Equatable {
    var key: Model
    var value: Model
  }

  /// An empty value.
  static let empty = Model.scalar("", properties: [])

  /// The documents of a file, as a sequence.
  init(_ tree: YAMLTree) {
    self = .sequence(tree.documents.map { $0.root.map { Model($0, in: tree) } ?? .empty }, properties: [])
  }

  init(_ id: YAMLNodeID, in tree: YAMLTree) {
    let node = tree[id]
    let properties = [node.anchor.map { "&" + $0.text }, node.tag?.text].compactMap { $0 }
    switch node.kind {
    case .scalar: self = .scalar(tree.text(of: id), properties: properties)
    case .alias: self = .alias(tree.source.text(node.range))
    case .sequence(let items, _): self = .sequence(items.map { Model($0.node, in: tree) }, properties: properties)
    case .mapping(let entries, _):
      let pairs = entries.map { Pair(key: Model($0.key, in: tree), value: Model($0.value, in: tree)) }
      self = .mapping(pairs, properties: properties)
    }
  }

  init(_ content: YAMLContent, properties: [String] = []) {
    switch content {
    case .scalar(let text), .literal(let text), .source(let text): self = .scalar(text, properties: properties)
    case .flowSequence(let texts):
      self = .sequence(texts.map { .scalar($0, properties: []) }, properties: properties)
    case .sequence(let items): self = .sequence(items.map { Model($0.content) }, properties: properties)
    case .mapping(let entries): self = .mapping(entries.map(Pair.init), properties: properties)
    }
  }

  var properties: [String] {
    switch self {
    case .scalar(_, let properties), .sequence(_, let properties), .mapping(_, let properties): properties
    case .alias: []
    }
  }

  /// The model with the node at a path of child numbers changed; keys and values of a mapping are numbered in turn.
  func changing(_ path: ArraySlice<Int>, _ change: (Model) -> Model) -> Model {
    guard let step = path.first else { return change(self) }
    let rest = path.dropFirst()
    switch self {
    case .scalar, .alias: return self
    case .sequence(var items, let properties):
      guard items.indices.contains(step) else { return self }
      items[step] = items[step].changing(rest, change)
      return .sequence(items, properties: properties)
    case .mapping(var pairs, let properties):
      guard pairs.indices.contains(step / 2) else { return self }
      if step.isMultiple(of: 2) {
        pairs[step / 2].key = pairs[step / 2].key.changing(rest, change)
      } else {
        pairs[step / 2].value = pairs[step / 2].value.changing(rest, change)
      }
      return .mapping(pairs, properties: properties)
    }
  }

  /// The entries or items, as a model of an empty value has none of either.
  func inserting(_ added: [Model.Pair], at index: Int) -> Model {
    switch self {
    case .mapping(var pairs, let properties):
      pairs.insert(contentsOf: added, at: min(index, pairs.count))
      return .mapping(pairs, properties: properties)
    case .scalar("", let properties): return .mapping(added, properties: properties)
    default: return self
    }
  }

  func inserting(_ added: [Model], at index: Int) -> Model {
    switch self {
    case .sequence(var items, let properties):
      items.insert(contentsOf: added, at: min(index, items.count))
      return .sequence(items, properties: properties)
    case .scalar("", let properties): return .sequence(added, properties: properties)
    default: return self
    }
  }

  func removing(_ indices: Set<Int>) -> Model {
    switch self {
    case .sequence(let items, let properties):
      .sequence(items.enumerated().filter { !indices.contains($0.offset) }.map(\.element), properties: properties)
    case .mapping(let pairs, let properties):
      .mapping(pairs.enumerated().filter { !indices.contains($0.offset) }.map(\.element), properties: properties)
    default: self
    }
  }
}

extension Model.Pair {
  init(_ entry: YAMLNewEntry) {
    self.init(key: .scalar(entry.key, properties: []), value: Model(entry.content))
  }
}

extension YAMLTree {
  /// The number of the document and the child numbers that lead to a node, as in ``Model/changing(_:_:)``.
  func path(to id: YAMLNodeID) -> [Int] {
    guard let parent = parent(of: id) else { return [documents.firstIndex { $0.root == id } ?? 0] }
    return path(to: parent) + [children(of: parent, in: self).firstIndex(of: id) ?? 0]
  }
}

import SourceText
import YAMLSyntax

/// Turns the nodes of one document into values: typed scalars, merge keys in order, the last of equal keys.
///
/// Follows Psych (`visitors/to_ruby.rb`) under the options that GitLab loads with.
struct ValueReader {
  /// GitLab's limit on collections inside one another, aliases expanded (application setting `max_yaml_depth`).
  static let maximumDepth = 100

  /// Something that makes GitLab refuse the whole file.
  struct Problem: Hashable {
    let message: String
    let node: YAMLNodeID
    let help: String
  }

  /// A value with what it counts for when an alias repeats it.
  private struct Measured {
    let value: CIValue
    /// The number of values in it, itself included.
    let size: Int
    /// The number of collections inside one another.
    let height: Int
  }

  private let tree: YAMLTree
  private let file: Int
  /// Values of anchored nodes, so that an alias costs nothing and a chain of aliases stays linear.
  private var anchored: [YAMLNodeID: Measured] = [:]
  /// How many more values the aliases of this file may stand for, before it counts as an alias bomb.
  private var budget: Int
  /// What makes GitLab refuse the file; the first of its kind only.
  private(set) var problems: [Problem] = []

  /// Creates a reader for a document.
  init(_ document: CIDocument, file: Int, budget: Int = 1_000_000) {
    tree = document.tree
    self.file = file
    self.budget = budget
  }

  /// The value of a node.
  mutating func value(of id: YAMLNodeID) -> CIValue { read(id, level: 0).value }

  // MARK: - Nodes

  /// Reads a node that lies inside `level` collections.
  private mutating func read(_ id: YAMLNodeID, level: Int) -> Measured {
    let target = tree.resolved(id)
    let origin = Origin(file: file, node: target)
    let site = Origin(file: file, node: id)
    if target != id, isReferenceList(target) {
      return refuse(
        id, origin: origin, message: "an alias names a `!reference`, which GitLab's loader cannot repeat",
        help: "write the `!reference` out")
    }
    if let known = anchored[target] {
      guard level + known.height <= Self.maximumDepth else { return refuseDepth(of: id, origin: origin) }
      budget -= known.size
      guard budget >= 0 else {
        return refuse(
          id, origin: origin, message: "the aliases of this file stand for too many values",
          help: "use `extends` or `!reference` in place of nested aliases")
      }
      return Measured(value: known.value.used(at: site), size: known.size, height: known.height)
    }
    let node = tree[target]
    let result: Measured
    switch node.kind {
    case .scalar(let style): result = scalar(node, id: target, style: style, origin: origin)
    case .alias: result = Measured(value: .null(at: origin), size: 1, height: 0)
    case .sequence, .mapping:
      guard level < Self.maximumDepth else { return refuseDepth(of: target, origin: origin) }
      result = collection(node, id: target, level: level + 1, origin: origin)
    }
    if node.anchor != nil { anchored[target] = result }
    return result
  }

  private mutating func scalar(
    _ node: YAMLNode, id: YAMLNodeID, style: YAMLScalarStyle, origin: Origin
  ) -> Measured {
    let tag = node.tag?.text
    if let tag, case .reference = YAMLTag(tag) {
      return Measured(value: CIValue(kind: .reference([]), origin: origin), size: 1, height: 0)
    }
    guard let scalar = CIScalar(text: tree.text(of: id), style: style, tag: tag) else {
      return refuseTag(of: node, id: id, origin: origin)
    }
    if scalar.type == .timestamp {
      return refuse(
        id, origin: origin, message: "`\(scalar.text)` is a date, which GitLab does not load", help: "quote it")
    }
    return Measured(value: CIValue(kind: .scalar(scalar), origin: origin), size: 1, height: 0)
  }

  private mutating func collection(_ node: YAMLNode, id: YAMLNodeID, level: Int, origin: Origin) -> Measured {
    let tag = node.tag.map { YAMLTag($0.text) }
    switch (node.kind, tag) {
    case (_, .object), (.mapping, .string): return refuseTag(of: node, id: id, origin: origin)
    case (.sequence(let items, _), .reference):
      let path = items.compactMap { stringText(of: $0.node) }
      let isValid = path.count == items.count
      let value = CIValue(kind: .reference(isValid ? path : []), origin: origin)
      return Measured(value: value, size: 1, height: 1)
    case (.mapping, .reference):
      return Measured(value: CIValue(kind: .reference([]), origin: origin), size: 1, height: 1)
    case (.sequence(let items, _), _): return sequence(items, level: level, origin: origin)
    case (.mapping(let entries, _), _): return mapping(entries, level: level, origin: origin)
    default: return Measured(value: .null(at: origin), size: 1, height: 0)
    }
  }

  private mutating func sequence(_ items: [YAMLItem], level: Int, origin: Origin) -> Measured {
    var values: [CIValue] = []
    values.reserveCapacity(items.count)
    var (size, height) = (1, 0)
    for item in items {
      let measured = read(item.node, level: level)
      values.append(measured.value)
      size += measured.size
      height = max(height, measured.height)
    }
    return Measured(value: CIValue(kind: .sequence(values), origin: origin), size: size, height: height + 1)
  }

  /// Applies entries in order: a merge key overwrites what stands before it and is overwritten by what follows.
  private mutating func mapping(_ entries: [YAMLEntry], level: Int, origin: Origin) -> Measured {
    var result = CIMapping(source: origin)
    var (size, height) = (1, 0)
    for (index, entry) in entries.enumerated() {
      let key = keyText(of: entry.key)
      let measured = read(entry.value, level: level)
      size += measured.size
      height = max(height, measured.height)
      if key == "<<", isMergeKey(entry.key), let merged = mergedMappings(measured.value, node: entry.value) {
        for mapping in merged {
          for inner in mapping.entries { result.set(inner) }
          result.insertSources(mapping.sources)
        }
      } else {
        result.set(CIMapping.Entry(key: key, value: measured.value, owner: origin, index: index))
      }
    }
    return Measured(value: CIValue(kind: .mapping(result), origin: origin), size: size, height: height + 1)
  }

  /// The mappings that a merge key brings, weakest first; nil when its value is something else: then it is a plain key.
  ///
  /// A list of mappings counts only where it is written, not through an alias.
  private func mergedMappings(_ value: CIValue, node: YAMLNodeID) -> [CIMapping]? {
    if let mapping = value.mapping { return [mapping] }
    guard let items = value.items, tree.resolved(node) == node else { return nil }
    let mappings = items.compactMap(\.mapping)
    return mappings.count == items.count ? mappings.reversed() : nil
  }

  /// Whether a node is a list with the tag `!reference`; Psych does not remember the anchor of such a list.
  private func isReferenceList(_ id: YAMLNodeID) -> Bool {
    guard case .sequence = tree[id].kind, let tag = tree[id].tag, case .reference = YAMLTag(tag.text) else {
      return false
    }
    return true
  }

  // MARK: - Keys

  private func isMergeKey(_ id: YAMLNodeID) -> Bool {
    guard case .scalar = tree[tree.resolved(id)].kind else { return false }
    return !(tree[id].tag.map { YAMLTag.forbidsMerging($0.text) } ?? false)
  }

  /// The name of a key: a scalar as GitLab passes it on, a collection as it is written.
  private mutating func keyText(of id: YAMLNodeID) -> String {
    let target = tree.resolved(id)
    let node = tree[target]
    guard case .scalar(let style) = node.kind else { return tree.source.text(node.range) }
    return scalar(node, id: target, style: style, origin: Origin(file: file, node: target)).value.scalar?.value ?? ""
  }

  /// The text of a string; nil for any other node.
  private func stringText(of id: YAMLNodeID) -> String? {
    let node = tree[tree.resolved(id)]
    guard case .scalar(let style) = node.kind else { return nil }
    let scalar = CIScalar(text: tree.text(of: id), style: style, tag: node.tag?.text)
    return scalar?.type == .string ? scalar?.text : nil
  }

  // MARK: - Problems

  private mutating func refuse(_ id: YAMLNodeID, origin: Origin, message: String, help: String) -> Measured {
    if !problems.contains(where: { $0.message == message }), problems.count < 20 {
      problems.append(Problem(message: message, node: id, help: help))
    }
    return Measured(value: .null(at: origin), size: 1, height: 0)
  }

  private mutating func refuseDepth(of id: YAMLNodeID, origin: Origin) -> Measured {
    refuse(
      id, origin: origin, message: "collections lie more than \(Self.maximumDepth) levels deep",
      help: "flatten the structure: GitLab refuses deeper ones")
  }

  private mutating func refuseTag(of node: YAMLNode, id: YAMLNodeID, origin: Origin) -> Measured {
    refuse(
      id, origin: origin, message: "GitLab does not load a value with the tag `\(node.tag?.text ?? "")`",
      help: "remove the tag")
  }
}

extension CIValue {
  /// A null at a place.
  static func null(at origin: Origin) -> CIValue {
    CIValue(kind: .scalar(CIScalar(text: "", type: .null)), origin: origin)
  }
}

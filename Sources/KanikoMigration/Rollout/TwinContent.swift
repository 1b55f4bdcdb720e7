import GitLabCI
import SourceText
import YAMLSyntax

/// Writes values of a job as content of a file of the project.
struct TwinContent {
  let project: Project
  /// The file that the content is for: `$[[ inputs.name ]]` of another file would mean nothing there.
  let file: Int
  private var comments: [Origin: [String]] = [:]

  /// The most levels that values of a job have.
  private static let depth = 12

  /// A value that cannot be written.
  struct Unwritable: Error {
    /// What is in the way: lower case, no final period.
    let message: String
  }

  init(project: Project, file: Int) {
    self.project = project
    self.file = file
  }

  /// The content of a value.
  mutating func content(of value: CIValue) throws(Unwritable) -> YAMLContent {
    try content(of: value, depth: Self.depth)
  }

  private mutating func content(of value: CIValue, depth: Int) throws(Unwritable) -> YAMLContent {
    guard depth > 0 else { throw Unwritable(message: "its values are nested too deeply") }
    switch value.kind {
    case .scalar(let scalar): return try content(of: scalar, from: value.origin.file)
    case .reference(let path):
      throw Unwritable(message: "`!reference [\(path.joined(separator: ", "))]` leads to what is not here")
    case .mapping(let mapping):
      var entries: [YAMLNewEntry] = []
      for entry in mapping.entries {
        entries.append(YAMLNewEntry(key: entry.key, content: try content(of: entry.value, depth: depth - 1)))
      }
      return .mapping(entries)
    case .sequence(let values):
      let texts = values.map { $0.scalar?.type == .string ? $0.writtenText : nil }
      if texts == [""] { return .flowSequence([""]) }
      readComments(around: values)
      var items: [YAMLNewItem] = []
      for item in values {
        let content = try content(of: item, depth: depth - 1)
        items.append(YAMLNewItem(content, leadingComments: item.site == item.origin ? comments[item.site] ?? [] : []))
      }
      return .sequence(items)
    }
  }

  private func content(of scalar: CIScalar, from file: Int) throws(Unwritable) -> YAMLContent {
    guard scalar.substituted == nil || file == self.file else {
      throw Unwritable(message: "its script uses inputs of another file")
    }
    guard scalar.type == .string || scalar.substituted != nil else { return .source(scalar.text) }
    return scalar.text.utf8.contains(UInt8(ascii: "\n")) ? .literal(scalar.text) : .scalar(scalar.text)
  }

  /// Reads the comments above the items of the lists that some values stand in.
  private mutating func readComments(around values: [CIValue]) {
    for value in values where comments[value.site] == nil {
      let tree = project.documents[value.site.file].tree
      guard let (sequence, _) = project.itemPosition(of: value.site),
        case .sequence(let items, isFlow: false) = tree[sequence.node].kind
      else { continue }
      for (item, lines) in zip(items, YAMLEditor(tree).itemComments(of: sequence.node)) {
        comments[Origin(file: value.site.file, node: item.node)] = lines
      }
    }
  }
}

extension CIValue {
  /// The most lists inside lists that GitLab takes in a script (lib/gitlab/ci/config/entry/commands.rb).
  private static let maximalNesting = 10

  /// A list with the items of the lists in it, as GitLab runs a script; anything else as it is.
  var flattened: CIValue {
    guard let items, items.contains(where: { $0.items != nil }) else { return self }
    return CIValue(
      kind: .sequence(items.flatMap { $0.flatItems(depth: Self.maximalNesting) }), origin: origin, site: site)
  }

  private func flatItems(depth: Int) -> [CIValue] {
    guard depth > 0, let items else { return [self] }
    return items.flatMap { $0.flatItems(depth: depth - 1) }
  }
}

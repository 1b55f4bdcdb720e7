internal import SourceText

extension YAMLTree {
  /// The tree as text for people: one line for each node with its kind, range and value, children indented.
  ///
  /// Ranges are byte offsets. A line reads `role kind range &anchor !tag "value"`; the role is `item`, `key` or `value`,
  /// an alias shows the range of the node it names.
  public func dump() -> String {
    var lines: [String] = []
    for document in documents {
      lines.append("document \(document.range)")
      var open: [(role: String, id: YAMLNodeID, level: Int)] = document.root.map { [("", $0, 1)] } ?? []
      while let (role, id, level) = open.popLast() {
        lines.append(String(repeating: "  ", count: level) + role + describe(id))
        switch nodes[id.index].kind {
        case .scalar, .alias: break
        case .sequence(let items, _):
          for item in items.reversed() { open.append(("item ", item.node, level + 1)) }
        case .mapping(let entries, _):
          for entry in entries.reversed() {
            open.append(("value ", entry.value, level + 1))
            open.append(("key ", entry.key, level + 1))
          }
        }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func describe(_ id: YAMLNodeID) -> String {
    let node = nodes[id.index]
    var words: [String] = []
    switch node.kind {
    case .scalar(let style): words.append(style.rawValue)
    case .sequence(_, let isFlow): words.append(isFlow ? "flow sequence" : "sequence")
    case .mapping(_, let isFlow): words.append(isFlow ? "flow mapping" : "mapping")
    case .alias: words.append("alias")
    }
    words.append("\(node.range)")
    if let anchor = node.anchor { words.append("&\(anchor.text)") }
    if let tag = node.tag { words.append(tag.text) }
    switch node.kind {
    case .scalar: words.append(Self.quoted(text(of: id)))
    case .alias(let target): words.append("of \(nodes[target.index].range)")
    default: break
    }
    return words.joined(separator: " ")
  }

  /// The text in double quotes, on one line: `"`, `\` and what cannot be seen are escaped.
  private static func quoted(_ text: String) -> String {
    String(decoding: ScalarText(text).doubleQuoted, as: UTF8.self)
  }
}

import Foundation
import SourceText
import Testing
import YAMLSyntax

/// What Ruby's Psych, the YAML library of GitLab, reads from each of some texts: one line for each event, or nil for a
/// text that it refuses. Psych is given the text without a byte order mark: it would count it as a column.
func psychEvents(of texts: [String]) throws -> [[String]?] {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("psych-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let input = folder.appendingPathComponent("input.json")
  let output = folder.appendingPathComponent("output.json")
  try JSONEncoder().encode(texts).write(to: input)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["ruby", "-ryaml", "-rjson", "-e", script, input.path, output.path]
  try process.run()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "this test needs ruby with yaml and json (apt-get install ruby)")
  return try JSONDecoder().decode([[String]?].self, from: Data(contentsOf: output))
}

private let script = """
  styles = %w[any plain singleQuoted doubleQuoted literal folded]
  walk = lambda do |node, out|
    props = ->(n) { "&#{n.anchor.inspect} !#{(n.tag == "!" ? nil : n.tag).inspect}" }
    case node
    when Psych::Nodes::Document
      out << "document"
    when Psych::Nodes::Scalar
      out << "scalar #{styles[node.style]} #{props[node]} #{node.value}"
    when Psych::Nodes::Sequence
      out << "sequence #{node.style == 2} #{props[node]}"
    when Psych::Nodes::Mapping
      out << "mapping #{node.style == 2} #{props[node]}"
    when Psych::Nodes::Alias
      out << "alias #{node.anchor}"
    end
    (node.children || []).each { |child| walk[child, out] }
    out << "end" if node.is_a?(Psych::Nodes::Sequence) || node.is_a?(Psych::Nodes::Mapping)
    out
  end
  texts = JSON.parse(File.read(ARGV[0], encoding: "UTF-8"))
  results = texts.map do |text|
    begin
      walk[Psych.parse_stream(text.delete_prefix("\\u{FEFF}")), []]
    rescue Psych::SyntaxError
      nil
    end
  end
  File.write(ARGV[1], JSON.generate(results))
  """

/// The same lines from a tree.
func events(of tree: YAMLTree) -> [String] {
  var lines: [String] = []
  for document in tree.documents {
    lines.append("document")
    if let root = document.root { append(root, of: tree, to: &lines) }
  }
  return lines
}

private func append(_ id: YAMLNodeID, of tree: YAMLTree, to lines: inout [String]) {
  let node = tree[id]
  let anchor = node.anchor.map { "\"\($0.text)\"" } ?? "nil"
  // libyaml reports the tag `!` of some nodes and drops it from others.
  let tag = node.tag.flatMap { $0.text == "!" ? nil : "\"\(resolved($0.text))\"" } ?? "nil"
  let properties = "&\(anchor) !\(tag)"
  switch node.kind {
  case .scalar(let style):
    lines.append("scalar \(style) \(properties) \(tree.text(of: id))")
  case .alias:
    lines.append("alias \(tree.source.text(node.range).dropFirst())")
  case .sequence(let items, let isFlow):
    lines.append("sequence \(isFlow) \(properties)")
    for item in items { append(item.node, of: tree, to: &lines) }
    lines.append("end")
  case .mapping(let entries, let isFlow):
    lines.append("mapping \(isFlow) \(properties)")
    for entry in entries {
      append(entry.key, of: tree, to: &lines)
      append(entry.value, of: tree, to: &lines)
    }
    lines.append("end")
  }
}

private func resolved(_ written: String) -> String {
  let tag = written.removingPercentEncoding ?? written
  if tag.hasPrefix("!<") { return String(tag.dropFirst(2).dropLast()) }
  return tag.hasPrefix("!!") ? "tag:yaml.org,2002:" + tag.dropFirst(2) : tag
}

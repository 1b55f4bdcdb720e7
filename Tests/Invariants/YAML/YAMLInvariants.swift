import SourceText
public import YAMLSyntax

/// What holds for every tree: nothing is lost, spans nest, values come from their bytes.
public enum YAMLInvariants {
  /// What is wrong with a tree; empty when nothing is.
  public static func problems(of tree: YAMLTree) -> [String] {
    tokenProblems(of: tree) + documentProblems(of: tree)
      + tree.nodes.indices.flatMap { index in
        let id = YAMLNodeID(index: index)
        return nodeProblems(id, in: tree) + valueProblems(id, in: tree)
      }
  }
}

private func tokenProblems(of tree: YAMLTree) -> [String] {
  var problems: [String] = []
  var position = 0
  for token in tree.tokens {
    if token.range.lowerBound != position { problems.append("token \(token) does not start at \(position)") }
    if token.range.isEmpty { problems.append("token \(token) is empty") }
    position = token.range.upperBound
    let text = tree.source.text(token.range)
    if !isPlausible(text, for: token.kind) {
      problems.append("token \(token.kind) has the text \(text.debugDescription)")
    }
  }
  if position != tree.source.bytes.count { problems.append("the tokens end at \(position)") }
  return problems
}

private func isPlausible(_ text: String, for kind: YAMLToken.Kind) -> Bool {
  switch kind {
  case .byteOrderMark: text == "\u{FEFF}"
  case .whitespace: text.allSatisfy { $0 == " " || $0 == "\t" }
  case .newline: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(text)
  case .comment: text.utf8.first == UInt8(ascii: "#")
  case .ignoredText: text.utf8.first.map { !" \t#\r\n".utf8.contains($0) } ?? false
  case .directive: text.hasPrefix("%")
  case .documentStart: text == "---"
  case .documentEnd: text == "..."
  case .dash: text == "-"
  case .questionMark: text == "?"
  case .colon: text == ":"
  case .comma: text == ","
  case .flowSequenceStart: text == "["
  case .flowSequenceEnd: text == "]"
  case .flowMappingStart: text == "{"
  case .flowMappingEnd: text == "}"
  case .anchor: text.hasPrefix("&") && text.count > 1
  case .tag: text.hasPrefix("!")
  case .alias: text.hasPrefix("*") && text.count > 1
  case .scalar: !text.isEmpty
  case .blockScalarHeader: text.hasPrefix("|") || text.hasPrefix(">")
  case .blockScalarBody: !text.isEmpty
  }
}

private func documentProblems(of tree: YAMLTree) -> [String] {
  var problems: [String] = []
  var position = 0
  for document in tree.documents {
    if document.range.lowerBound != position {
      problems.append("document \(document.range) does not start at \(position)")
    }
    position = document.range.upperBound
    guard let root = document.root else {
      problems.append("a document has no root")
      continue
    }
    if !document.range.contains(tree[root].range) { problems.append("the root leaves its document") }
    if tree.parent(of: root) != nil { problems.append("a root has a parent") }
    if let marker = document.startMarker, tree.source.text(marker) != "---" {
      problems.append("the marker is no marker")
    }
  }
  if !tree.documents.isEmpty, position != tree.source.bytes.count {
    problems.append("the documents end at \(position)")
  }
  return problems
}

/// The nodes that a node contains, in order.
private func children(of id: YAMLNodeID, in tree: YAMLTree) -> [YAMLNodeID] {
  switch tree[id].kind {
  case .scalar, .alias: []
  case .sequence(let items, _): items.map(\.node)
  case .mapping(let entries, _): entries.flatMap { [$0.key, $0.value] }
  }
}

private func nodeProblems(_ id: YAMLNodeID, in tree: YAMLTree) -> [String] {
  let node = tree[id]
  var problems: [String] = []
  func check(_ condition: Bool, _ problem: String) {
    if !condition { problems.append("node \(id.index) at \(node.range): \(problem)") }
  }
  check(node.range.contains(node.contentRange), "the content leaves the node")
  check(node.range.upperBound == node.contentRange.upperBound, "the content ends elsewhere")
  for property in [node.anchor, node.tag] {
    guard let property else { continue }
    check(property.range.upperBound <= node.contentRange.lowerBound, "a property lies in the content")
    let prefix = property == node.anchor && tree.source.bytes[property.range.lowerBound] == UInt8(ascii: "&") ? "&" : ""
    check(prefix + property.text == tree.source.text(property.range), "a property has another text")
  }
  var position = node.contentRange.lowerBound
  for child in children(of: id, in: tree) {
    check(child.index > id.index, "a child comes before its parent")
    check(tree.parent(of: child) == id, "a child has another parent")
    check(tree[child].range.lowerBound >= position, "a child starts before \(position)")
    position = tree[child].range.upperBound
    check(position <= node.contentRange.upperBound, "a child leaves the node")
  }
  switch node.kind {
  case .alias(let target):
    check(target < id, "an alias goes forward")
    check(tree[target].anchor.map { "*" + $0.text } == tree.source.text(node.range), "an alias has another name")
  case .sequence(let items, let isFlow):
    for item in items { check((item.dash == nil) == isFlow, "a dash is missing or too much") }
    for item in items { check(item.dash.map { tree.source.text($0) == "-" } ?? true, "a dash is no dash") }
    for item in items {
      check(item.dash.map { $0.upperBound <= tree[item.node].range.lowerBound } ?? true, "a dash comes late")
    }
  case .mapping(let entries, _):
    for entry in entries {
      check(entry.colon.map { tree.source.text($0) == ":" } ?? true, "a colon is no colon")
      check(entry.colon.map { $0.lowerBound >= tree[entry.key].range.upperBound } ?? true, "a colon comes early")
      check(entry.colon.map { $0.upperBound <= tree[entry.value].range.lowerBound } ?? true, "a colon comes late")
    }
  case .scalar: break
  }
  return problems
}

private func valueProblems(_ id: YAMLNodeID, in tree: YAMLTree) -> [String] {
  let node = tree[id]
  guard case .scalar(let style) = node.kind else { return [] }
  var problems: [String] = []
  let map = tree.sourceMap(of: id)
  func check(_ condition: Bool, _ problem: @autoclosure () -> String) {
    if !condition { problems.append("scalar \(id.index) at \(node.range), \(style): \(problem())") }
  }
  check(map.decoded == tree.bytes(of: id), "two values")
  check(String(validating: map.decoded, as: UTF8.self) != nil, "the value is not UTF-8")
  var offset = 0
  var previous = node.contentRange.lowerBound
  for scalar in String(decoding: map.decoded, as: UTF8.self).unicodeScalars {
    let decoded = ByteRange(offset, offset + String(scalar).utf8.count)
    let source = map.sourceRange(of: decoded)
    check(node.contentRange.contains(source), "\(decoded) comes from outside: \(source)")
    check(source.lowerBound >= previous, "\(decoded) comes from before: \(source)")
    let text = tree.source.text(source)
    check(
      map.isVerbatim(decoded) == Array(text.utf8).elementsEqual(String(scalar).utf8), "verbatim differs at \(decoded)")
    check(
      canDecode(text, to: scalar, style: style),
      "\(text.debugDescription) does not decode to \(String(scalar).debugDescription)")
    let start = map.sourceRange(of: ByteRange(at: offset))
    check(start == ByteRange(at: source.lowerBound), "the place before \(decoded) is \(start)")
    previous = source.upperBound
    offset = decoded.upperBound
  }
  let whole = map.sourceRange(of: ByteRange(0, map.decoded.count))
  check(node.contentRange.contains(whole), "the value comes from outside")
  if style == .literal || style == .folded, !map.decoded.isEmpty {
    check(whole.upperBound == node.contentRange.upperBound, "a block scalar ends elsewhere")
  }
  return problems
}

/// Whether a piece of a file can stand for one character of a value.
private func canDecode(_ source: String, to scalar: Unicode.Scalar, style: YAMLScalarStyle) -> Bool {
  if source == String(scalar) { return true }
  if scalar == "\n", ["\r", "\r\n", "\u{85}"].contains(source) { return true }
  let isBlankRun = source.unicodeScalars.allSatisfy { " \t\r\n\u{85}".unicodeScalars.contains($0) }
  switch style {
  case .plain: return scalar == " " && isBlankRun
  case .singleQuoted: return scalar == "'" && source == "''" || scalar == " " && isBlankRun
  case .doubleQuoted:
    return escapes[source] == scalar || hexadecimalEscape(source) == scalar || scalar == " " && isBlankRun
  case .literal: return false
  case .folded: return scalar == " " && ["\n", "\r", "\r\n", "\u{85}"].contains(source)
  }
}

private let escapes: [String: Unicode.Scalar] = [
  "\\0": "\0", "\\a": "\u{07}", "\\b": "\u{08}", "\\t": "\t", "\\\t": "\t", "\\n": "\n", "\\v": "\u{0B}",
  "\\f": "\u{0C}", "\\r": "\r", "\\e": "\u{1B}", "\\ ": " ", "\\\"": "\"", "\\/": "/", "\\\\": "\\",
  "\\N": "\u{85}", "\\_": "\u{A0}", "\\L": "\u{2028}", "\\P": "\u{2029}",
]

private func hexadecimalEscape(_ source: String) -> Unicode.Scalar? {
  guard source.hasPrefix("\\x") || source.hasPrefix("\\u") || source.hasPrefix("\\U") else { return nil }
  return UInt32(source.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
}

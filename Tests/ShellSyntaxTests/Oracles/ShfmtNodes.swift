import Foundation
import SourceText

/// The nodes of the tree that `shfmt --to-json` prints, in the form of ``TreeNodes``.
struct ShfmtNodes {
  typealias Node = [String: Any]
  let text: [UInt8]
  private(set) var lines: [String] = []
  /// Where the body of the here-document ends whose parts are added.
  private var bodyEnd: Int?

  init(json: [UInt8], text: [UInt8]) throws {
    self.text = text
    let root = try JSONSerialization.jsonObject(with: Data(json)) as? Node ?? [:]
    add(statements: root)
  }

  // MARK: - Access

  private func offset(_ node: Node, _ key: String) -> Int? { (node[key] as? Node)?["Offset"] as? Int }

  private func range(_ node: Node) -> ByteRange { ByteRange(offset(node, "Pos") ?? -1, offset(node, "End") ?? -1) }

  private func nodes(_ node: Node, _ key: String) -> [Node] { node[key] as? [Node] ?? [] }

  private func isTrue(_ node: Node, _ key: String) -> Bool { node[key] as? Bool ?? false }

  private mutating func add(_ kind: String, _ range: ByteRange) { lines.append("\(kind) \(range)") }

  private mutating func add(_ kind: String, at offset: Int?) {
    if let offset { lines.append("\(kind) \(offset)") }
  }

  private mutating func addComments(_ node: Node, _ keys: String...) {
    for key in keys {
      for comment in nodes(node, key) { add("comment", range(comment)) }
    }
  }

  // MARK: - Statements

  private mutating func add(statements node: Node, _ key: String = "Stmts", last: String = "Last") {
    for statement in nodes(node, key) { add(statement: statement) }
    addComments(node, last)
  }

  private mutating func add(statement: Node) {
    addComments(statement, "Comments")
    if isTrue(statement, "Negated") { add("negated", at: offset(statement, "Position")) }
    add("terminator", at: offset(statement, "Semicolon"))
    if let command = statement["Cmd"] as? Node { add(command: command) }
    for redirection in nodes(statement, "Redirs") { add(redirection: redirection) }
  }

  private mutating func add(redirection: Node) {
    add("redirection", at: offset(redirection, "OpPos"))
    if let descriptor = redirection["N"] as? Node { add("descriptor", range(descriptor)) }
    if let word = redirection["Word"] as? Node { add(word: word) }
    guard let document = redirection["Hdoc"] as? Node else { return }
    let body = withoutLastLine(range(document))
    guard !body.isEmpty else { return }
    add("here-document", body)
    let start = offset(redirection, "OpPos") ?? 0
    bodyEnd = body.upperBound
    add(parts: nodes(document, "Parts"), literals: !text[start...].starts(with: "<<-".utf8))
    bodyEnd = nil
  }

  /// The range up to the last line in it: shfmt counts the delimiter to the body of a here-document.
  private func withoutLastLine(_ range: ByteRange) -> ByteRange {
    let newline = text[range.indices].lastIndex(of: UInt8(ascii: "\n"))
    return ByteRange(range.lowerBound, newline.map { $0 + 1 } ?? range.lowerBound)
  }

  private mutating func add(command: Node) {
    let type = command["Type"] as? String ?? ""
    switch type {
    case "CallExpr": addCall(command)
    case "BinaryCmd":
      add("operator", at: offset(command, "OpPos"))
      for side in ["X", "Y"] {
        if let statement = command[side] as? Node { add(statement: statement) }
      }
    case "Subshell", "Block":
      add(type == "Block" ? "group" : "subshell", range(command))
      add(statements: command)
    case "IfClause":
      add("if", range(command))
      addBranch(command)
    case "ForClause": addFor(command)
    case "WhileClause":
      add(isTrue(command, "Until") ? "until" : "while", range(command))
      add(statements: command, "Cond", last: "CondLast")
      add(statements: command, "Do", last: "DoLast")
    case "CaseClause": addCase(command)
    case "FuncDecl":
      add("function", range(command))
      if let name = command["Name"] as? Node { add("name", range(name)) }
      if let body = command["Body"] as? Node { add(statement: body) }
    case "DeclClause":
      add("simple", range(command))
      if let variant = command["Variant"] as? Node { add("word", range(variant)) }
      for argument in nodes(command, "Args") { add("word", range(argument)) }
    case "TestClause":
      add("double-bracket", range(command))
      addExpansions(in: command["X"] as Any)
    case "ArithmCmd":
      add("arithmetic-command", range(command))
      addExpansions(in: command["X"] as Any)
    default: lines.append("\(range(command)) \(type), which only shfmt knows")
    }
  }

  private mutating func addCall(_ command: Node) {
    add("simple", range(command))
    for assignment in nodes(command, "Assigns") {
      add("assignment", range(assignment))
      if let name = assignment["Name"] as? Node { add("name", range(name)) }
      if let value = assignment["Value"] as? Node { add(word: value) }
      if let array = assignment["Array"] as? Node {
        add("array", range(array))
        addExpansions(in: array)
      }
    }
    for word in nodes(command, "Args") { add(word: word) }
  }

  private mutating func addBranch(_ branch: Node) {
    add(statements: branch, "Cond", last: "CondLast")
    add(statements: branch, "Then", last: "ThenLast")
    addComments(branch, "Last")
    if let next = branch["Else"] as? Node { addBranch(next) }
  }

  private mutating func addFor(_ command: Node) {
    add("for", range(command))
    let loop = command["Loop"] as? Node ?? [:]
    if let name = loop["Name"] as? Node { add("name", range(name)) }
    for word in nodes(loop, "Items") { add(word: word) }
    add(statements: command, "Do", last: "DoLast")
  }

  private mutating func addCase(_ command: Node) {
    add("case", range(command))
    if let word = command["Word"] as? Node { add(word: word) }
    for item in nodes(command, "Items") {
      addComments(item, "Comments")
      for pattern in nodes(item, "Patterns") { add(word: pattern) }
      add(statements: item)
    }
    addComments(command, "Last")
  }

  // MARK: - Words

  private mutating func add(word: Node) {
    add("word", range(word))
    add(parts: nodes(word, "Parts"), literals: true)
  }

  private mutating func add(parts: [Node], literals: Bool) {
    var literal: ByteRange?
    let end = bodyEnd ?? .max
    bodyEnd = nil
    for part in parts {
      if ["Lit", "ExtGlob"].contains(part["Type"] as? String) {
        let place = ByteRange(range(part).lowerBound, min(range(part).upperBound, end))
        literal = literal?.union(place) ?? place
        continue
      }
      if let literal, literals { add("literal", literal) }
      literal = nil
      add(part: part, literals: literals)
    }
    if let literal, literals, !literal.isEmpty { add("literal", literal) }
  }

  private mutating func add(part: Node, literals: Bool) {
    switch part["Type"] as? String {
    case "SglQuoted": add(isTrue(part, "Dollar") ? "ansi-quoted" : "single-quoted", range(part))
    case "DblQuoted":
      add("double-quoted", range(part))
      add(parts: nodes(part, "Parts"), literals: literals)
    case "ParamExp": add(parameter: part, literals: literals)
    case "CmdSubst":
      let isBackquoted = isTrue(part, "Backquotes")
      add(isBackquoted ? "backquotes" : "command-substitution", range(part))
      if !(isBackquoted && hasEscapes(range(part))) { add(statements: part) }
    case "ArithmExp":
      add("arithmetic", range(part))
      addExpansions(in: part["X"] as Any)
    case "ProcSubst":
      add("process-substitution", range(part))
      add(statements: part)
    case let type: lines.append("\(range(part)) \(type ?? "?"), which only shfmt knows")
    }
  }

  /// Whether backquotes hold a backslash that takes a level of quoting away, so that we leave the inside alone.
  private func hasEscapes(_ range: ByteRange) -> Bool {
    text[range.indices].indices.dropLast().contains { index in
      text[index] == UInt8(ascii: "\\") && "$`\\\"".utf8.contains(text[index + 1])
    }
  }

  private mutating func add(parameter: Node, literals: Bool) {
    let name = (parameter["Param"] as? Node)?["Value"] as? String ?? "?"
    lines.append("parameter \(range(parameter)) \(name)")
    if let word = (parameter["Exp"] as? Node)?["Word"] as? Node {
      let isTransformation = text[range(word).lowerBound - 1] == UInt8(ascii: "@")
      add(parts: nodes(word, "Parts"), literals: literals && !isTransformation)
    }
    for key in ["Slice", "Repl", "Index"] { addExpansions(in: parameter[key] as Any) }
  }

  /// Adds the quotes and expansions anywhere inside a node whose structure we do not have.
  private mutating func addExpansions(in value: Any) {
    if let list = value as? [Any] {
      for element in list { addExpansions(in: element) }
    } else if let node = value as? Node {
      if node["Parts"] != nil { return add(parts: nodes(node, "Parts"), literals: false) }
      addComments(node, "Comments", "Last")
      for key in node.keys.sorted() where !["Comments", "Last"].contains(key) { addExpansions(in: node[key] as Any) }
    }
  }
}

internal import ShellSyntax
internal import SourceText

/// A script laid out flat: every command at any depth with where it stands, and every word.
struct ScriptOutline: Sendable {
  /// Deeper nesting than this is not looked into; the parser stops earlier.
  static let depthLimit = 400

  /// The script.
  let script: ShellScript
  /// The commands in the order of their text.
  private(set) var entries: [Entry] = []
  /// The words in the order of their text, but for here-documents, which follow their command.
  private(set) var sites: [Site] = []
  /// The names of the functions that the script defines.
  private(set) var functions: [String] = []
  /// Whether something was too deep to be looked at.
  private(set) var isTruncated = false
  /// The regions of each `if` with an `else` and each `case` with a `*`: one of them runs.
  private(set) var alternatives: [[Int]] = []
  /// The top-level statements that expand each variable, in the order of the text.
  private(set) var variableUses: [String: [Int]] = [:]
  private var branches = 0
  private var functionBranches: [(name: String, branch: Int)] = []

  /// Lays out a script.
  init(_ script: ShellScript) {
    self.script = script
    for (index, statement) in script.statements.enumerated() {
      add([statement], in: Surroundings(statement: index))
    }
    for _ in 0..<Self.callLimit where !joinCalledFunctions() { break }
  }

  /// Functions that call functions are followed this deep.
  private static let callLimit = 16

  /// Lets the bodies of functions that are always called count as always run.
  ///
  /// - Returns: Whether there were any that were not known before.
  private mutating func joinCalledFunctions() -> Bool {
    if functionBranches.isEmpty { return false }
    let called = Set(entries.filter { $0.branch.isEmpty }.compactMap { name(of: $0.command) })
    let joined = Set(functionBranches.filter { called.contains($0.name) }.map(\.branch))
    if joined.isEmpty { return false }
    functionBranches.removeAll { joined.contains($0.branch) }
    for index in entries.indices { entries[index].branch.removeAll(where: joined.contains) }
    return true
  }

  /// The top-level statement that holds a command.
  func statementRange(of entry: Entry) -> ByteRange { script.statements[entry.statement].range }

  /// The text of a range, as a string.
  func text(_ range: ByteRange) -> String {
    String(decoding: script.text[range.indices], as: UTF8.self)
  }

  /// The words of a simple command, or none.
  func words(of command: ShellCommand) -> [ShellWord] {
    if case .simple(let simple) = command.kind { return simple.words }
    return []
  }

  /// The value of a word in which nothing is expanded, or nil.
  func staticValue(_ word: ShellWord) -> String? {
    word.staticValue(in: script.text)
  }

  /// The name of a simple command where it is literal text, or nil.
  func name(of command: ShellCommand) -> String? {
    words(of: command).first.flatMap(staticValue)
  }

  // MARK: - Walking

  private struct Surroundings {
    var statement: Int
    var branch: [Int] = []
    var function: String?
    var isSubstituted = false
    var parent: Int?
    var depth = 0
  }

  private mutating func add(_ statements: [ShellStatement], in surroundings: Surroundings) {
    guard surroundings.depth < Self.depthLimit else {
      isTruncated = true
      return
    }
    for statement in statements {
      add(statement.first, in: surroundings)
      var isSure = isSureToSucceed(statement.first)
      for part in statement.rest {
        isSure = isSure && part.isAnd
        var inner = surroundings
        if !isSure { inner.branch.append(newBranch()) }
        add(part.pipeline, in: inner)
        isSure = isSure && isSureToSucceed(part.pipeline)
      }
    }
  }

  private mutating func add(_ pipeline: ShellPipeline, in surroundings: Surroundings) {
    for (position, command) in pipeline.commands.enumerated() {
      let index = entries.count
      entries.append(
        Entry(
          command: command, pipeline: pipeline, position: position, statement: surroundings.statement,
          branch: surroundings.branch, function: surroundings.function, isSubstituted: surroundings.isSubstituted,
          parent: surroundings.parent))
      var inner = surroundings
      inner.parent = index
      inner.depth += 1
      addKind(command.kind, of: index, in: inner)
      for redirection in command.redirections {
        add(redirection.target, .redirection, of: index, in: inner)
        guard let document = redirection.hereDocument else { continue }
        let isQuoted = redirection.target.parts.contains { !$0.isPlainLiteral }
        addSite(document.parts, document.body, isQuoted ? .quotedHereDocument : .hereDocument, of: index, in: inner)
      }
    }
  }

  private mutating func addKind(_ kind: ShellCommand.Kind, of index: Int, in inner: Surroundings) {
    switch kind {
    case .simple(let simple):
      for assignment in simple.assignments {
        if let value = assignment.value { add(value, .assignment, of: index, in: inner) }
      }
      for (number, word) in simple.words.enumerated() {
        add(word, number == 0 ? .commandName : .argument, of: index, in: inner)
      }
    case .subshell(let body), .group(let body): add(body, in: inner)
    case .ifClause(let clauses):
      var isFirst = true
      let regions = clauses.map { clause in
        defer { isFirst = false }
        if let condition = clause.condition { add(condition, in: isFirst ? inner : branched(inner)) }
        return add(branch: clause.body, in: inner)
      }
      if clauses.last?.condition == nil { alternatives.append(regions) }
    case .forClause(_, let words, let body):
      for word in words ?? [] { add(word, .loopWord, of: index, in: inner) }
      add(body, in: branched(inner))
    case .loop(_, let condition, let body):
      add(condition, in: inner)
      add(body, in: branched(inner))
    case .caseClause(let subject, let items):
      add(subject, .other, of: index, in: inner)
      let regions = items.map { item in
        for pattern in item.patterns { add(pattern, .other, of: index, in: inner) }
        return add(branch: item.body, in: inner)
      }
      if items.contains(where: { $0.patterns.contains { staticValue($0) == "*" } }) { alternatives.append(regions) }
    case .function(let name, let body): addFunction(text(name), body, in: inner)
    case .doubleBracket(let words):
      for word in words { add(word, .other, of: index, in: inner) }
    case .arithmetic, .opaque: break
    }
  }

  private mutating func addFunction(_ name: String, _ body: ShellCommand, in surroundings: Surroundings) {
    functions.append(name)
    var inner = branched(surroundings)
    functionBranches.append((name, branches))
    inner.function = name
    add(ShellPipeline(bang: nil, commands: [body], pipes: [], range: body.range), in: inner)
  }

  private mutating func add(_ word: ShellWord, _ role: Site.Role, of index: Int, in inner: Surroundings) {
    addSite(word.parts, word.range, role, of: index, in: inner)
  }

  private mutating func addSite(
    _ parts: [ShellWord.Part], _ range: ByteRange, _ role: Site.Role, of index: Int, in inner: Surroundings
  ) {
    sites.append(Site(parts: parts, range: range, role: role, entry: index))
    addSubstitutions(parts, of: index, in: inner)
  }

  private mutating func addSubstitutions(
    _ parts: [ShellWord.Part], of index: Int, in surroundings: Surroundings
  ) {
    guard surroundings.depth < Self.depthLimit else {
      isTruncated = true
      return
    }
    var inner = surroundings
    inner.depth += 1
    for part in parts {
      switch part.kind {
      case .doubleQuoted(let parts): addSubstitutions(parts, of: index, in: inner)
      case .parameter(let parameter):
        variableUses[parameter.name, default: []].append(surroundings.statement)
        if let first = parameter.operand.first, let last = parameter.operand.last {
          addSite(parameter.operand, first.range.union(last.range), .operand, of: index, in: inner)
        }
      case .commandSubstitution(let statements, _), .processSubstitution(let statements):
        var substituted = inner
        substituted.isSubstituted = true
        add(statements, in: substituted)
      case .arithmetic(_, let parts): addSubstitutions(parts, of: index, in: inner)
      case .array(let words):
        for word in words { add(word, .operand, of: index, in: inner) }
      case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .interpolation, .opaque: break
      }
    }
  }

  /// Adds statements that run only under a condition, and returns their region.
  private mutating func add(branch statements: [ShellStatement], in surroundings: Surroundings) -> Int {
    let inner = branched(surroundings)
    let region = branches
    add(statements, in: inner)
    return region
  }

  private mutating func newBranch() -> Int {
    branches += 1
    return branches
  }

  private mutating func branched(_ surroundings: Surroundings) -> Surroundings {
    var result = surroundings
    result.branch.append(newBranch())
    return result
  }

  /// Commands that fail only when something is wrong, so that what follows `&&` runs in every job that works.
  private static let dependableCommands: Set<String> = [
    ":", "base64", "cat", "cd", "chmod", "cp", "echo", "export", "install", "mkdir", "mv", "printf", "rm", "sed", "set",
    "tee", "touch", "true",
  ]

  private func isSureToSucceed(_ pipeline: ShellPipeline) -> Bool {
    guard pipeline.bang == nil, let last = pipeline.commands.last, case .simple(let simple) = last.kind else {
      return false
    }
    guard let name = simple.words.first else { return true }
    return staticValue(name).map(Self.dependableCommands.contains) ?? false
  }
}

extension ShellWord.Part {
  /// Whether the part is literal text without any quoting.
  var isPlainLiteral: Bool {
    if case .literal = kind { return true }
    return false
  }
}

import ShellSyntax
import SourceText

/// The nodes of our tree that shfmt knows as well, as lines such as `word 3..<7`.
///
/// What the two trees cut differently is left out or evened out on both sides: adjacent literal text, escapes and line
/// continuations are one literal; inside `[[ ]]`, arithmetic, arrays and the patterns, slices and indexes of `${…}` only
/// quotes and expansions count; the arguments of bash's `export` and the like
/// count as whole words.
struct TreeNodes {
  let script: ShellScript
  let dialect: String
  private(set) var lines: [String] = []

  init(_ script: ShellScript, dialect: String) {
    self.script = script
    self.dialect = dialect
    add(script.statements)
    for comment in script.comments { add("comment", comment) }
  }

  private func text(_ range: ByteRange) -> String { String(decoding: script.text[range.indices], as: UTF8.self) }

  private mutating func add(_ kind: String, _ range: ByteRange) { lines.append("\(kind) \(range)") }

  private mutating func add(_ kind: String, at offset: Int) { lines.append("\(kind) \(offset)") }

  private mutating func add(_ statements: [ShellStatement]) {
    for statement in statements {
      for part in statement.rest { add("operator", at: part.operatorRange.lowerBound) }
      for pipeline in statement.pipelines {
        if let bang = pipeline.bang { add("negated", at: bang.lowerBound) }
        for pipe in pipeline.pipes { add("operator", at: pipe.lowerBound) }
        for command in pipeline.commands { add(command) }
      }
      guard let terminator = statement.terminator, terminator.kind != .newline else { continue }
      add("terminator", at: terminator.range.lowerBound)
    }
  }

  private mutating func add(_ command: ShellCommand) {
    addKind(command)
    for redirection in command.redirections {
      add("redirection", at: redirection.operatorRange.lowerBound)
      if let descriptor = redirection.descriptor { add("descriptor", descriptor) }
      add(redirection.target)
      guard let document = redirection.hereDocument, !document.body.isEmpty else { continue }
      add("here-document", document.body)
      add(document.parts, literals: redirection.op == .hereDocument)
    }
  }

  private mutating func addKind(_ command: ShellCommand) {
    let tokens = command.tokens.reduce(command.tokens.first ?? command.range) { $0.union($1) }
    switch command.kind {
    case .simple(let simple): add(simple)
    case .subshell(let body):
      add("subshell", tokens)
      add(body)
    case .group(let body):
      add("group", tokens)
      add(body)
    case .ifClause(let branches):
      add("if", tokens)
      for branch in branches {
        add(branch.condition ?? [])
        add(branch.body)
      }
    case .forClause(let name, let words, let body):
      add("for", tokens)
      add("name", name)
      for word in words ?? [] { add(word) }
      add(body)
    case .loop(let isUntil, let condition, let body):
      add(isUntil ? "until" : "while", tokens)
      add(condition)
      add(body)
    case .caseClause(let subject, let items):
      add("case", tokens)
      add(subject)
      for item in items {
        for pattern in item.patterns { add(pattern) }
        add(item.body)
      }
    case .function(let name, let body):
      add("function", command.range)
      add("name", name)
      add(body)
    case .doubleBracket(let words):
      add("double-bracket", tokens)
      for word in words { add(word.parts, literals: false) }
    case .arithmetic(_, let parts):
      add("arithmetic-command", tokens)
      add(parts, literals: false)
    case .opaque: add("opaque", command.range)
    }
  }

  private mutating func add(_ simple: SimpleCommand) {
    let ranges = simple.assignments.map(\.range) + simple.words.map(\.range)
    guard let first = ranges.first, let last = ranges.last else { return }
    add("simple", first.union(last))
    for assignment in simple.assignments {
      add("assignment", assignment.range)
      add("name", assignment.name)
      guard let value = assignment.value else { continue }
      if case .array(let words)? = value.parts.first?.kind {
        add("array", value.range)
        for word in words { add(word.parts, literals: false) }
      } else {
        add(value)
      }
    }
    let declares = dialect == "bash" && simple.words.first.map { declarations.contains(text($0.range)) } ?? false
    for word in simple.words {
      if declares { add("word", word.range) } else { add(word) }
    }
  }

  private mutating func add(_ word: ShellWord) {
    add("word", word.range)
    add(word.parts, literals: true)
  }

  private mutating func add(_ parts: [ShellWord.Part], literals: Bool) {
    var literal: ByteRange?
    for part in parts {
      switch part.kind {
      case .literal, .escape, .lineContinuation:
        literal = literal?.union(part.range) ?? part.range
        continue
      default: break
      }
      if let literal, literals { add("literal", literal) }
      literal = nil
      add(part, literals: literals)
    }
    if let literal, literals { add("literal", literal) }
  }

  private mutating func add(_ part: ShellWord.Part, literals: Bool) {
    switch part.kind {
    case .literal, .escape, .lineContinuation: break
    case .singleQuoted: add("single-quoted", part.range)
    case .ansiQuoted: add("ansi-quoted", part.range)
    case .doubleQuoted(let parts):
      add("double-quoted", part.range)
      add(parts, literals: literals)
    case .parameter(let parameter):
      lines.append("parameter \(part.range) \(parameter.name)")
      add(parameter.operand, literals: literals && hasPlainOperand(parameter))
    case .commandSubstitution(let statements, let isBackquoted):
      add(isBackquoted ? "backquotes" : "command-substitution", part.range)
      add(statements)
    case .arithmetic(_, let parts):
      add("arithmetic", part.range)
      add(parts, literals: false)
    case .processSubstitution(let statements):
      add("process-substitution", part.range)
      add(statements)
    case .array, .interpolation, .opaque: lines.append("\(part.range) only we know")
    }
  }

  private func hasPlainOperand(_ parameter: ShellParameter) -> Bool {
    !["/", "//", ":", "[", "!", "length", "@"].contains(parameter.operation ?? "")
  }
}

/// The commands whose arguments shfmt reads as assignments in bash.
private let declarations = ["declare", "export", "local", "readonly", "typeset", "nameref"]

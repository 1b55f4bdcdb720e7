internal import SourceText

extension ShellScript {
  /// The tree as text: one node a line, indented, with its range in bytes and, for tokens and words, their text.
  public func dump() -> String {
    var dumper = ShellDumper(text: text)
    dumper.statements(statements)
    for comment in comments { dumper.line("comment", comment, showsText: true) }
    for problem in problems { dumper.line("problem", problem.range, detail: problem.message) }
    return dumper.output
  }
}

/// Writes a tree; the depth of the recursion is bounded by the parser's limit.
private struct ShellDumper {
  let text: [UInt8]
  var output = ""
  var indentation = 0

  init(text: [UInt8]) { self.text = text }

  mutating func line(_ name: String, _ range: ByteRange, detail: String = "", showsText: Bool = false) {
    output += String(repeating: "  ", count: indentation) + name + " \(range)"
    if !detail.isEmpty { output += " " + detail }
    if showsText { output += " " + String(decoding: text[range.indices], as: UTF8.self).debugDescription }
    output += "\n"
  }

  private mutating func nested(_ body: (inout Self) -> Void) {
    indentation += 1
    body(&self)
    indentation -= 1
  }

  private mutating func labelled(_ label: String, _ body: (inout Self) -> Void) {
    output += String(repeating: "  ", count: indentation) + label + "\n"
    nested(body)
  }

  mutating func statements(_ statements: [ShellStatement]) {
    for statement in statements {
      line("statement", statement.range)
      nested { dumper in
        dumper.pipeline(statement.first)
        for part in statement.rest {
          dumper.line("operator", part.operatorRange, showsText: true)
          dumper.pipeline(part.pipeline)
        }
        if let terminator = statement.terminator {
          dumper.line("terminator", terminator.range, detail: "\(terminator.kind)")
        }
      }
    }
  }

  private mutating func pipeline(_ pipeline: ShellPipeline) {
    line("pipeline", pipeline.range)
    nested { dumper in
      if let time = pipeline.time { dumper.line("time", time, showsText: true) }
      if let bang = pipeline.bang { dumper.line("bang", bang, showsText: true) }
      for (index, command) in pipeline.commands.enumerated() {
        if index > 0 { dumper.line("pipe", pipeline.pipes[index - 1], showsText: true) }
        dumper.command(command)
      }
    }
  }

  private mutating func command(_ command: ShellCommand) {
    line(command.kind.name, command.range, showsText: command.kind.name == "opaque")
    nested { dumper in
      for token in command.tokens { dumper.line("token", token, showsText: true) }
      dumper.kind(command.kind)
      for redirection in command.redirections { dumper.redirection(redirection) }
    }
  }

  private mutating func kind(_ kind: ShellCommand.Kind) {
    switch kind {
    case .simple(let simple):
      for assignment in simple.assignments { self.assignment(assignment) }
      words(simple.words)
    case .subshell(let body), .group(let body): statements(body)
    case .ifClause(let branches):
      for branch in branches {
        if let condition = branch.condition { labelled("condition") { $0.statements(condition) } }
        labelled("body") { $0.statements(branch.body) }
      }
    case .forClause(let name, let words, let body):
      line("name", name, showsText: true)
      if let words { labelled("words") { $0.words(words) } }
      labelled("body") { $0.statements(body) }
    case .loop(_, let condition, let body):
      labelled("condition") { $0.statements(condition) }
      labelled("body") { $0.statements(body) }
    case .caseClause(let subject, let items):
      words([subject])
      for item in items {
        labelled("item") { dumper in
          dumper.words(item.patterns)
          dumper.statements(item.body)
          if let terminator = item.terminator { dumper.line("terminator", terminator, showsText: true) }
        }
      }
    case .function(let name, let body):
      line("name", name, showsText: true)
      command(body)
    case .doubleBracket(let words): self.words(words)
    case .arithmetic(let expression, let parts):
      line("expression", expression)
      self.parts(parts)
    case .opaque: break
    }
  }

  private mutating func assignment(_ assignment: ShellAssignment) {
    line("assignment", assignment.range, detail: assignment.appends ? "appends" : "")
    nested { dumper in
      dumper.line("name", assignment.name, showsText: true)
      if let value = assignment.value { dumper.words([value]) }
    }
  }

  private mutating func redirection(_ redirection: ShellRedirection) {
    line("redirection", redirection.range)
    nested { dumper in
      if let descriptor = redirection.descriptor { dumper.line("descriptor", descriptor, showsText: true) }
      dumper.line("operator", redirection.operatorRange, detail: redirection.op.rawValue)
      dumper.words([redirection.target])
      if let document = redirection.hereDocument {
        dumper.line("here-document", document.body)
        dumper.nested { $0.parts(document.parts) }
        dumper.line("delimiter", document.delimiter, showsText: true)
      }
    }
  }

  private mutating func words(_ words: [ShellWord]) {
    for word in words {
      line("word", word.range)
      nested { $0.parts(word.parts) }
    }
  }

  private mutating func parts(_ parts: [ShellWord.Part]) {
    for part in parts { self.part(part) }
  }

  private mutating func part(_ part: ShellWord.Part) {
    line(part.kind.name, part.range, detail: part.kind.detail, showsText: part.kind.isLeaf)
    nested { dumper in
      switch part.kind {
      case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .interpolation, .opaque: break
      case .doubleQuoted(let parts): dumper.parts(parts)
      case .parameter(let parameter): dumper.parts(parameter.operand)
      case .commandSubstitution(let statements, _): dumper.statements(statements)
      case .processSubstitution(let statements): dumper.statements(statements)
      case .arithmetic(let expression, let parts):
        dumper.line("expression", expression)
        dumper.parts(parts)
      case .array(let words): dumper.words(words)
      }
    }
  }
}

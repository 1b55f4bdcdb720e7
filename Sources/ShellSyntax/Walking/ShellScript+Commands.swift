internal import SourceText

extension ShellScript {
  /// Calls a closure for every command at any depth, with its context, each before the commands inside it.
  ///
  /// Commands inside substitutions count, wherever these stand: in words, assignments, redirections, here-documents,
  /// arithmetic, the operands of `${…}`. Backquotes whose text holds escapes are not looked into, see
  /// ``ShellWord/Kind/commandSubstitution(statements:isBackquoted:)``.
  public func forEachCommand(_ body: (ShellCommand, CommandContext) -> Void) {
    withoutActuallyEscaping(body) { body in
      CommandWalker(text: text, body: body).walk(statements, CommandContext())
    }
  }
}

/// Visits the commands of a tree; the depth of the recursion is bounded by the parser's limit.
private struct CommandWalker {
  let text: [UInt8]
  let body: (ShellCommand, CommandContext) -> Void

  func walk(_ statements: [ShellStatement], _ context: CommandContext) {
    for statement in statements {
      var context = context
      context.statement = statement.range
      context.isInAndOrList = context.isInAndOrList || !statement.rest.isEmpty
      context.isInBackground = context.isInBackground || statement.terminator?.kind == .background
      for (index, pipeline) in statement.pipelines.enumerated() {
        var context = context
        context.pipeline = pipeline.range
        context.isConditional = context.isConditional || index > 0
        context.isNegated = context.isNegated || pipeline.bang != nil
        context.isInPipeline = context.isInPipeline || pipeline.commands.count > 1
        for command in pipeline.commands { walk(command, context) }
      }
    }
  }

  private func walk(_ command: ShellCommand, _ context: CommandContext) {
    body(command, context)
    var inner = context
    inner.depth += 1
    switch command.kind {
    case .simple(let simple):
      for assignment in simple.assignments { walk(assignment.value?.parts ?? [], context) }
      walk(simple.words, context)
    case .subshell(let statements):
      inner.isInSubshell = true
      walk(statements, inner)
    case .group(let statements): walk(statements, inner)
    case .ifClause(let branches): walk(branches, inner)
    case .forClause(_, let words, let statements):
      walk(words ?? [], context)
      inner.isInLoop = true
      inner.isConditional = true
      walk(statements, inner)
    case .loop(_, let condition, let statements):
      inner.isInLoop = true
      walk(condition, inner.asCondition)
      inner.isConditional = true
      walk(statements, inner)
    case .caseClause(let subject, let items):
      walk(subject.parts, context)
      inner.isConditional = true
      for item in items {
        walk(item.patterns, context)
        walk(item.body, inner)
      }
    case .function(let name, let command):
      walk(command, context.inside(function: String(decoding: text[name.indices], as: UTF8.self)))
    case .doubleBracket(let words): walk(words, context)
    case .arithmetic(_, let parts): walk(parts, context)
    case .opaque: break
    }
    for redirection in command.redirections {
      walk(redirection.target.parts, context)
      walk(redirection.hereDocument?.parts ?? [], context)
    }
  }

  private func walk(_ branches: [ShellCommand.IfBranch], _ context: CommandContext) {
    var context = context
    for branch in branches {
      walk(branch.condition ?? [], context.asCondition)
      context.isConditional = true
      walk(branch.body, context)
    }
  }

  private func walk(_ words: [ShellWord], _ context: CommandContext) {
    for word in words { walk(word.parts, context) }
  }

  private func walk(_ parts: [ShellWord.Part], _ context: CommandContext) {
    for part in parts {
      switch part.kind {
      case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .interpolation, .opaque: break
      case .doubleQuoted(let inner): walk(inner, context)
      case .parameter(let parameter): walk(parameter.operand, context)
      case .arithmetic(_, let inner): walk(inner, context)
      case .array(let words): walk(words, context)
      case .commandSubstitution(let statements, _): walk(statements, context.insideSubstitution)
      case .processSubstitution(let statements): walk(statements, context.insideSubstitution)
      }
    }
  }
}

extension CommandContext {
  /// The same place as the condition of what encloses it.
  fileprivate var asCondition: CommandContext {
    var copy = self
    copy.isCondition = true
    return copy
  }
}

internal import SourceText

extension ShellScript {
  /// Calls a closure for every command at any depth, with its context, each before the commands inside it.
  ///
  /// Commands inside substitutions count, wherever these stand: in words, assignments, redirections, here-documents,
  /// arithmetic, the operands of `${…}`. Backquotes whose text holds escapes are not looked into, see
  /// ``ShellWord/Kind/commandSubstitution(statements:isBackquoted:)``.
  public func forEachCommand(_ body: (ShellCommand, CommandContext) -> Void) {
    CommandWalker(text: text).walk(statements, CommandContext(), body)
  }
}

/// Visits the commands of a tree; the depth of the recursion is bounded by the parser's limit.
private struct CommandWalker {
  typealias Visitor = (ShellCommand, CommandContext) -> Void

  let text: [UInt8]

  func walk(_ statements: [ShellStatement], _ context: CommandContext, _ visit: Visitor) {
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
        for command in pipeline.commands { walk(command, context, visit) }
      }
    }
  }

  private func walk(_ command: ShellCommand, _ context: CommandContext, _ visit: Visitor) {
    visit(command, context)
    var inner = context
    inner.depth += 1
    switch command.kind {
    case .simple(let simple):
      for assignment in simple.assignments { walk(assignment.value?.parts ?? [], context, visit) }
      walk(simple.words, context, visit)
    case .subshell(let statements):
      inner.isInSubshell = true
      walk(statements, inner, visit)
    case .group(let statements): walk(statements, inner, visit)
    case .ifClause(let branches): walk(branches, inner, visit)
    case .forClause(_, let words, let statements):
      walk(words ?? [], context, visit)
      inner.isInLoop = true
      inner.isConditional = true
      walk(statements, inner, visit)
    case .loop(_, let condition, let statements):
      inner.isInLoop = true
      walk(condition, inner.asCondition, visit)
      inner.isConditional = true
      walk(statements, inner, visit)
    case .caseClause(let subject, let items):
      walk(subject.parts, context, visit)
      inner.isConditional = true
      for item in items {
        walk(item.patterns, context, visit)
        walk(item.body, inner, visit)
      }
    case .function(let name, let command):
      walk(command, context.inside(function: String(decoding: text[name.indices], as: UTF8.self)), visit)
    case .doubleBracket(let words): walk(words, context, visit)
    case .arithmetic(_, let parts): walk(parts, context, visit)
    case .opaque: break
    }
    for redirection in command.redirections {
      walk(redirection.target.parts, context, visit)
      walk(redirection.hereDocument?.parts ?? [], context, visit)
    }
  }

  private func walk(_ branches: [ShellCommand.IfBranch], _ context: CommandContext, _ visit: Visitor) {
    var context = context
    for branch in branches {
      walk(branch.condition ?? [], context.asCondition, visit)
      context.isConditional = true
      walk(branch.body, context, visit)
    }
  }

  private func walk(_ words: [ShellWord], _ context: CommandContext, _ visit: Visitor) {
    for word in words { walk(word.parts, context, visit) }
  }

  private func walk(_ parts: [ShellWord.Part], _ context: CommandContext, _ visit: Visitor) {
    for part in parts {
      switch part.kind {
      case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .interpolation, .opaque: break
      case .doubleQuoted(let inner): walk(inner, context, visit)
      case .parameter(let parameter): walk(parameter.operand, context, visit)
      case .arithmetic(_, let inner): walk(inner, context, visit)
      case .array(let words): walk(words, context, visit)
      case .commandSubstitution(let statements, _): walk(statements, context.insideSubstitution, visit)
      case .processSubstitution(let statements): walk(statements, context.insideSubstitution, visit)
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

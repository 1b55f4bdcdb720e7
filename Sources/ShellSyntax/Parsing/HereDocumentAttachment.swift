internal import SourceText

/// Puts the bodies of here-documents into the redirections they belong to.
///
/// A body is read at the newline after its operator, when the command around the operator is already complete; so the
/// tree is built without bodies and they are put in afterwards.
struct HereDocumentAttachment {
  /// The bodies by the offset of their operators.
  let documents: [Int: ShellRedirection.HereDocument]

  /// The statements with every body in place.
  func statements(_ statements: [ShellStatement]) -> [ShellStatement] {
    documents.isEmpty ? statements : statements.map(statement)
  }

  private func statement(_ old: ShellStatement) -> ShellStatement {
    ShellStatement(
      first: pipeline(old.first),
      rest: old.rest.map {
        .init(isAnd: $0.isAnd, operatorRange: $0.operatorRange, pipeline: pipeline($0.pipeline))
      },
      terminator: old.terminator, range: old.range)
  }

  private func pipeline(_ old: ShellPipeline) -> ShellPipeline {
    ShellPipeline(
      time: old.time, bang: old.bang, commands: old.commands.map(command), pipes: old.pipes, range: old.range)
  }

  private func command(_ old: ShellCommand) -> ShellCommand {
    ShellCommand(
      kind: kind(old.kind), redirections: old.redirections.map(redirection), tokens: old.tokens, range: old.range)
  }

  private func kind(_ old: ShellCommand.Kind) -> ShellCommand.Kind {
    switch old {
    case .simple(let simple):
      let assignments = simple.assignments.map {
        ShellAssignment(name: $0.name, appends: $0.appends, value: $0.value.map(word), range: $0.range)
      }
      return .simple(SimpleCommand(assignments: assignments, words: simple.words.map(word)))
    case .subshell(let body): return .subshell(body.map(statement))
    case .group(let body): return .group(body.map(statement))
    case .ifClause(let branches):
      return .ifClause(
        branches.map { .init(condition: $0.condition?.map(statement), body: $0.body.map(statement)) })
    case .forClause(let name, let words, let body):
      return .forClause(name: name, words: words?.map(word), body: body.map(statement))
    case .loop(let isUntil, let condition, let body):
      return .loop(isUntil: isUntil, condition: condition.map(statement), body: body.map(statement))
    case .caseClause(let subject, let items):
      return .caseClause(
        subject: word(subject),
        items: items.map {
          .init(patterns: $0.patterns.map(word), body: $0.body.map(statement), terminator: $0.terminator)
        })
    case .function(let name, let body): return .function(name: name, body: command(body))
    case .doubleBracket(let words): return .doubleBracket(words.map(word))
    case .arithmetic(let expression, let parts): return .arithmetic(expression: expression, parts: parts.map(part))
    case .opaque: return .opaque
    }
  }

  private func redirection(_ old: ShellRedirection) -> ShellRedirection {
    let document = documents[old.operatorRange.lowerBound].map {
      ShellRedirection.HereDocument(body: $0.body, delimiter: $0.delimiter, parts: $0.parts.map(part))
    }
    return ShellRedirection(
      op: old.op, descriptor: old.descriptor, operatorRange: old.operatorRange, target: word(old.target),
      hereDocument: document, range: old.range)
  }

  private func word(_ old: ShellWord) -> ShellWord { ShellWord(parts: old.parts.map(part), range: old.range) }

  private func part(_ old: ShellWord.Part) -> ShellWord.Part {
    let kind: ShellWord.Kind
    switch old.kind {
    case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .interpolation, .opaque: return old
    case .doubleQuoted(let parts): kind = .doubleQuoted(parts.map(part))
    case .parameter(let parameter):
      kind = .parameter(
        ShellParameter(
          name: parameter.name, isBraced: parameter.isBraced, operation: parameter.operation,
          operand: parameter.operand.map(part)))
    case .commandSubstitution(let statements, let isBackquoted):
      kind = .commandSubstitution(statements: statements.map(statement), isBackquoted: isBackquoted)
    case .arithmetic(let expression, let parts): kind = .arithmetic(expression: expression, parts: parts.map(part))
    case .processSubstitution(let statements): kind = .processSubstitution(statements.map(statement))
    case .array(let words): kind = .array(words.map(word))
    }
    return .init(kind: kind, range: old.range)
  }
}

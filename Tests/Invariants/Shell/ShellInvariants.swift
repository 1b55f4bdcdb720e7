public import ShellSyntax
import SourceText

/// Checks a tree: ranges are ordered, nested and disjoint; the parts of a word are adjacent and cover it; the bytes of
/// every token are what its node says; every byte that is in no token is white space or a line continuation; a
/// tree has problems when it has opaque nodes and only then.
public struct ShellInvariants {
  let script: ShellScript
  /// What is wrong with the tree; empty when nothing is.
  public private(set) var violations: [String] = []
  var opaqueCount = 0
  private let commentsByStart: [Int: ByteRange]

  /// Checks a script.
  public init(_ script: ShellScript) {
    self.script = script
    commentsByStart = Dictionary(script.comments.map { ($0.lowerBound, $0) }, uniquingKeysWith: { first, _ in first })
    checkRegion(ByteRange(0, script.text.count), script.statements)
    for comment in script.comments {
      expect(text(comment).hasPrefix("#") && !text(comment).contains("\n"), "comment", comment)
    }
    for (left, right) in zip(script.comments, script.comments.dropFirst()) {
      expect(left.upperBound <= right.lowerBound, "comments out of order", right)
    }
    let problems = script.problems
    expect(problems.isEmpty == (opaqueCount == 0), "\(opaqueCount) opaque, \(problems)", ByteRange(at: 0))
    expect(problems.count <= opaqueCount, "\(opaqueCount) opaque, \(problems)", ByteRange(at: 0))
    for problem in script.problems {
      expect(problem.range.upperBound <= script.text.count, "problem outside", problem.range)
      expect(!problem.message.hasSuffix("."), "message \(problem.message)", problem.range)
    }
  }

  func text(_ range: ByteRange) -> String { String(decoding: script.text[range.indices], as: UTF8.self) }

  /// The text of a range as the shell reads it, without line continuations.
  func joined(_ range: ByteRange) -> String { text(range).replacing("\\\n", with: "") }

  mutating func expect(_ condition: Bool, _ message: String, _ range: ByteRange) {
    if !condition { violations.append("\(range): \(message)") }
  }

  // MARK: - Coverage

  /// Checks statements that fill a region, with white space and comments between their tokens.
  mutating func checkRegion(_ region: ByteRange, _ statements: [ShellStatement]) {
    var tokens: [ByteRange] = []
    for statement in statements { check(statement, &tokens) }
    checkOrder(statements.map(\.range), "statements")
    checkGaps(region, tokens)
  }

  mutating func checkGaps(_ region: ByteRange, _ tokens: [ByteRange]) {
    var place = region.lowerBound
    for token in tokens.sorted() {
      expect(region.contains(token), "token outside of \(region)", token)
      expect(place <= token.lowerBound, "token overlaps one before it", token)
      checkGap(ByteRange(place, token.lowerBound))
      place = max(place, token.upperBound)
    }
    checkGap(ByteRange(place, region.upperBound))
  }

  private mutating func checkGap(_ gap: ByteRange) {
    var place = gap.lowerBound
    while place < gap.upperBound {
      if let comment = commentsByStart[place] {
        place = comment.upperBound
        continue
      }
      let rest = ByteRange(place, gap.upperBound)
      if text(rest).hasPrefix("\\\n") {
        place += 2
        continue
      }
      if !" \t\n".utf8.contains(script.text[place]) { expect(false, "\(text(gap).debugDescription): no token", rest) }
      place += 1
    }
  }

  mutating func checkOrder(_ ranges: [ByteRange], _ what: String) {
    for (left, right) in zip(ranges, ranges.dropFirst()) {
      expect(left.upperBound <= right.lowerBound, "\(what) out of order", right)
    }
  }

  // MARK: - Statements

  private mutating func check(_ statement: ShellStatement, _ tokens: inout [ByteRange]) {
    let pipelines = statement.pipelines
    expect(
      statement.range == pipelines.map(\.range).reduce(pipelines[0].range) { $0.union($1) }, "statement range",
      statement.range)
    checkOrder(pipelines.map(\.range), "pipelines")
    for part in statement.rest {
      expect(joined(part.operatorRange) == (part.isAnd ? "&&" : "||"), "operator", part.operatorRange)
      tokens.append(part.operatorRange)
    }
    for pipeline in pipelines { check(pipeline, &tokens) }
    guard let terminator = statement.terminator else { return }
    expect(terminator.range.lowerBound >= statement.range.upperBound, "terminator", terminator.range)
    let spelling = [ShellStatement.Terminator.Kind.semicolon: ";", .newline: "\n", .background: "&"]
    expect(text(terminator.range) == spelling[terminator.kind], "terminator", terminator.range)
    tokens.append(terminator.range)
  }

  private mutating func check(_ pipeline: ShellPipeline, _ tokens: inout [ByteRange]) {
    let start = pipeline.time ?? pipeline.bang ?? pipeline.commands[0].range
    let last = pipeline.commands[pipeline.commands.count - 1].range
    expect(pipeline.range == start.union(last), "pipeline range", pipeline.range)
    checkOrder(pipeline.commands.map(\.range), "commands")
    expect(pipeline.pipes.count == pipeline.commands.count - 1, "pipes", pipeline.range)
    if let bang = pipeline.bang {
      expect(text(bang) == "!", "bang", bang)
      tokens.append(bang)
    }
    if let time = pipeline.time {
      expect(text(time).hasPrefix("time"), "time", time)
      tokens.append(time)
    }
    for pipe in pipeline.pipes {
      expect(["|", "|&"].contains(joined(pipe)), "pipe", pipe)
      tokens.append(pipe)
    }
    for command in pipeline.commands { check(command, &tokens) }
  }

  // MARK: - Commands

  private mutating func check(_ command: ShellCommand, _ tokens: inout [ByteRange]) {
    var own: [ByteRange] = command.tokens
    checkOrder(command.tokens, "tokens")
    checkKind(command, &own)
    for redirection in command.redirections { check(redirection, &own, &tokens) }
    checkBounds(command, own)
    tokens += own
  }

  /// Checks that the command starts with its first token and ends with its last; bodies of here-documents lie outside.
  private mutating func checkBounds(_ command: ShellCommand, _ own: [ByteRange]) {
    let documents = Set(hereDocuments)
    let inside = own.filter { !documents.contains($0) }
    guard let first = inside.map(\.lowerBound).min(), let last = inside.map(\.upperBound).max() else {
      return expect(false, "command without tokens", command.range)
    }
    expect(command.range == ByteRange(first, last), "command range, tokens \(first)..<\(last)", command.range)
  }

  private var hereDocuments: [ByteRange] = []

  private mutating func checkKind(_ command: ShellCommand, _ own: inout [ByteRange]) {
    let spelling = command.tokens.map { joined($0) }
    switch command.kind {
    case .simple(let simple):
      expect(spelling.isEmpty, "tokens of a simple command", command.range)
      for assignment in simple.assignments { check(assignment, &own) }
      check(simple.words, &own)
    case .subshell(let body):
      expect(spelling == ["(", ")"], "tokens", command.range)
      for statement in body { check(statement, &own) }
    case .group(let body):
      expect(spelling == ["{", "}"], "tokens", command.range)
      for statement in body { check(statement, &own) }
    case .ifClause(let branches):
      expect(spelling.first == "if" && spelling.last == "fi", "tokens", command.range)
      for branch in branches {
        for statement in (branch.condition ?? []) + branch.body { check(statement, &own) }
      }
    case .forClause(let name, let words, let body):
      expect(spelling.first == "for" && spelling.last == "done", "tokens", command.range)
      own.append(name)
      check(words ?? [], &own)
      for statement in body { check(statement, &own) }
    case .loop(let isUntil, let condition, let body):
      expect(spelling == [isUntil ? "until" : "while", "do", "done"], "tokens", command.range)
      for statement in condition + body { check(statement, &own) }
    case .caseClause(let subject, let items):
      expect(spelling.starts(with: ["case", "in"]) && spelling.last == "esac", "tokens", command.range)
      check([subject], &own)
      for item in items {
        check(item.patterns, &own)
        for statement in item.body { check(statement, &own) }
        if let terminator = item.terminator {
          expect([";;", ";&", ";;&"].contains(joined(terminator)), "terminator", terminator)
          expect(command.tokens.contains(terminator), "terminator is no token", terminator)
        }
      }
    case .function(let name, let body):
      expect(spelling == ["(", ")"] || spelling.first == "function", "tokens", command.range)
      own.append(name)
      check(body, &own)
    case .doubleBracket(let words):
      expect(spelling == ["[[", "]]"], "tokens", command.range)
      check(words, &own)
    case .arithmetic(let expression, let parts):
      expect(spelling == ["((", "))"], "tokens", command.range)
      own.append(expression)
      check(parts, expression)
    case .opaque:
      opaqueCount += 1
      own.append(command.range)
    }
  }

  private mutating func check(_ assignment: ShellAssignment, _ own: inout [ByteRange]) {
    own.append(assignment.range)
    let value = assignment.value?.range ?? ByteRange(at: assignment.range.upperBound)
    let mark = joined(ByteRange(assignment.name.upperBound, value.lowerBound))
    expect(mark == (assignment.appends ? "+=" : "="), "assignment mark \(mark)", assignment.range)
    expect(assignment.name.lowerBound == assignment.range.lowerBound, "assignment name", assignment.range)
    expect(value.upperBound == assignment.range.upperBound, "assignment value", assignment.range)
    if let word = assignment.value { check(word) }
  }

  private mutating func check(
    _ redirection: ShellRedirection, _ own: inout [ByteRange], _ outer: inout [ByteRange]
  ) {
    if let descriptor = redirection.descriptor {
      expect(joined(descriptor).allSatisfy(\.isNumber), "descriptor", descriptor)
      own.append(descriptor)
    }
    expect(joined(redirection.operatorRange) == redirection.op.rawValue, "operator", redirection.operatorRange)
    own.append(redirection.operatorRange)
    check([redirection.target], &own)
    let start = redirection.descriptor ?? redirection.operatorRange
    expect(redirection.range == start.union(redirection.target.range), "redirection range", redirection.range)
    let isDocument = redirection.op == .hereDocument || redirection.op == .hereDocumentStrippingTabs
    expect((redirection.hereDocument != nil) == isDocument, "here-document", redirection.range)
    guard let document = redirection.hereDocument else { return }
    hereDocuments += [document.body, document.delimiter]
    own += [document.body, document.delimiter]
    expect(document.body.upperBound <= document.delimiter.lowerBound, "delimiter", document.delimiter)
    check(document.parts, document.body)
  }
}

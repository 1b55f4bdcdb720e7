internal import SourceText

/// Simple commands, functions, and the choice between them and compound commands.
extension ShellParser {
  /// Parses one command with its redirections.
  mutating func parseCommand() throws(Failure) -> ShellCommand {
    try enter()
    defer { leave() }
    if byte(at: position) == .openParenthesis { return try parseParenthesized() }
    guard let (word, wordEnd) = reservedWord(at: position) else { return try parseSimpleCommand() }
    let keyword = ByteRange(position, wordEnd)
    switch word {
    case .openBrace: return try parseGroup(keyword)
    case .ifWord: return try parseIf(keyword)
    case .forWord: return try parseFor(keyword)
    case .whileWord, .until: return try parseLoop(keyword, isUntil: word == .until)
    case .caseWord: return try parseCase(keyword)
    case .function: return try parseFunctionKeyword(keyword)
    case .doubleBracket: return try parseDoubleBracket(keyword)
    case .bang, .closeBrace, .doWord, .done, .elif, .elseWord, .esac, .fi, .inWord, .then:
      throw failure("unexpected `\(word.rawValue)`", keyword)
    }
  }

  /// Reads the redirections after a compound command and puts the command together.
  mutating func finishCompound(
    _ kind: ShellCommand.Kind, from start: Int, tokens: [ByteRange]
  ) throws(Failure) -> ShellCommand {
    var redirections: [ShellRedirection] = []
    var last = position
    while true {
      skipBlanks()
      guard let redirection = try parseRedirection() else { break }
      redirections.append(redirection)
      last = position
    }
    position = last
    return ShellCommand(kind: kind, redirections: redirections, tokens: tokens, range: ByteRange(start, last))
  }

  /// Parses assignments, words and redirections, or a function definition.
  private mutating func parseSimpleCommand() throws(Failure) -> ShellCommand {
    let start = position
    var last = start
    var assignments: [ShellAssignment] = []
    var words: [ShellWord] = []
    var redirections: [ShellRedirection] = []
    var takesArrays = false
    while true {
      skipBlanks()
      guard let next = byte(at: position), next != .hash else { break }
      if let redirection = try parseRedirection() {
        redirections.append(redirection)
      } else if words.isEmpty, let assignment = try parseAssignment() {
        assignments.append(assignment)
      } else if next == .openParenthesis {
        guard words.count == 1, assignments.isEmpty, redirections.isEmpty else {
          throw failure("unexpected `(`", ByteRange(position, position + 1))
        }
        return try parseFunctionParentheses(name: words[0])
      } else if next.endsWord, !isProcessSubstitution(at: position) {
        break
      } else {
        words.append(try parseWord(takesArrays ? .declaration : .word))
        if words.count == 1 { takesArrays = isDeclaration(words[0]) }
      }
      last = position
    }
    guard last > start else { throw failure("unexpected `\(spelling(unexpectedToken()))`", unexpectedToken()) }
    let simple = SimpleCommand(assignments: assignments, words: words)
    return ShellCommand(kind: .simple(simple), redirections: redirections, range: ByteRange(start, last))
  }

  /// Whether bash reads `name=(…)` among the arguments of the command as an array.
  private func isDeclaration(_ word: ShellWord) -> Bool {
    ["declare", "export", "local", "readonly", "typeset"].contains(spelling(word.range))
  }

  /// Parses `name=value` or `name+=value` if it stands at ``position``.
  private mutating func parseAssignment() throws(Failure) -> ShellAssignment? {
    guard let first = byte(at: position), first.isNameStart else { return nil }
    let start = position
    var place = position
    var nameEnd = position
    while let next = byte(at: place), next.isNamePart {
      nameEnd = place + 1
      place = after(place)
    }
    let plain = operatorEnd("=", at: place)
    guard let valueStart = plain ?? operatorEnd("+=", at: place) else { return nil }
    position = valueStart
    var value: ShellWord?
    let content = skippingContinuations(from: position)
    if byte(at: content) == .openParenthesis, content == position {
      let array = try parseArray()
      value = ShellWord(parts: [array], range: array.range)
    } else if !isWordEnd(content) || isProcessSubstitution(at: content) {
      value = try parseWord(.word)
    }
    return ShellAssignment(
      name: ByteRange(start, nameEnd), appends: plain == nil, value: value, range: ByteRange(start, position))
  }

  // MARK: - Functions

  /// Parses what follows the name of a function, from the `(`.
  private mutating func parseFunctionParentheses(name: ShellWord) throws(Failure) -> ShellCommand {
    let open = ByteRange(position, position + 1)
    guard name.parts.allSatisfy({ if case .literal = $0.kind { true } else { false } }) else {
      throw failure("unexpected `(`", open)
    }
    let close = try parseEmptyParentheses()
    return try parseFunctionBody(name: name.range, from: name.range.lowerBound, tokens: [open, close])
  }

  /// Parses `function name` with or without `()`.
  private mutating func parseFunctionKeyword(_ keyword: ByteRange) throws(Failure) -> ShellCommand {
    position = keyword.upperBound
    skipBlanks()
    let start = position
    while !isWordEnd(position) { position += 1 }
    let name = ByteRange(start, position)
    guard !name.isEmpty else { throw failure("`function` without a name", keyword) }
    var tokens = [keyword]
    let afterName = skippingBlanks(from: position)
    if byte(at: afterName) == .openParenthesis, byte(at: skippingBlanks(from: afterName + 1)) == .closeParenthesis {
      position = afterName
      tokens.append(ByteRange(afterName, afterName + 1))
      tokens.append(try parseEmptyParentheses())
    }
    return try parseFunctionBody(name: name, from: keyword.lowerBound, tokens: tokens)
  }

  /// Moves past `()` and returns the place of the `)`.
  private mutating func parseEmptyParentheses() throws(Failure) -> ByteRange {
    let open = ByteRange(position, position + 1)
    position += 1
    skipBlanks()
    guard byte(at: position) == .closeParenthesis else { throw failure("unexpected `(`", open) }
    position += 1
    return ByteRange(position - 1, position)
  }

  private mutating func parseFunctionBody(
    name: ByteRange, from start: Int, tokens: [ByteRange]
  ) throws(Failure) -> ShellCommand {
    skipLinebreaks()
    guard position < end, listEnd() == nil else {
      throw failure("function `\(spelling(name))` without a body", name)
    }
    let body = try parseCommand()
    return ShellCommand(
      kind: .function(name: name, body: body), redirections: [], tokens: tokens,
      range: ByteRange(start, body.range.upperBound))
  }
}

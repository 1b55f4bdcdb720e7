internal import SourceText

/// Statements, and-or lists and pipelines.
extension ShellParser {
  /// Parses statements up to what closes the enclosing construct, which is left to the caller.
  mutating func parseStatements() throws(Failure) -> [ShellStatement] {
    var statements: [ShellStatement] = []
    while true {
      skipLinebreaks()
      guard position < end, listEnd() == nil else { return statements }
      statements.append(try parseStatement())
    }
  }

  /// Parses statements where the grammar wants at least one.
  mutating func parseBody(after opener: ByteRange) throws(Failure) -> [ShellStatement] {
    let statements = try parseStatements()
    if statements.isEmpty {
      throw failure("no command after `\(spelling(opener))`", listEnd() ?? opener)
    }
    return statements
  }

  /// The token at ``position`` if it closes a list of statements.
  func listEnd() -> ByteRange? {
    switch byte(at: position) {
    case .closeParenthesis: return ByteRange(position, position + 1)
    case .semicolon: return caseTerminator()
    default:
      guard let (word, wordEnd) = reservedWord(at: position), word.endsList else { return nil }
      return ByteRange(position, wordEnd)
    }
  }

  /// The `;;`, `;&` or `;;&` at ``position``.
  func caseTerminator() -> ByteRange? {
    let place = operatorEnd(";;&", at: position) ?? operatorEnd(";;", at: position) ?? operatorEnd(";&", at: position)
    return place.map { ByteRange(position, $0) }
  }

  /// Parses an and-or list and what ends it.
  mutating func parseStatement() throws(Failure) -> ShellStatement {
    let first = try parsePipeline()
    var rest: [ShellStatement.AndOrPart] = []
    var last = first.range.upperBound
    while true {
      skipBlanks()
      let isAnd = operatorEnd("&&", at: position)
      guard let operatorEnd = isAnd ?? operatorEnd("||", at: position) else { break }
      let operatorRange = ByteRange(position, operatorEnd)
      position = operatorEnd
      skipLinebreaks()
      try requireCommand(after: operatorRange)
      let pipeline = try parsePipeline()
      last = pipeline.range.upperBound
      rest.append(.init(isAnd: isAnd != nil, operatorRange: operatorRange, pipeline: pipeline))
    }
    let range = ByteRange(first.range.lowerBound, last)
    return ShellStatement(first: first, rest: rest, terminator: try parseTerminator(), range: range)
  }

  /// Parses `;`, `&` or a newline, if one is there.
  private mutating func parseTerminator() throws(Failure) -> ShellStatement.Terminator? {
    skipBlanksAndComment()
    guard position < end, listEnd() == nil else { return nil }
    let range = ByteRange(position, position + 1)
    switch text[position] {
    case .newline:
      consumeNewline()
      return .init(kind: .newline, range: range)
    case .semicolon:
      position += 1
      return .init(kind: .semicolon, range: range)
    case .ampersand:
      position += 1
      return .init(kind: .background, range: range)
    default: throw failure("unexpected `\(spelling(unexpectedToken()))`", unexpectedToken())
    }
  }

  /// The operator or word at ``position``, for messages.
  func unexpectedToken() -> ByteRange {
    var place = position
    if isWordEnd(place) {
      for spelling: StaticString in ["&&", "||", ";;", "|&", ";&"] {
        if let stop = operatorEnd(spelling, at: place) { return ByteRange(position, stop) }
      }
      return ByteRange(place, min(place + 1, end))
    }
    while !isWordEnd(place), place - position < 40 { place += 1 }
    return ByteRange(position, place)
  }

  /// Fails where the text ends or a list closes although an operator needs a command.
  func requireCommand(after token: ByteRange) throws(Failure) {
    if position >= end || listEnd() != nil { throw failure("no command after `\(spelling(token))`", token) }
  }

  /// Parses commands joined by pipes.
  mutating func parsePipeline() throws(Failure) -> ShellPipeline {
    let start = position
    let time = takeTimeKeyword()
    var bang: ByteRange?
    if let (word, wordEnd) = reservedWord(at: position), word == .bang {
      let range = ByteRange(position, wordEnd)
      position = wordEnd
      skipBlanks()
      try requireCommand(after: range)
      bang = range
    }
    var commands = [try parseCommand()]
    var pipes: [ByteRange] = []
    while true {
      let commandEnd = position
      skipBlanks()
      guard let pipe = takePipe() else {
        position = commandEnd
        break
      }
      pipes.append(pipe)
      skipLinebreaks()
      try requireCommand(after: pipe)
      commands.append(try parseCommand())
    }
    let last = commands[commands.count - 1].range.upperBound
    return ShellPipeline(time: time, bang: bang, commands: commands, pipes: pipes, range: ByteRange(start, last))
  }

  private mutating func takePipe() -> ByteRange? {
    guard operatorEnd("||", at: position) == nil else { return nil }
    guard let pipeEnd = operatorEnd("|&", at: position) ?? operatorEnd("|", at: position) else { return nil }
    let range = ByteRange(position, pipeEnd)
    position = pipeEnd
    return range
  }

  /// Moves past `time` or `time -p` before a compound command or `!`, where ash could not read it as a command.
  private mutating func takeTimeKeyword() -> ByteRange? {
    let start = position
    guard takeBareWord("time") else { return nil }
    var keywordEnd = position
    skipBlanks()
    if takeBareWord("-p") {
      keywordEnd = position
      skipBlanks()
    }
    let opensCommand: Bool
    switch reservedWord(at: position)?.word {
    case .bang, .openBrace, .caseWord, .forWord, .ifWord, .until, .whileWord, .doubleBracket: opensCommand = true
    default: opensCommand = byte(at: position) == .openParenthesis
    }
    guard opensCommand else {
      position = start
      return nil
    }
    return ByteRange(start, keywordEnd)
  }

  /// Moves past an unquoted word with exactly this spelling.
  private mutating func takeBareWord(_ spelling: StaticString) -> Bool {
    guard let wordEnd = operatorEnd(spelling, at: position), isWordEnd(wordEnd), wordEnd < end else { return false }
    position = wordEnd
    return true
  }
}

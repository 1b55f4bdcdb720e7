internal import SourceText

/// Groups, subshells, `if`, `for`, `while`, `until` and `case`.
extension ShellParser {
  /// Parses `( … )`, or `(( … ))` where it is one.
  mutating func parseParenthesized() throws(Failure) -> ShellCommand {
    let start = position
    if operatorEnd("((", at: position) != nil, let close = try arithmeticEnd(from: position + 2) {
      let expression = ByteRange(position + 2, close)
      let parts = try parseArithmeticParts(expression)
      position = close + 2
      return try finishCompound(
        .arithmetic(expression: expression, parts: parts), from: start,
        tokens: [ByteRange(start, start + 2), ByteRange(close, close + 2)])
    }
    let open = ByteRange(position, position + 1)
    position += 1
    let body = try parseBody(after: open)
    guard byte(at: position) == .closeParenthesis else { throw unclosed("(", open) }
    let close = ByteRange(position, position + 1)
    position += 1
    return try finishCompound(.subshell(body), from: start, tokens: [open, close])
  }

  /// Parses `{ …; }`.
  mutating func parseGroup(_ open: ByteRange) throws(Failure) -> ShellCommand {
    position = open.upperBound
    let body = try parseBody(after: open)
    let close = try take(.closeBrace, closing: open)
    return try finishCompound(.group(body), from: open.lowerBound, tokens: [open, close])
  }

  /// Parses `if …; then …; elif …; then …; else …; fi`.
  mutating func parseIf(_ keyword: ByteRange) throws(Failure) -> ShellCommand {
    var tokens = [keyword]
    var branches: [ShellCommand.IfBranch] = []
    var opener = keyword
    position = keyword.upperBound
    while true {
      let condition = try parseBody(after: opener)
      guard let then = takeReserved(.then) else {
        throw failure("`\(spelling(opener))` without `then`", opener)
      }
      tokens.append(then)
      branches.append(.init(condition: condition, body: try parseBody(after: then)))
      guard let elif = takeReserved(.elif) else { break }
      tokens.append(elif)
      opener = elif
    }
    if let elseWord = takeReserved(.elseWord) {
      tokens.append(elseWord)
      branches.append(.init(condition: nil, body: try parseBody(after: elseWord)))
    }
    tokens.append(try take(.fi, closing: keyword))
    return try finishCompound(.ifClause(branches), from: keyword.lowerBound, tokens: tokens)
  }

  /// Parses `while …; do …; done` or `until …`.
  mutating func parseLoop(_ keyword: ByteRange, isUntil: Bool) throws(Failure) -> ShellCommand {
    position = keyword.upperBound
    let condition = try parseBody(after: keyword)
    guard let doWord = takeReserved(.doWord) else {
      throw failure("`\(spelling(keyword))` without `do`", keyword)
    }
    let body = try parseBody(after: doWord)
    let done = try take(.done, closing: keyword)
    return try finishCompound(
      .loop(isUntil: isUntil, condition: condition, body: body), from: keyword.lowerBound,
      tokens: [keyword, doWord, done])
  }

  /// Parses `for name in words; do …; done`.
  mutating func parseFor(_ keyword: ByteRange) throws(Failure) -> ShellCommand {
    position = keyword.upperBound
    skipBlanks()
    let start = position
    while let next = byte(at: position), next.isNamePart { position += 1 }
    let name = ByteRange(start, position)
    guard !name.isEmpty, text[start].isNameStart, isWordEnd(position) else {
      throw failure("`for` without a variable name", keyword)
    }
    var tokens = [keyword]
    var words: [ShellWord]?
    skipBlanks()
    if byte(at: position) == .semicolon, listEnd() == nil {
      tokens.append(ByteRange(position, position + 1))
      position += 1
      skipLinebreaks()
    } else {
      skipLinebreaks()
      if let (word, wordEnd) = reservedWord(at: position), word == .inWord {
        tokens.append(ByteRange(position, wordEnd))
        position = wordEnd
        words = try parseForWords(&tokens)
        skipLinebreaks()
      }
    }
    guard let doWord = takeReserved(.doWord) else { throw failure("`for` without `do`", keyword) }
    tokens.append(doWord)
    let body = try parseBody(after: doWord)
    tokens.append(try take(.done, closing: keyword))
    return try finishCompound(
      .forClause(name: name, words: words, body: body), from: keyword.lowerBound, tokens: tokens)
  }

  /// Parses the words after `in` up to the `;` or newline.
  private mutating func parseForWords(_ tokens: inout [ByteRange]) throws(Failure) -> [ShellWord] {
    var words: [ShellWord] = []
    while true {
      skipBlanksAndComment()
      if startsWord(at: position) {
        words.append(try parseWord(.word))
        continue
      }
      if byte(at: position) == .semicolon, listEnd() == nil {
        tokens.append(ByteRange(position, position + 1))
        position += 1
      } else if byte(at: position) != .newline, position < end {
        throw failure("unexpected `\(spelling(unexpectedToken()))`", unexpectedToken())
      }
      return words
    }
  }

  /// Parses `case word in (pattern | pattern) …;; esac`.
  mutating func parseCase(_ keyword: ByteRange) throws(Failure) -> ShellCommand {
    position = keyword.upperBound
    skipBlanks()
    guard startsWord(at: position) else {
      throw failure("`case` without a word", keyword)
    }
    let subject = try parseWord(.word)
    skipLinebreaks()
    guard let inWord = takeReserved(.inWord) else { throw failure("`case` without `in`", keyword) }
    var tokens = [keyword, inWord]
    var items: [ShellCommand.CaseItem] = []
    while true {
      skipLinebreaks()
      if let esac = takeReserved(.esac) {
        tokens.append(esac)
        break
      }
      guard position < end else { throw unclosed("case", keyword) }
      let item = try parseCaseItem(&tokens)
      items.append(item)
      guard item.terminator == nil else { continue }
      tokens.append(try take(.esac, closing: keyword))
      break
    }
    return try finishCompound(.caseClause(subject: subject, items: items), from: keyword.lowerBound, tokens: tokens)
  }

  private mutating func parseCaseItem(_ tokens: inout [ByteRange]) throws(Failure) -> ShellCommand.CaseItem {
    if byte(at: position) == .openParenthesis {
      tokens.append(ByteRange(position, position + 1))
      position += 1
    }
    var patterns: [ShellWord] = []
    while true {
      skipBlanks()
      guard startsWord(at: position) else {
        throw failure("`case` pattern expected before `\(spelling(unexpectedToken()))`", unexpectedToken())
      }
      patterns.append(try parseWord(.word))
      skipBlanks()
      let range = ByteRange(position, min(position + 1, end))
      guard let next = byte(at: position), next == .bar || next == .closeParenthesis else {
        throw failure("`)` expected after the `case` pattern", patterns[patterns.count - 1].range)
      }
      tokens.append(range)
      position += 1
      if next == .closeParenthesis { break }
    }
    let body = try parseStatements()
    let terminator = byte(at: position) == .semicolon ? caseTerminator() : nil
    if let terminator {
      tokens.append(terminator)
      position = terminator.upperBound
    }
    return .init(patterns: patterns, body: body, terminator: terminator)
  }

  // MARK: - Reserved words

  /// Moves past a reserved word if it is at ``position``.
  private mutating func takeReserved(_ expected: ReservedWord) -> ByteRange? {
    guard let (word, wordEnd) = reservedWord(at: position), word == expected else { return nil }
    let range = ByteRange(position, wordEnd)
    position = wordEnd
    return range
  }

  /// Moves past the reserved word that closes a command, or fails.
  private mutating func take(_ expected: ReservedWord, closing opener: ByteRange) throws(Failure) -> ByteRange {
    if let range = takeReserved(expected) { return range }
    throw unclosed(spelling(opener), opener)
  }

  /// The failure for a construct that is not closed: at what stands in the place, or at the opener at the end.
  private func unclosed(_ name: String, _ opener: ByteRange) -> Failure {
    if let stop = listEnd() { return failure("unexpected `\(spelling(stop))` in unclosed `\(name)`", stop) }
    return failure("`\(name)` is not closed", opener)
  }
}

internal import SourceText

/// `$(…)`, backquotes, `$((…))`, `<(…)` and `>(…)`.
extension ShellParser {
  /// Parses `$((…))` where the parentheses close like that, and `$(…)` otherwise.
  mutating func parseDollarParenthesis(open: Int) throws(Failure) -> ShellWord.Part {
    let start = position
    let second = after(open)
    if byte(at: second) == .openParenthesis, let close = try arithmeticEnd(from: second + 1) {
      let expression = ByteRange(second + 1, close)
      let parts = try parseArithmeticParts(expression)
      position = after(close) + 1
      return .init(kind: .arithmetic(expression: expression, parts: parts), range: ByteRange(start, position))
    }
    position = open + 1
    let statements = try parseSubstitution(opener: ByteRange(start, position))
    return .init(
      kind: .commandSubstitution(statements: statements, isBackquoted: false), range: ByteRange(start, position))
  }

  /// Parses `<(…)` or `>(…)`.
  mutating func parseProcessSubstitution() throws(Failure) -> ShellWord.Part {
    let start = position
    position += 2
    let statements = try parseSubstitution(opener: ByteRange(start, position))
    return .init(kind: .processSubstitution(statements), range: ByteRange(start, position))
  }

  /// Parses statements up to `)` and moves past it. Here-documents inside must end inside.
  private mutating func parseSubstitution(opener: ByteRange) throws(Failure) -> [ShellStatement] {
    let outer = pendingHereDocuments
    pendingHereDocuments = []
    let statements = try parseStatements()
    guard byte(at: position) == .closeParenthesis else {
      if let stop = listEnd() {
        throw failure("unexpected `\(spelling(stop))` in unclosed `\(spelling(opener))`", stop)
      }
      throw failure("`\(spelling(opener))` is not closed", opener)
    }
    if let open = pendingHereDocuments.first {
      let range = ByteRange(open.operatorOffset, open.operatorOffset + 2)
      throw failure("here-document without a body before the `)`", range)
    }
    pendingHereDocuments = outer
    position += 1
    return statements
  }

  /// Parses `` `…` ``. Where backslashes inside take one level of quoting away, the text is only checked.
  mutating func parseBackquotes(isQuoted: Bool) throws(Failure) -> ShellWord.Part {
    try enter()
    defer { leave() }
    let start = position
    var place = position + 1
    var hasEscapes = false
    while place < end, text[place] != .backquote {
      if text[place] == .backslash, let next = byte(at: place + 1) {
        hasEscapes = hasEscapes || next == .dollar || next == .backquote || next == .backslash
        hasEscapes = hasEscapes || isQuoted && next == .doubleQuote
        place += 1
      }
      place += 1
    }
    guard place < end else { throw failure("quote ``` is not closed", ByteRange(start, start + 1)) }
    var statements: [ShellStatement] = []
    let content = ByteRange(start + 1, place)
    if hasEscapes {
      try checkEscaped(content, isQuoted: isQuoted)
    } else {
      statements = try parseBackquoted(content)
    }
    position = place + 1
    return .init(
      kind: .commandSubstitution(statements: statements, isBackquoted: true), range: ByteRange(start, position))
  }

  private mutating func parseBackquoted(_ content: ByteRange) throws(Failure) -> [ShellStatement] {
    let outerEnd = end
    let outerPending = pendingHereDocuments
    defer { end = outerEnd }
    pendingHereDocuments = []
    position = content.lowerBound
    end = content.upperBound
    let statements = try parseStatements()
    if let stop = listEnd() { throw failure("unexpected `\(spelling(stop))`", stop) }
    readHereDocumentsAtEnd()
    pendingHereDocuments = outerPending
    return statements
  }

  /// Fails where the text inside backquotes is no shell once one level of backslashes is gone.
  private func checkEscaped(_ content: ByteRange, isQuoted: Bool) throws(Failure) {
    var unescaped: [UInt8] = []
    var place = content.lowerBound
    while place < content.upperBound {
      if text[place] == .backslash, place + 1 < content.upperBound {
        let next = text[place + 1]
        if next == .dollar || next == .backquote || next == .backslash || isQuoted && next == .doubleQuote {
          place += 1
        }
      }
      unescaped.append(text[place])
      place += 1
    }
    var inner = ShellParser(unescaped, limits: limits)
    inner.depth = depth
    do throws(Failure) {
      _ = try inner.parseBackquoted(ByteRange(0, unescaped.count))
    } catch {
      let range = ByteRange(content.lowerBound - 1, content.upperBound + 1)
      throw Failure(problem: .init(message: error.problem.message, range: range), isFinal: error.isFinal)
    }
  }

  // MARK: - Arithmetic

  /// Where the `))` of arithmetic stands whose expression starts at an offset; nil where a `)` closes first, so that
  /// it is no arithmetic.
  func arithmeticEnd(from offset: Int) throws(Failure) -> Int? {
    var parentheses = 0
    var place = offset
    while place < end {
      switch text[place] {
      case .backslash: place += 1
      case .openParenthesis: parentheses += 1
      case .closeParenthesis where parentheses > 0: parentheses -= 1
      case .closeParenthesis: return byte(at: after(place)) == .closeParenthesis ? place : nil
      default: break
      }
      place += 1
    }
    throw failure("`((` is not closed", ByteRange(max(offset - 2, 0), offset))
  }

  /// Parses the expansions inside an arithmetic expression.
  mutating func parseArithmeticParts(_ expression: ByteRange) throws(Failure) -> [ShellWord.Part] {
    try enter()
    defer { leave() }
    let outerEnd = end
    defer { end = outerEnd }
    position = expression.lowerBound
    end = expression.upperBound
    return try parseParts(.hereDocument)
  }
}

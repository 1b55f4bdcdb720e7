internal import SourceText

/// `[[ … ]]` and arrays.
extension ShellParser {
  /// Parses `[[ … ]]`, whose operators become words of one literal part.
  mutating func parseDoubleBracket(_ open: ByteRange) throws(Failure) -> ShellCommand {
    position = open.upperBound
    var words: [ShellWord] = []
    var expectsRegularExpression = false
    while true {
      skipLinebreaks()
      guard position < end else { throw failure("`[[` without `]]`", open) }
      if let close = operatorEnd("]]", at: position), isWordEnd(close) {
        let closeRange = ByteRange(position, close)
        position = close
        return try finishCompound(.doubleBracket(words), from: open.lowerBound, tokens: [open, closeRange])
      }
      if !expectsRegularExpression, let conditionOperator = takeConditionOperator() {
        words.append(conditionOperator)
        continue
      }
      let word = try parseWord(expectsRegularExpression ? .regularExpression : .conditionPattern)
      guard !word.range.isEmpty else { throw failure("`[[` without `]]`", open) }
      words.append(word)
      expectsRegularExpression = spelling(word.range) == "=~"
    }
  }

  /// Moves past `&&`, `||`, `(`, `)`, `<` or `>`.
  private mutating func takeConditionOperator() -> ShellWord? {
    guard let next = byte(at: position), next.endsWord, !isProcessSubstitution(at: position) else { return nil }
    let stop: Int
    switch next {
    case .openParenthesis, .closeParenthesis, .less, .greater: stop = position + 1
    default:
      guard let place = operatorEnd("&&", at: position) ?? operatorEnd("||", at: position) else { return nil }
      stop = place
    }
    let range = ByteRange(position, stop)
    position = stop
    return ShellWord(parts: [.init(kind: .literal, range: range)], range: range)
  }

  /// Parses `(a b)` after the `=` of an assignment.
  mutating func parseArray() throws(Failure) -> ShellWord.Part {
    let start = position
    position += 1
    var words: [ShellWord] = []
    while true {
      skipLinebreaks()
      guard let next = byte(at: position) else { throw failure("`(` is not closed", ByteRange(start, start + 1)) }
      if next == .closeParenthesis { break }
      guard !next.endsWord || isProcessSubstitution(at: position) else {
        throw failure("unexpected `\(spelling(unexpectedToken()))`", unexpectedToken())
      }
      words.append(try parseWord(.word))
    }
    position += 1
    guard isWordEnd(position) else { throw failure("unexpected `\(spelling(unexpectedToken()))`", unexpectedToken()) }
    return .init(kind: .array(words), range: ByteRange(start, position))
  }
}

internal import SourceText

/// Words: the runs of literal text, quotes and expansions.
extension ShellParser {
  /// Where the parts that are parsed stand, which decides what ends them and what is special.
  enum PartContext {
    /// An unquoted word.
    case word
    /// A word after `declare`, `export` and the like, where `name=(…)` is an array.
    case declaration
    /// A word inside `[[ … ]]`, where extended patterns may hold parentheses.
    case conditionPattern
    /// The word after `=~` inside `[[ … ]]`.
    case regularExpression
    /// Between double quotes.
    case doubleQuoted
    /// The body of a here-document, or arithmetic: quotes are ordinary text.
    case hereDocument
    /// After the operator of `${…}` where quotes work as in a word.
    case operand
    /// After the operator of `${…}` between double quotes, where single quotes are ordinary text.
    case quotedOperand

    /// Whether the text is quoted already, so that `'`, `~` and most backslashes are ordinary.
    var isQuoted: Bool {
      switch self {
      case .doubleQuoted, .hereDocument, .quotedOperand: true
      case .word, .declaration, .conditionPattern, .regularExpression, .operand: false
      }
    }

    /// Whether the parts are an operand and end at `}`.
    var isOperand: Bool { self == .operand || self == .quotedOperand }
  }

  /// Parses a word at ``position``, which must not be at the end of a word.
  mutating func parseWord(_ context: PartContext) throws(Failure) -> ShellWord {
    let start = position
    let parts = try parseParts(context)
    return ShellWord(parts: parts, range: ByteRange(start, position))
  }

  /// Parses adjacent parts up to what ends them in the context; the end itself is left to the caller.
  mutating func parseParts(_ context: PartContext) throws(Failure) -> [ShellWord.Part] {
    var parts: [ShellWord.Part] = []
    var literalStart = position
    var parentheses = 0
    func flush(upTo literalEnd: Int, into parts: inout [ShellWord.Part]) {
      guard literalStart < literalEnd else { return }
      parts.append(.init(kind: .literal, range: ByteRange(literalStart, literalEnd)))
    }
    while position < end {
      let next = text[position]
      if isPlain(next) {
        position += 1
        continue
      }
      if endsParts(next, context, &parentheses, hasArrayName: parts.isEmpty && literalStart < position) { break }
      let literalEnd = position
      if let part = try parseSpecialPart(next, context, wordStart: parts.isEmpty ? literalStart : nil) {
        flush(upTo: literalEnd, into: &parts)
        parts.append(part)
        literalStart = position
      } else {
        position += 1
      }
    }
    flush(upTo: position, into: &parts)
    return parts
  }

  /// Whether a byte is literal text in every context.
  private func isPlain(_ byte: UInt8) -> Bool {
    byte.isNamePart || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
  }

  /// Whether the byte at ``position`` ends the parts of a context.
  private func endsParts(
    _ next: UInt8, _ context: PartContext, _ parentheses: inout Int, hasArrayName: Bool
  ) -> Bool {
    switch context {
    case .doubleQuoted: return next == .doubleQuote
    case .hereDocument: return false
    case .operand, .quotedOperand: return next == .closeBrace
    case .word: return next.endsWord && !isProcessSubstitution(at: position)
    case .declaration:
      if hasArrayName, next == .openParenthesis, text[position - 1] == UInt8(ascii: "=") { return false }
      return next.endsWord && !isProcessSubstitution(at: position)
    case .conditionPattern, .regularExpression:
      if next == .openParenthesis, context == .regularExpression || position > 0 && isPatternPrefix(text[position - 1])
      {
        parentheses += 1
        return false
      }
      if next == .openParenthesis, parentheses > 0 {
        parentheses += 1
        return false
      }
      if next == .closeParenthesis, parentheses > 0 {
        parentheses -= 1
        return false
      }
      if parentheses > 0 || context == .regularExpression { return next.isBlank || next == .newline }
      return next.endsWord && !isProcessSubstitution(at: position)
    }
  }

  /// Whether a byte before `(` makes it an extended pattern in bash.
  private func isPatternPrefix(_ byte: UInt8) -> Bool { byte.isOne(of: "?*+@!") }

  /// Parses the part that starts with a special byte, or returns nil where the byte is literal.
  private mutating func parseSpecialPart(
    _ next: UInt8, _ context: PartContext, wordStart: Int?
  ) throws(Failure) -> ShellWord.Part? {
    switch next {
    case .dollar: return try parseDollar(context)
    case .backquote: return try parseBackquotes(isQuoted: context.isQuoted && context != .hereDocument)
    case .backslash: return parseBackslash(context)
    case .singleQuote: return context.isQuoted ? nil : try parseSingleQuotes()
    case .doubleQuote: return context == .hereDocument ? nil : try parseDoubleQuotes()
    case .less, .greater:
      let isWord = context == .word || context == .declaration || context == .conditionPattern
      return isWord && isProcessSubstitution(at: position) ? try parseProcessSubstitution() : nil
    case .openParenthesis: return context == .declaration ? try parseArray() : nil
    default: return nil
    }
  }

  // MARK: - Quotes

  private mutating func parseSingleQuotes() throws(Failure) -> ShellWord.Part {
    let start = position
    var place = position + 1
    while place < end, text[place] != .singleQuote { place += 1 }
    guard place < end else { throw failure("quote `'` is not closed", ByteRange(start, start + 1)) }
    position = place + 1
    return .init(kind: .singleQuoted(content: ByteRange(start + 1, place)), range: ByteRange(start, position))
  }

  private mutating func parseDoubleQuotes() throws(Failure) -> ShellWord.Part {
    try enter()
    defer { leave() }
    let start = position
    position += 1
    let parts = try parseParts(.doubleQuoted)
    guard position < end else { throw failure("quote `\"` is not closed", ByteRange(start, start + 1)) }
    position += 1
    return .init(kind: .doubleQuoted(parts), range: ByteRange(start, position))
  }

  /// Parses a backslash and what it protects, or returns nil where the backslash is literal.
  private mutating func parseBackslash(_ context: PartContext) -> ShellWord.Part? {
    let start = position
    guard let next = byte(at: position + 1) else { return nil }
    if next == .newline {
      position += 2
      return .init(kind: .lineContinuation, range: ByteRange(start, position))
    }
    if context.isQuoted {
      switch next {
      case .dollar, .backquote, .backslash: break
      case .doubleQuote where context != .hereDocument: break
      case .closeBrace where context == .quotedOperand: break
      default: return nil
      }
    }
    position += 2
    while next >= 0xC0, position < end, text[position].isUTF8Continuation { position += 1 }
    return .init(kind: .escape(next), range: ByteRange(start, position))
  }
}

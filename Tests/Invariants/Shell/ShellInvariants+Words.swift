import ShellSyntax
import SourceText

/// Words and their parts.
extension ShellInvariants {
  mutating func check(_ words: [ShellWord], _ own: inout [ByteRange]) {
    checkOrder(words.map(\.range), "words")
    for word in words {
      own.append(word.range)
      check(word)
    }
  }

  mutating func check(_ word: ShellWord) {
    expect(!word.range.isEmpty, "empty word", word.range)
    check(word.parts, word.range)
  }

  /// Checks parts that are adjacent and cover a range.
  mutating func check(_ parts: [ShellWord.Part], _ range: ByteRange) {
    var place = range.lowerBound
    var followsLiteral = false
    for part in parts {
      expect(part.range.lowerBound == place && !part.range.isEmpty, "part does not follow", part.range)
      place = part.range.upperBound
      var isLiteral = false
      if case .literal = part.kind { isLiteral = true }
      expect(!(isLiteral && followsLiteral), "two literals", part.range)
      followsLiteral = isLiteral
      check(part)
    }
    expect(place == range.upperBound, "parts do not cover", range)
  }

  mutating func check(_ part: ShellWord.Part) {
    let spelling = text(part.range)
    let range = part.range
    switch part.kind {
    case .literal: break
    case .opaque: opaqueCount += 1
    case .escape(let byte):
      let bytes = script.text[range.indices]
      expect(bytes.starts(with: [UInt8(ascii: "\\"), byte]), "escape", range)
      expect(bytes.dropFirst(2).allSatisfy { $0 & 0xC0 == 0x80 }, "escape of more than a character", range)
    case .lineContinuation: expect(spelling == "\\\n", "continuation", range)
    case .singleQuoted(let content):
      expect(content == ByteRange(range.lowerBound + 1, range.upperBound - 1), "content", range)
      expect(spelling == "'\(text(content))'", "single quotes", range)
    case .ansiQuoted: expect(spelling.hasPrefix("$'") && spelling.hasSuffix("'"), "ansi quotes", range)
    case .doubleQuoted(let parts):
      expect(spelling.hasPrefix("\"") && spelling.hasSuffix("\""), "double quotes", range)
      check(parts, ByteRange(range.lowerBound + 1, range.upperBound - 1))
    case .parameter(let parameter): check(parameter, range)
    case .commandSubstitution(let statements, let isBackquoted):
      let opener = isBackquoted ? "`" : "$("
      expect(joined(range).hasPrefix(opener) && spelling.hasSuffix(isBackquoted ? "`" : ")"), "substitution", range)
      let inner = ByteRange(openerEnd(opener, range), range.upperBound - 1)
      if !(isBackquoted && statements.isEmpty) { checkRegion(inner, statements) }
    case .arithmetic(let expression, let parts):
      expect(joined(range).hasPrefix("$((") && joined(range).hasSuffix("))"), "arithmetic", range)
      expect(range.contains(expression), "expression", expression)
      check(parts, expression)
    case .processSubstitution(let statements):
      expect(spelling.hasPrefix("<(") || spelling.hasPrefix(">("), "process substitution", range)
      checkRegion(ByteRange(range.lowerBound + 2, range.upperBound - 1), statements)
    case .array(let words):
      expect(spelling.hasPrefix("(") && spelling.hasSuffix(")"), "array", range)
      var tokens: [ByteRange] = []
      check(words, &tokens)
      checkGaps(ByteRange(range.lowerBound + 1, range.upperBound - 1), tokens)
    case .interpolation: expect(spelling.hasPrefix("$"), "interpolation", range)
    }
  }

  /// The offset past an opener that may hold line continuations.
  private func openerEnd(_ opener: String, _ range: ByteRange) -> Int {
    var place = range.lowerBound
    while joined(ByteRange(range.lowerBound, place)) != opener, place < range.upperBound { place += 1 }
    return place
  }

  mutating func check(_ parameter: ShellParameter, _ range: ByteRange) {
    let spelling = joined(range)
    guard parameter.isBraced else {
      return expect(spelling == "$" + parameter.name, "parameter \(parameter.name)", range)
    }
    let prefix = ["length": "#", "!": "!"][parameter.operation ?? ""]
    let suffix = prefix == nil ? parameter.operation ?? "" : ""
    expect(spelling.hasPrefix("${" + (prefix ?? "") + parameter.name + suffix), "parameter \(parameter)", range)
    let operandStart = parameter.operand.first?.range.lowerBound ?? range.upperBound - 1
    check(parameter.operand, ByteRange(operandStart, range.upperBound - 1))
    expect(spelling.hasSuffix("}"), "closing brace", range)
  }
}

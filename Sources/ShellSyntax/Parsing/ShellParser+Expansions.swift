internal import SourceText

/// What starts with `$`: parameters, and the choice between them and substitutions.
extension ShellParser {
  /// Parses what the `$` at ``position`` starts, or returns nil where the `$` is literal.
  mutating func parseDollar(_ context: PartContext) throws(Failure) -> ShellWord.Part? {
    let start = position
    if let interpolationEnd = interpolationEnd(at: start) {
      position = interpolationEnd
      return .init(kind: .interpolation, range: ByteRange(start, position))
    }
    let place = after(start)
    guard let next = byte(at: place) else { return nil }
    switch next {
    case .openParenthesis: return try parseDollarParenthesis(open: place)
    case .openBrace: return try parseBraces(open: place, isQuoted: context.isQuoted)
    case .singleQuote where !context.isQuoted && place == start + 1: return try parseAnsiQuotes()
    default: return parsePlainParameter(at: place)
    }
  }

  /// Where a text that GitLab replaces ends, if one starts at an offset.
  ///
  /// It is `$[[ … ]]` on one line, also directly after another `$`, whose meaning then depends on the replacement.
  mutating func interpolationEnd(at offset: Int) -> Int? {
    guard byte(at: offset) == .dollar else { return nil }
    if byte(at: offset + 1) == .dollar, let interpolationEnd = bracketEnd(at: offset + 1) { return interpolationEnd }
    return bracketEnd(at: offset)
  }

  private mutating func bracketEnd(at offset: Int) -> Int? {
    guard byte(at: offset + 1) == .openBracket, byte(at: offset + 2) == .openBracket,
      offset >= noInterpolationBefore
    else { return nil }
    var place = offset + 3
    while place + 1 < end, text[place] != .newline {
      if text[place] == .closeBracket, text[place + 1] == .closeBracket { return place + 2 }
      place += 1
    }
    noInterpolationBefore = place
    return nil
  }

  /// Parses `$name`, `$1` or `$@`, whose name starts at an offset.
  private mutating func parsePlainParameter(at offset: Int) -> ShellWord.Part? {
    let start = position
    guard let (name, nameEnd) = parameterName(at: offset, digits: 1) else { return nil }
    position = nameEnd
    let isVariable = name.utf8.first?.isNameStart ?? false
    if isVariable, let interpolationEnd = interpolationEnd(at: nameEnd) {
      position = interpolationEnd
      return .init(kind: .interpolation, range: ByteRange(start, position))
    }
    let parameter = ShellParameter(name: name, isBraced: false, operation: nil, operand: [])
    return .init(kind: .parameter(parameter), range: ByteRange(start, position))
  }

  /// The name of a parameter at an offset and where it ends; numbers have at most `digits` digits.
  func parameterName(at offset: Int, digits: Int) -> (name: String, end: Int)? {
    guard let first = byte(at: offset) else { return nil }
    if first.isSpecialParameter { return (String(decoding: [first], as: UTF8.self), offset + 1) }
    var place = offset
    while let next = byte(at: place), first.isDigit ? next.isDigit && place - offset < digits : next.isNamePart {
      place += 1
    }
    guard byte(at: place) == .backslash, byte(at: place + 1) == .newline else {
      return place == offset ? nil : (String(decoding: text[offset..<place], as: UTF8.self), place)
    }
    return continuedParameterName(at: offset, digits: digits, isNumber: first.isDigit)
  }

  /// The name of a parameter in which backslash-newline pairs may stand.
  private func continuedParameterName(at offset: Int, digits: Int, isNumber: Bool) -> (name: String, end: Int)? {
    var bytes: [UInt8] = []
    var place = offset
    var nameEnd = offset
    while let next = byte(at: place), isNumber ? next.isDigit && bytes.count < digits : next.isNamePart {
      bytes.append(next)
      nameEnd = place + 1
      place = after(place)
    }
    return bytes.isEmpty ? nil : (String(decoding: bytes, as: UTF8.self), nameEnd)
  }
}

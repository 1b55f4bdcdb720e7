internal import SourceText

/// `${…}`.
extension ShellParser {
  /// The operators of `${…}`, longer ones before their beginnings.
  private static let parameterOperators: [StaticString] = [
    ":-", ":=", ":?", ":+", ":", "-", "=", "?", "+", "##", "#", "%%", "%", "//", "/", "^^", "^", ",,", ",", "@", "[",
  ]

  /// Parses `${…}`, from the `$` at ``position``.
  mutating func parseBraces(open: Int, isQuoted: Bool) throws(Failure) -> ShellWord.Part {
    try enter()
    defer { leave() }
    let start = position
    let opener = ByteRange(start, open + 1)
    position = after(open)
    if byte(at: position) == .openBrace, let stop = doubleBraceEnd(from: position + 1) {
      position = stop
      return .init(kind: .interpolation, range: ByteRange(start, stop))
    }
    let prefix = takePrefix()
    let isInterpolated = takeInterpolatedName()
    var name = ""
    if !isInterpolated {
      guard let (spelling, nameEnd) = parameterName(at: position, digits: .max) else {
        throw failure("bad substitution", opener)
      }
      name = spelling
      position = nameEnd
      if let interpolationEnd = interpolationEnd(at: position) {
        position = interpolationEnd
        name = ""
      }
    }
    let suffix = try parseBraceSuffix(prefix: prefix, opener: opener, isQuoted: isQuoted)
    guard byte(at: position) == .closeBrace else { throw failure("`${` is not closed", opener) }
    position += 1
    let range = ByteRange(start, position)
    guard !name.isEmpty else { return .init(kind: .interpolation, range: range) }
    let parameter = ShellParameter(
      name: name, isBraced: true, operation: prefix ?? suffix.operation, operand: suffix.operand)
    return .init(kind: .parameter(parameter), range: range)
  }

  /// Where `${{ … }}` ends, from the byte after the second `{`; the runner replaces it before the shell reads it.
  private func doubleBraceEnd(from offset: Int) -> Int? {
    var place = offset
    while place + 1 < end, text[place] != .newline, text[place] != .closeBrace { place += 1 }
    guard byte(at: place) == .closeBrace, byte(at: place + 1) == .closeBrace else { return nil }
    return place + 2
  }

  /// Moves past the `#` of `${#name}` or the `!` of `${!name}`, which are prefixes only where a name follows.
  private mutating func takePrefix() -> String? {
    guard let first = byte(at: position), first == .hash || first == .bang else { return nil }
    let place = after(position)
    guard let (name, nameEnd) = parameterName(at: place, digits: .max) else { return nil }
    if first == .hash {
      let next = byte(at: skippingContinuations(from: nameEnd))
      let isSpecial = name.utf8.first?.isSpecialParameter ?? false
      guard next == .closeBrace || !isSpecial else { return nil }
    } else {
      guard name.utf8.first?.isNamePart ?? false else { return nil }
    }
    position = place
    return first == .hash ? "length" : "!"
  }

  /// Moves past a name that GitLab puts in.
  private mutating func takeInterpolatedName() -> Bool {
    guard let interpolationEnd = interpolationEnd(at: position) else { return false }
    position = interpolationEnd
    return true
  }

  /// Parses the operator and the operand, up to the `}`.
  private mutating func parseBraceSuffix(
    prefix: String?, opener: ByteRange, isQuoted: Bool
  ) throws(Failure) -> (operation: String?, operand: [ShellWord.Part]) {
    let place = skippingContinuations(from: position)
    guard let next = byte(at: place) else { throw failure("`${` is not closed", opener) }
    if next == .closeBrace {
      position = place
      return (nil, [])
    }
    if prefix != nil { return (nil, try parseParts(.operand)) }
    for spelling in Self.parameterOperators {
      guard let operatorEnd = operatorEnd(spelling, at: place) else { continue }
      position = operatorEnd
      let operation = "\(spelling)"
      return (operation, try parseParts(isQuoted && Self.keepsQuoting(operation) ? .quotedOperand : .operand))
    }
    throw failure("bad substitution", opener)
  }

  /// Whether the operand is quoted as the expansion is; patterns are not (dash and ash read them as a bare word).
  private static func keepsQuoting(_ operation: String) -> Bool {
    switch operation.utf8.last {
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "+"): true
    default: false
    }
  }
}

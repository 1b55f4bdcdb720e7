internal import SourceText

/// A here-document whose body has not been reached yet.
struct PendingHereDocument {
  /// The offset of the operator.
  let operatorOffset: Int
  /// The line that ends the body.
  let delimiter: [UInt8]
  /// Whether the delimiter was quoted, so that nothing in the body is expanded.
  let isQuoted: Bool
  /// Whether it is `<<-`.
  let stripsTabs: Bool
}

/// Redirections.
extension ShellParser {
  /// The spellings of the operators, longer ones before their beginnings.
  private static let operators: [(spelling: StaticString, op: ShellRedirection.Operator)] = [
    ("<<<", .hereString), ("<<-", .hereDocumentStrippingTabs), ("<<", .hereDocument), ("<&", .duplicateInput),
    ("<>", .readWrite), ("<", .input), (">>", .append), (">&", .duplicateOutput), (">|", .clobber), (">", .output),
    ("&>>", .appendOutputAndError), ("&>", .outputAndError),
  ]

  /// Whether `<(` or `>(` stands at an offset.
  func isProcessSubstitution(at offset: Int) -> Bool {
    guard let first = byte(at: offset), first == .less || first == .greater else { return false }
    return byte(at: offset + 1) == .openParenthesis
  }

  /// Parses a redirection if one stands at ``position``.
  mutating func parseRedirection() throws(Failure) -> ShellRedirection? {
    var place = position
    while let next = byte(at: place), next.isDigit { place += 1 }
    let descriptor = place > position ? ByteRange(position, place) : nil
    let operatorStart = skippingContinuations(from: place)
    guard let next = byte(at: operatorStart), next == .less || next == .greater || next == .ampersand,
      descriptor == nil || next != .ampersand, !isProcessSubstitution(at: operatorStart)
    else { return nil }
    for (spelling, op) in Self.operators {
      guard let operatorEnd = operatorEnd(spelling, at: operatorStart) else { continue }
      let operatorRange = ByteRange(operatorStart, operatorEnd)
      return try parseTarget(op, descriptor: descriptor, operatorRange: operatorRange)
    }
    return nil
  }

  /// Whether digits directly before `<` or `>` stand at an offset.
  private func isDescriptor(at offset: Int) -> Bool {
    var place = offset
    while let next = byte(at: place), next.isDigit { place += 1 }
    return place > offset && (byte(at: place) == .less || byte(at: place) == .greater)
  }

  private mutating func parseTarget(
    _ op: ShellRedirection.Operator, descriptor: ByteRange?, operatorRange: ByteRange
  ) throws(Failure) -> ShellRedirection {
    let start = position
    position = operatorRange.upperBound
    skipBlanks()
    guard startsWord(at: position), !isDescriptor(at: position) else {
      throw failure("nothing after `\(spelling(operatorRange))`", operatorRange)
    }
    let target = try parseWord(.word)
    if op == .hereDocument || op == .hereDocumentStrippingTabs {
      guard target.parts.allSatisfy({ !$0.kind.isSubstitution }) else {
        throw failure("substitution in the delimiter of a here-document", target.range)
      }
      var isQuoted = false
      let delimiter = unquoted(target.parts, isQuoted: &isQuoted)
      pendingHereDocuments.append(
        PendingHereDocument(
          operatorOffset: operatorRange.lowerBound, delimiter: delimiter, isQuoted: isQuoted,
          stripsTabs: op == .hereDocumentStrippingTabs))
    }
    return ShellRedirection(
      op: op, descriptor: descriptor, operatorRange: operatorRange, target: target, hereDocument: nil,
      range: ByteRange(start, position))
  }

  /// A delimiter after quote removal; expansions stand for their own text there.
  private func unquoted(_ parts: [ShellWord.Part], isQuoted: inout Bool) -> [UInt8] {
    var result: [UInt8] = []
    for part in parts {
      switch part.kind {
      case .lineContinuation: break
      case .escape:
        isQuoted = true
        result += text[(part.range.lowerBound + 1)..<part.range.upperBound]
      case .singleQuoted(let content):
        isQuoted = true
        result += text[content.indices]
      case .ansiQuoted(let value):
        isQuoted = true
        result += value
      case .doubleQuoted(let inner):
        isQuoted = true
        result += unquoted(inner, isQuoted: &isQuoted)
      default: result += text[part.range.indices]
      }
    }
    return result
  }
}

extension ShellWord.Kind {
  /// Whether commands stand inside, which the shells disagree on in delimiters.
  fileprivate var isSubstitution: Bool {
    switch self {
    case .commandSubstitution, .processSubstitution, .arithmetic: true
    case .doubleQuoted(let parts): parts.contains { $0.kind.isSubstitution }
    default: false
    }
  }
}

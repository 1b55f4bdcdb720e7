import TestSupport

/// A way of writing text as a YAML scalar.
enum ScalarStyle: Sendable, CaseIterable {
  case plain, plainFolded
  case single, singleFolded
  case double, doubleFolded, doubleEscaped
  case literal, literalStrip, literalKeep, literalIndicator
  case folded, foldedStrip, foldedLong

  /// Whether the style may stand in a list in brackets.
  var isFlow: Bool {
    switch self {
    case .plain, .single, .double, .doubleEscaped: true
    default: false
    }
  }

  /// The lines of a text in this style, the first without and the others with their indentation; nil where the style
  /// cannot say the text.
  ///
  /// - Parameters:
  ///   - indentation: of the lines after the first.
  ///   - indicator: the indentation relative to the parent, for a header that names it.
  ///   - folding: decides where lines are folded.
  ///   - inFlow: whether the scalar stands between brackets.
  func lines(
    of text: String, indentation: Int, indicator: Int, folding: UInt64, inFlow: Bool = false
  ) -> [String]? {
    var random = SeededGenerator(seed: folding)
    let margin = String(repeating: " ", count: indentation)
    let lines = text.components("\n")
    switch self {
    case .plain, .plainFolded:
      guard Self.isPlain(text, inFlow: inFlow), Self.canFold(lines) else { return nil }
      if self == .plain, lines.count > 1 { return nil }
      let folded = self == .plain ? [text] : Self.folded(lines, gap: 2, &random)
      return Self.indented(folded, margin)
    case .single, .singleFolded:
      guard Self.canFold(lines), self == .singleFolded || lines.count == 1 else { return nil }
      let quoted = lines.map { $0.components("'").joined(separator: "''") }
      let folded = self == .single ? quoted : Self.folded(quoted, gap: 2, &random)
      return Self.indented(Self.enclosed(folded, "'"), margin)
    case .double, .doubleFolded, .doubleEscaped:
      return doubleQuoted(text, margin, &random)
    case .literal: return ["|"] + Self.indentedBlock(lines, margin)
    case .literalStrip: return ["|-"] + Self.indentedBlock(lines, margin)
    case .literalKeep: return ["|+"] + Self.indentedBlock(lines, margin)
    case .literalIndicator: return ["|\(indicator)"] + Self.indentedBlock(lines, margin)
    case .folded, .foldedStrip, .foldedLong:
      guard let body = foldedBlock(lines, &random) else { return nil }
      return [self == .foldedStrip ? ">-" : ">"] + Self.indentedBlock(body, margin)
    }
  }

  // MARK: - Double quotes

  private func doubleQuoted(_ text: String, _ margin: String, _ random: inout SeededGenerator) -> [String] {
    var result = [""]
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isLoneSpace =
        scalar == " " && index > 0 && index + 1 < scalars.count
        && ![" ", "\t", "\n"].contains(scalars[index - 1]) && ![" ", "\t", "\n"].contains(scalars[index + 1])
      if self == .doubleFolded, isLoneSpace, random.oneIn(5) {
        result.append(margin)
      } else if self == .doubleFolded, index > 0, scalar != " ", scalars[index - 1] != " ", random.oneIn(60) {
        result[result.count - 1] += "\\"
        result.append(margin + escaped(scalar))
      } else {
        result[result.count - 1] += escaped(scalar)
      }
    }
    return Self.enclosed(result, "\"")
  }

  private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    default:
      guard self == .doubleEscaped, !scalar.isASCII else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      let width = digits.count <= 2 ? 2 : digits.count <= 4 ? 4 : 8
      let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
      return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
  }

  private static func enclosed(_ lines: [String], _ quote: String) -> [String] {
    var result = lines
    result[0] = quote + result[0]
    result[result.count - 1] += quote
    return result
  }

  // MARK: - Folding

  /// Folded lines: a line break in the text is an empty line, unless one of its neighbours is indented.
  private func foldedBlock(_ lines: [String], _ random: inout SeededGenerator) -> [String]? {
    guard lines.allSatisfy({ !$0.isEmpty && $0.last != " " }) else { return nil }
    var result: [String] = []
    for (index, line) in lines.enumerated() {
      let isIndented = line.first == " " || line.first == "\t"
      if index > 0 {
        let before = lines[index - 1].first
        if !isIndented, before != " ", before != "\t" { result.append("") }
      }
      result += isIndented || self == .foldedLong ? [line] : Self.broken(line, gap: 3, &random)
    }
    return result
  }

  private static func folded(_ lines: [String], gap: Int, _ random: inout SeededGenerator) -> [String] {
    var result: [String] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { result.append("") }
      result += broken(line, gap: gap, &random)
    }
    return result
  }

  /// A line broken at some of its single spaces, flags first.
  private static func broken(_ line: String, gap: Int, _ random: inout SeededGenerator) -> [String] {
    let characters = Array(line)
    var result = [""]
    for (index, character) in characters.enumerated() {
      let isSingle =
        character == " " && index > 0 && index + 1 < characters.count && characters[index - 1] != " "
        && characters[index + 1] != " " && characters[index - 1] != "\t" && characters[index + 1] != "\t"
      let isBeforeFlag = isSingle && characters[index + 1] == "-"
      if isSingle, isBeforeFlag ? random.oneIn(gap) : random.oneIn(8), characters[index + 1] != "#" {
        result.append("")
      } else {
        result[result.count - 1].append(character)
      }
    }
    return result
  }

  /// Folding drops white space around line breaks.
  private static func canFold(_ lines: [String]) -> Bool {
    if lines.count == 1 { return true }
    return lines.allSatisfy { line in
      guard let first = line.first, let last = line.last else { return false }
      return ![" ", "\t", "#"].contains(first) && ![" ", "\t"].contains(last)
    }
  }

  /// Whether a text can stand without quotes; errs on the safe side.
  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    guard let first = text.first, let last = text.last, !"-?:,[]{}#&*!|>'\"%@` ".contains(first),
      !": \t".contains(last)
    else { return false }
    if text.contains("\t") { return false }
    if inFlow, text.contains(where: { ",[]{}".contains($0) }) { return false }
    return ![": ", " #", ":\n", "\n#"].contains { text.contains($0) }
  }

  private static func indented(_ lines: [String], _ margin: String) -> [String] {
    lines.enumerated().map { $0 == 0 || $1.isEmpty ? $1 : margin + $1 }
  }

  private static func indentedBlock(_ lines: [String], _ margin: String) -> [String] {
    lines.map { $0.isEmpty ? "" : margin + $0 }
  }
}

extension String {
  /// The parts between separators of one character, empty ones included.
  func components(_ separator: Character) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}

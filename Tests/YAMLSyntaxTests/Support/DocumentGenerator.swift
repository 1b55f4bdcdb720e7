import TestSupport

/// Writes random YAML that is valid by construction: every style, comments, anchors, odd indentation, CRLF, emoji.
struct DocumentGenerator {
  private var random: SeededGenerator
  private var text = ""
  private var anchors: [String] = []
  private var newline = "\n"
  private var keyNumber = 0
  static func document(seed: UInt64) -> String {
    var generator = DocumentGenerator(seed: seed)
    return generator.document()
  }

  /// A document with a few characters changed: often no longer valid, else of a shape that nobody would write.
  static func damagedDocument(seed: UInt64) -> String {
    var random = SeededGenerator(seed: seed)
    var scalars = Array(document(seed: seed).unicodeScalars)
    let damage = Array("\n\r\t -:?,[]{}&*!|>'\"%@`#\\x\u{85}\u{2028}".unicodeScalars)
    for _ in 0..<random.number(1...4) where !scalars.isEmpty {
      let position = random.number(0...(scalars.count - 1))
      switch random.number(0...2) {
      case 0: scalars.remove(at: position)
      case 1: scalars.insert(random.pick(damage), at: position)
      default: scalars.swapAt(position, random.number(0...(scalars.count - 1)))
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  private mutating func document() -> String {
    newline = random.oneIn(5) ? "\r\n" : "\n"
    if random.oneIn(10) { text += "\u{FEFF}" }
    filler(column: 0)
    if random.oneIn(4) { text += "---" + (random.oneIn(3) ? " # start" : "") + newline }
    switch random.number(0...9) {
    case 0: sequence(column: 0, depth: 0, isInline: false)
    case 1: text += flow(column: 1, depth: 1) + newline
    default: mapping(column: 0, depth: 0, isInline: false)
    }
    if random.oneIn(6) { text += newline + "# the end" + newline }
    if random.oneIn(5) {
      while text.unicodeScalars.last == "\n" || text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    }
    return text
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private mutating func filler(column: Int) {
    while random.oneIn(5) { text += (random.oneIn(3) ? spaces(random.number(0...3)) : "") + newline }
    while random.oneIn(6) {
      let odd = random.oneIn(3) ? random.number(0...8) : column
      text += spaces(odd) + "# comment: 'quoted' \(random.number(0...99)) ✓" + newline
    }
  }

  private mutating func endLine() {
    if random.oneIn(8) { text += spaces(random.number(1...3)) + "# trailing" } else if random.oneIn(9) { text += "  " }
    text += newline
  }

  // MARK: - Block collections

  private mutating func mapping(column: Int, depth: Int, isInline: Bool) {
    for index in 0..<random.number(1...4) {
      if index > 0 || !isInline {
        filler(column: column)
        text += spaces(column)
      }
      keyNumber += 1
      if random.oneIn(30) {
        text += "? key\(keyNumber)" + newline + spaces(column)
      } else {
        text += random.pick([
          "key\(keyNumber)", ".k\(keyNumber)", "'q \(keyNumber)'", "\"d\\t\(keyNumber)\"", "ключ \(keyNumber)",
        ])
      }
      text += ":"
      value(column: column, textColumn: column + random.number(1...4), depth: depth, isItem: false)
    }
  }

  private mutating func sequence(column: Int, depth: Int, isInline: Bool) {
    let gap = random.oneIn(4) ? random.number(2...3) : 1
    for index in 0..<random.number(1...4) {
      if index > 0 || !isInline {
        filler(column: column)
        text += spaces(column)
      }
      text += "-"
      value(column: column, textColumn: column + 1 + gap, depth: depth, isItem: true)
    }
  }

  private mutating func value(column: Int, textColumn: Int, depth: Int, isItem: Bool) {
    let gap = isItem ? spaces(textColumn - column - 1) : spaces(random.oneIn(6) ? 3 : 1)
    let properties = properties()
    // Others may name the node only when it is complete.
    defer { anchors += properties.filter { $0.hasPrefix("&") }.map { String($0.dropFirst()) } }
    let lead = properties.isEmpty ? gap : gap + properties.joined(separator: " ") + " "
    switch random.number(0...13) {
    case 0...3:
      text += lead + oneLine(inFlow: false)
      endLine()
    case 4: multiline(lead, column: textColumn)
    case 5...6: block(lead, column: column)
    case 7 where depth < 4:
      text += properties.isEmpty ? "" : " " + properties.joined(separator: " ")
      endLine()
      mapping(column: textColumn, depth: depth + 1, isInline: false)
    case 8...9 where depth < 4:
      if isItem, properties.isEmpty {
        text += gap
        if random.oneIn(2) {
          mapping(column: textColumn, depth: depth + 1, isInline: true)
        } else {
          sequence(column: textColumn, depth: depth + 1, isInline: true)
        }
      } else {
        text += properties.isEmpty ? "" : " " + properties.joined(separator: " ")
        endLine()
        sequence(column: !isItem && random.oneIn(3) ? column : textColumn, depth: depth + 1, isInline: false)
      }
    case 10:
      text += lead + flow(column: textColumn, depth: depth)
      endLine()
    case 11 where !anchors.isEmpty && properties.isEmpty:
      text += gap + "*" + random.pick(anchors)
      endLine()
    case 12:
      text += properties.isEmpty ? "" : " " + properties.joined(separator: " ")
      endLine()
    default:
      text += lead + oneLine(inFlow: false)
      endLine()
    }
  }

  private mutating func properties() -> [String] {
    var properties: [String] = []
    if random.oneIn(10) {
      let name = random.pick(["a", "b", "long-name_1", "x\(keyNumber)"])
      anchors.removeAll { $0 == name }
      properties.append("&" + name)
    }
    if random.oneIn(15) { properties.append(random.pick(["!reference", "!!str", "!", "!<tag:x,2000:y>"])) }
    return random.oneIn(2) ? properties : properties.reversed()
  }

  // MARK: - Scalars

  private static let words = [
    "echo", "$CI_COMMIT_SHA", "--cache=true", "héllo", "🚀", "a#b", "x:y", "http://x.y/z", "it's", "\"q\"", "-", "--",
    "日本",
    "C:\\dir", "&&", "|", ">", "@", "%d", "1.5", "true", "`id`", "?",
  ]

  private mutating func sentence(_ count: Int, safe: Bool) -> String {
    let safeWords = ["echo", "$CI_COMMIT_SHA", "héllo", "🚀", "a.b", "日本", "-x", "1.5"]
    return (0..<count).map { _ in random.pick(safe ? safeWords : Self.words) }
      .joined(separator: random.oneIn(6) ? "  " : " ")
  }

  private mutating func oneLine(inFlow: Bool) -> String {
    switch random.number(0...4) {
    case 0: "'" + sentence(random.number(0...4), safe: false).split(separator: "'").joined(separator: "''") + "'"
    case 1: doubleQuoted(lineBreak: nil)
    case 2 where !inFlow: "plain " + sentence(random.number(1...4), safe: false)
    default: "p" + sentence(random.number(1...3), safe: true)
    }
  }

  private mutating func doubleQuoted(lineBreak: String?) -> String {
    let parts = (0..<random.number(0...5)).map { _ in
      random.pick([
        "word", "\\n", "\\\"", "\\\\", "\\x41", "\\u00e9", "\\U0001F680", "\\t", "\\_", "\\/", "\\ ", "ü", "#",
      ])
    }
    return "\"" + parts.joined(separator: lineBreak ?? random.pick(["", " "])) + "\""
  }

  private mutating func multiline(_ lead: String, column: Int) {
    let lines = random.number(2...4)
    let breaks = { (blank: Bool, spaces: String, newline: String) in (blank ? newline : "") + newline + spaces }
    switch random.number(0...2) {
    case 0:
      text += lead + "plain"
      for _ in 0..<lines {
        text += breaks(random.oneIn(4), spaces(column + random.number(0...2)), newline) + sentence(2, safe: true)
      }
    case 1:
      text += lead + "'first"
      for _ in 0..<lines {
        text += breaks(random.oneIn(4), spaces(column), newline) + "it''s " + sentence(2, safe: true)
      }
      text += "'"
    default:
      let backslash = random.oneIn(3) ? " \\" : ""
      text += lead + doubleQuoted(lineBreak: backslash + newline + spaces(column))
    }
    endLine()
  }

  private mutating func block(_ lead: String, column: Int) {
    let parent = column
    let extra = random.number(1...4)
    let needsIndicator = random.oneIn(5)
    let indicator = needsIndicator ? "\(extra)" : ""
    let chomping = random.pick(["", "", "-", "+"])
    let header = random.oneIn(2) ? indicator + chomping : chomping + indicator
    text += lead + random.pick(["|", ">"]) + header + (random.oneIn(10) ? "  # about" : "") + newline
    let indentation = spaces(parent + extra)
    for index in 0..<random.number(0...5) {
      if random.oneIn(5) { text += (random.oneIn(3) ? spaces(random.number(0...parent + extra)) : "") + newline }
      let deeper = (index > 0 || needsIndicator) && random.oneIn(4) ? random.pick(["  ", " ", "\t"]) : ""
      text +=
        indentation + deeper + sentence(random.number(1...4), safe: false) + (random.oneIn(6) ? " " : "") + newline
    }
    if random.oneIn(4) { text += newline }
  }

  private mutating func flow(column: Int, depth: Int) -> String {
    let lineBreak = random.oneIn(5) ? newline + spaces(column) : ""
    let padding = random.oneIn(4) ? " " : ""
    let count = random.number(0...3)
    let isMapping = random.oneIn(2)
    let parts = (0..<count).map { index in
      let content =
        depth < 3 && random.oneIn(5)
        ? flow(column: column, depth: depth + 1) : random.oneIn(8) ? "" : oneLine(inFlow: true)
      if isMapping { return "k\(index): " + content }
      return content.isEmpty ? "x\(index): y" : content
    }
    let open = isMapping ? "{" : "["
    let close = isMapping ? "}" : "]"
    let trailing = count > 0 && random.oneIn(8) ? "," : ""
    return open + lineBreak + padding + parts.joined(separator: ", " + lineBreak) + trailing + lineBreak + padding
      + close
  }
}

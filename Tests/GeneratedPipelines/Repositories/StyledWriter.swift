import TestSupport

/// Writes values as YAML in every style: block and flow collections, the five styles of scalars, comments, blank lines,
/// odd indentation, tabs where they may stand, CRLF, a byte order mark, no line break at the end.
struct StyledWriter {
  private var random: SeededGenerator
  private var lines: [String] = []
  private let hasComments: Bool
  private let isEven: Bool
  private let usualStep: Int
  private let flowShare: Int

  /// The text of a file. The numbers decide about its looks.
  static func text(of pairs: [YAMLPair], _ random: inout SeededGenerator) -> String {
    var writer = StyledWriter(random: random)
    let text = writer.file(pairs)
    random = writer.random
    return text
  }

  private init(random: SeededGenerator) {
    self.random = random
    hasComments = self.random.chance(40)
    isEven = self.random.chance(60)
    usualStep = self.random.pick([2, 2, 2, 4, 3, 1])
    flowShare = self.random.pick([0, 0, 15, 60])
  }

  private mutating func file(_ pairs: [YAMLPair]) -> String {
    if random.chance(15) { lines.append("---" + random.pick(["", " # start", "  "])) }
    for pair in pairs {
      if random.chance(70) { lines.append("") }
      write(pair, column: 0)
    }
    if random.chance(15) { lines += ["", "# the end 🏁"] }
    if random.chance(8) { lines.append("...") }
    let end = random.chance(12) ? "\r\n" : "\n"
    let mark = random.chance(6) ? "\u{FEFF}" : ""
    return mark + lines.joined(separator: end) + (random.chance(12) ? "" : end)
  }

  // MARK: - Lines

  private mutating func step() -> Int { isEven || random.chance(70) ? usualStep : random.number(1...5) }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private mutating func filler(column: Int) {
    if random.chance(4) { lines.append(random.pick(["", "  "])) }
    guard hasComments, random.chance(15) else { return }
    let place = random.chance(80) ? column : random.number(0...8)
    lines.append(
      spaces(place) + "# " + random.pick(["note: it's \"so\"", "- not an item", "🚀 kaniko: built here", "é"]))
  }

  /// What may stand at the end of a line; a tab may follow a value only.
  private mutating func tail(hasValue: Bool = true) -> String {
    if hasComments, random.chance(8) { return random.pick([" # why", hasValue ? "\t# tab" : " # é", "   # a: b"]) }
    return random.chance(3) ? random.pick([" ", "  "]) : ""
  }

  // MARK: - Collections

  private mutating func write(_ pair: YAMLPair, column: Int) {
    filler(column: column)
    let head = spaces(column) + key(pair.key) + ":"
    write(pair.value, head: head, column: column, isItem: false)
  }

  private mutating func key(_ key: String) -> String {
    let isPlain = key.allSatisfy { $0.isLetter || $0.isNumber || "._-<".contains($0) }
    if isPlain, key == "<<" || !random.chance(4) { return key + (random.chance(2) ? " " : "") }
    return random.chance(50) ? "\"\(key)\"" : "'\(key)'"
  }

  private mutating func write(_ value: YAMLValue, head: String, column: Int, isItem: Bool, anchor: String = "") {
    switch value {
    case .anchored(let name, let inner): write(inner, head: head, column: column, isItem: isItem, anchor: " &" + name)
    case .source(let source): lines.append(head + anchor + gap(isItem) + source + tail())
    case .text(let text): writeText(text, head: head + anchor, column: column, isItem: isItem)
    case .sequence(let items):
      if items.isEmpty || random.chance(flowShare), let flow = flow(value) {
        lines.append(head + anchor + gap(isItem) + flow + tail())
        return
      }
      lines.append(head + anchor + tail(hasValue: false))
      let place = !isItem && random.chance(30) ? column : column + step()
      for item in items {
        filler(column: place)
        write(item, head: spaces(place) + "-", column: place, isItem: true)
      }
    case .mapping(let pairs):
      if pairs.isEmpty || random.chance(flowShare), let flow = flow(value) {
        lines.append(head + anchor + gap(isItem) + flow + tail())
        return
      }
      writeMapping(pairs, head: head, column: column, isItem: isItem, anchor: anchor)
    }
  }

  private mutating func writeMapping(_ pairs: [YAMLPair], head: String, column: Int, isItem: Bool, anchor: String) {
    guard isItem, anchor.isEmpty, let first = pairs.first else {
      lines.append(head + anchor + tail(hasValue: false))
      let place = column + step()
      for pair in pairs { write(pair, column: place) }
      return
    }
    let place = column + 1 + random.pick([1, 1, 3])
    write(first.value, head: head + spaces(place - column - 1) + key(first.key) + ":", column: place, isItem: false)
    for pair in pairs.dropFirst() { write(pair, column: place) }
  }

  /// What separates a key or a dash from its value.
  private mutating func gap(_ isItem: Bool) -> String {
    random.chance(6) ? random.pick(["  ", "   ", isItem ? " " : "\t"]) : " "
  }

  // MARK: - Scalars

  private mutating func writeText(_ text: String, head: String, column: Int, isItem: Bool) {
    let step = step()
    let style = text.contains("\n") && random.chance(60) ? .literal : random.pick(ScalarStyle.allCases)
    for style in [style, .plain, .double] where !Self.changesType(text, in: style) {
      let indented = text.first == " " || text.first == "\n" || text.isEmpty
      // Behind a name the line break that they end with would be one too many.
      if style.isBlock, indented || !text.contains(" ") { continue }
      guard
        var written = style.lines(
          of: text, indentation: column + step, indicator: step, folding: random.next(), inFlow: false)
      else { continue }
      // A comment may follow a quoted scalar or a header, not the text of a plain one that goes on.
      if written.count == 1 || style.isBlock { written[0] += tail(hasValue: !style.isBlock) }
      lines.append(head + " " + written[0])
      lines += written.dropFirst()
      return
    }
  }

  /// Whether a text without quotes would be a number, a boolean or null.
  private static func changesType(_ text: String, in style: ScalarStyle) -> Bool {
    guard style == .plain || style == .plainFolded else { return false }
    let isWord = text.unicodeScalars.contains { $0.properties.isAlphabetic } && !text.contains(":")
    return !isWord || ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
  }

  /// A value on one line, or nil where it has none.
  private mutating func flow(_ value: YAMLValue) -> String? {
    switch value {
    case .anchored(let name, let inner): return flow(inner).map { "&\(name) \($0)" }
    case .source(let source): return source
    case .text(let text):
      let style = random.pick(ScalarStyle.allCases.filter(\.isFlow))
      for style in [style, .double] where !Self.changesType(text, in: style) {
        let lines = style.lines(of: text, indentation: 0, indicator: 2, folding: 0, inFlow: true)
        if let lines, lines.count == 1 { return lines[0] }
      }
      return nil
    case .sequence(let items):
      var parts: [String] = []
      for item in items {
        guard let part = flow(item) else { return nil }
        parts.append(part)
      }
      return joined(parts, "[", "]")
    case .mapping(let pairs):
      var parts: [String] = []
      for pair in pairs {
        guard let part = flow(pair.value) else { return nil }
        parts.append("\(key(pair.key)): \(part)")
      }
      return joined(parts, "{", "}")
    }
  }

  private mutating func joined(_ parts: [String], _ open: String, _ close: String) -> String {
    let padding = random.pick(["", "", " "])
    let end = !parts.isEmpty && random.chance(8) ? "," : ""
    return open + padding + parts.joined(separator: random.pick([", ", ", ", " , "])) + end + " " + close
  }
}

extension ScalarStyle {
  /// Whether the style is one whose first line decides about the indentation.
  fileprivate var isBlock: Bool {
    switch self {
    case .literal, .literalStrip, .literalKeep, .literalIndicator, .folded, .foldedStrip, .foldedLong: true
    default: false
    }
  }
}

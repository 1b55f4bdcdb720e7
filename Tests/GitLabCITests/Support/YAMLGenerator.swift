import TestSupport

/// Writes documents that try every way in which a loader can go its own way.
struct YAMLGenerator {
  private var random: SeededGenerator
  private var anchors: [String] = []
  private var count = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A whole file.
  mutating func file() -> String {
    anchors = []
    let hasMarker = random.chance(20)
    let hasHeader = random.chance(10)
    var text = (hasMarker ? "---\n" : "") + (hasHeader ? "spec: {inputs: {a: {}}}\n--- # content\n" : "")
    text += block(depth: 0, indent: 0, isMapping: true)
    if random.chance(10) { text += "...\n" + random.pick(["", "k: [\n", "# c\n\n}\n", "k: v\n", "- \"\n", " é\n"]) }
    // GitLab looks at three documents only; what is wrong after them is a syntax error here.
    if random.chance(15), !(hasMarker && hasHeader) { text += "--- \nsecond: \(scalar())\n" }
    return text
  }

  /// A scalar near the borders of Psych's types.
  mutating func plainScalar() -> String {
    let alphabet = Array("0123456789012345+-._,:eExXbtTZinfonay~é")
    return String((0..<Int.random(in: 1...9, using: &random)).map { _ in random.pick(alphabet) })
  }

  private mutating func key() -> String {
    random.pick(["a", "b", "c", "d", "'b'", "\"c\"", "010", "8", "yes", "true", ":s", "1.10", "~", "!!str d", "!x a"])
  }

  private mutating func scalar() -> String {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return plainScalar()
    case 1: return "'\(plainScalar())'"
    case 2: return "\"\(plainScalar())\\n\""
    case 3:
      return random.pick(["!!str ", "!foo ", "! ", "!!int ", "!local/x "])
        + random.pick(["010", "'010'", "yes", "\"~\""])
    case 4:
      return random.pick([
        "!reference [a, b]", "!reference [x, 1]", "!reference []", "!reference x", "!reference {a: b}",
      ])
    case 5: return random.pick(["", "~", "null", "NO", "0x_1", "1_000", "12:30:45", ".5", "1.", "-.inf", ":a b"])
    case 6: return anchors.isEmpty ? "x" : "*" + random.pick(anchors)
    default: return random.pick(["x", "yes", "text with spaces", "10", "a-b", "0.5", "é"])
    }
  }

  private mutating func anchor() -> String {
    guard random.chance(30) else { return "" }
    count += 1
    return "&n\(count)"
  }

  /// A block collection; its lines start with `indent` spaces.
  private mutating func block(depth: Int, indent: Int, isMapping: Bool) -> String {
    var text = ""
    let margin = String(repeating: " ", count: indent)
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      if isMapping, random.chance(20), !anchors.isEmpty {
        text += margin + mergeEntry()
        continue
      }
      text += margin + (isMapping ? key() + ":" : "-")
      text += node(depth: depth + 1, indent: indent)
    }
    return text
  }

  private mutating func mergeEntry() -> String {
    let key = random.pick(["<<", "<<", "<<", "\"<<\"", "!!str <<"])
    let names = (0..<Int.random(in: 1...3, using: &random)).map { _ in "*" + random.pick(anchors) }
    let value = names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
    return "\(key): \(random.chance(85) ? value : random.pick(["text", "{a: 1}", "[{a: 1}, {b: 2}]", "[x]", "~"]))\n"
  }

  private mutating func node(depth: Int, indent: Int) -> String {
    let name = anchor()
    let prefix = name.isEmpty ? " " : " \(name) "
    defer { if !name.isEmpty { anchors.append(String(name.dropFirst())) } }
    switch Int.random(in: 0..<10, using: &random) {
    case 0,
      1 where depth < 4:
      return prefix + "\n" + block(depth: depth, indent: indent + 2, isMapping: true)
    case 2 where depth < 4: return prefix + "\n" + block(depth: depth, indent: indent + 2, isMapping: false)
    case 3: return prefix + "{a: \(random.pick(["1", "x", "~"])), b: [y, \"z\"], a: 2}\n"
    case 4: return prefix + random.pick(["|", ">-", "|+"]) + "\n" + String(repeating: " ", count: indent + 2) + "t\n\n"
    default:
      let scalar = scalar()
      return scalar.hasPrefix("*") ? " \(scalar)\n" : prefix + scalar + "\n"
    }
  }
}

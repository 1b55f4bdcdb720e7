import TestSupport

/// Writes small repositories whose jobs come from every mechanism at once: includes, `extends`, `!reference`, anchors,
/// defaults, global variables and `inherit`.
struct PipelineGenerator {
  /// Definitions that references lead to; the entry file has them.
  private static let snippets = """
    .s: {image: snip, script: [s1, [s2]], before_script: [b], rules: [{if: $S}]}
    .t: {extends: .s, image: {name: t}, script: [!reference [.s, before_script], [!reference [.s, script]], t]}

    """
  private static let hiddenCount = 6

  private var random: SeededGenerator
  private var anchors: [String] = []
  /// Whether names that lead nowhere or in circles may be used in this repository.
  private var isWild = false

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The files of a repository, by their paths.
  mutating func repository() -> [String: String] {
    isWild = random.chance(25)
    var files: [String: String] = [:]
    files["ci/deep/d.yml"] = file(includes: [])
    files["ci/a.yml"] = file(includes: random.chance(30) ? ["/ci/deep/d.yml"] : [])
    files["ci/b.yml"] = file(
      includes: random.chance(30) ? [random.pick(["ci/deep/*.yml", "ci/**/d.yml", "ci/*/*.yml"])] : [])
    var includes = [random.pick(["ci/*.yml", "ci/**.yml", "ci/a.yml", "/ci/b.yml"])]
    if random.chance(40) { includes.append("ci/b.yml") }
    files[".gitlab-ci.yml"] = file(includes: includes) + top() + Self.snippets
    for index in 0..<Self.hiddenCount where !isWild || random.chance(80) {
      files[".gitlab-ci.yml", default: ""] += ".h\(index):\n" + body(index)
    }
    if random.chance(20) {
      files[".gitlab-ci.yml", default: ""] += "child: {trigger: {include: child.yml}}\n"
      files["child.yml"] = file(includes: [])
    }
    return files
  }

  private mutating func file(includes: [String]) -> String {
    anchors = []
    var text = includes.isEmpty ? "" : "include: [\(includes.map { "\"\($0)\"" }.joined(separator: ", "))]\n"
    if random.chance(15) { text += "include: [{template: Some.gitlab-ci.yml}]\n".prefix(includes.isEmpty ? 200 : 0) }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let index = Int.random(in: 0..<Self.hiddenCount, using: &random)
      let isAnchored = random.chance(50)
      let anchor = "a\(anchors.count)"
      text += ".h\(index):\(isAnchored ? " &\(anchor)" : "")\n" + body(index)
      if isAnchored { anchors.append(anchor) }
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      text += "job\(Int.random(in: 0..<8, using: &random)):\n" + body(-1)
    }
    return text
  }

  /// Defaults, written in either way but not in both, and without nulls, which mean nothing there.
  private mutating func top() -> String {
    var text = ""
    if random.chance(50) {
      text += random.pick([
        "default: {image: d, tags: [d], retry: {max: 1}}\n", "default: {image: {name: d, entrypoint: ['']}}\n",
        "default: {before_script: [d, [e]], cache: {key: d}}\n",
      ])
    } else {
      text += random.pick(["image: global\n", "before_script: [global]\ncache: {key: global}\n", ""])
    }
    if random.chance(60) { text += "variables: {V0: global, V1: 010, V3: {value: yes, expand: false}}\n" }
    return text
  }

  /// The lines of a job; a hidden one extends only those with greater numbers, unless the repository is wild.
  private mutating func body(_ own: Int) -> String {
    var lines = ["stage: s\(Int.random(in: 0..<3, using: &random))"]
    if random.chance(45) { lines.append("extends: \(bases(above: own))") }
    if random.chance(30), !anchors.isEmpty { lines.append("<<: *\(random.pick(anchors))") }
    if random.chance(10), anchors.count > 1 { lines.append("<<: [*\(random.pick(anchors)), *\(random.pick(anchors))]") }
    for key in ["image", "script", "before_script", "variables", "tags", "retry", "rules", "inherit"]
    where random.chance(45) {
      lines.append("\(key): \(value(of: key))")
    }
    lines.shuffle(using: &random)
    return lines.map { "  \($0)\n" }.joined()
  }

  private mutating func bases(above own: Int) -> String {
    let lowest = isWild ? 0 : own + 1
    let names = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      lowest < Self.hiddenCount ? ".h\(Int.random(in: lowest..<Self.hiddenCount, using: &random))" : ".s"
    }
    return names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
  }

  private mutating func value(of key: String) -> String {
    switch key {
    case "image":
      return random.pick([
        "img", "{name: img, entrypoint: ['']}", "{name: n2}", "null", reference("image"), "'010'", "{entrypoint: [x]}",
      ])
    case "script", "before_script":
      return random.pick([
        "echo", "[one, two]", "[[a, [b]], c]", "[]", "[\(reference("script")), own]", reference("before_script"), "~",
      ])
    case "variables":
      return random.pick([
        "{V0: own, V2: 1_000}", "{V1: {value: x, description: d}}", "{}", "null",
      ])
    case "tags": return random.pick(["[t]", "[]", "[a, b]"])
    case "retry": return random.pick(["2", "{max: 1, when: [always]}", "~"])
    case "rules": return random.pick(["[{if: $A}]", "[\(reference("rules")), {when: never}]", "[]"])
    default:
      return random.pick([
        "{default: false}", "{default: [image]}", "{variables: false}", "{variables: [V0, V3]}", "{}",
      ])
    }
  }

  private mutating func reference(_ key: String) -> String {
    let names = isWild ? [".s", ".t", ".h0", ".h1"] : [".s", ".t"]
    return "!reference [\(random.pick(names)), \(key)]"
  }
}

import KanikoMigration

/// Makes small repositories in which Kaniko is named in all ways that are known, or not at all; the same ones for the
/// same seed.
struct TreeGenerator {
  private var state: UInt64
  /// How openly the present tree names Kaniko.
  private var openness = Openness.open

  private enum Openness {
    /// Not at all.
    case none
    /// Only in parts, or by what the settings name.
    case hidden
    /// In every way.
    case open

    func allows(_ choice: String) -> Bool {
      switch self {
      case .open: true
      case .hidden: !choice.lowercased().contains("kaniko")
      case .none:
        ["alpine", "docker:27", "CI_REGISTRY", "make", "ls", "OTHER", "local:"].contains { choice.contains($0) }
      }
    }
  }

  init(seed: UInt64) { state = seed }

  struct Tree {
    var files: [String: String] = [:]
    var settings = MigrationSettings()
  }

  private static let images = [
    "gcr.io/kaniko-project/executor:debug", "gcr.io/${PART}niko-project/executor", "gcr.io/$ONE$TWO/executor",
    "$WHOLE", "\"gcr.io/\\x6baniko-project/executor\"", "\"gcr.io/kan\\\n      iko-project/executor\"",
    "registry.example.com/builder:3", "$REGISTRY/builder:3", "$ASSUMED", "alpine:3.20", "$CI_REGISTRY_IMAGE:ci",
    "registry.example.com/tools:1", "docker:27", "KANIKO:1",
  ]
  private static let commands = [
    "/kaniko/executor --context . --destination r/a:1", "/kan\"iko\"/executor --context . --destination r/a:1",
    "/kan\\iko/executor --context . --destination r/a:1", "executor --context . --destination r/a:1",
    "build-image --context . --destination r/a:1", "$RUN --context . --destination r/a:1", "make test", "ls",
    "exec'utor' --context . --destination r/a:1", "mkdir -p /kaniko/.docker",
  ]
  private static let variables = [
    "PART: ka", "ONE: kan", "TWO: iko", "WHOLE: ${ONE}${TWO}", "WHOLE: gcr.io/kaniko-project/executor",
    "REGISTRY: registry.example.com", "RUN: /kaniko/executor", "KANIKO_ARGS: --cache=true", "OTHER: value",
  ]
  private static let includes = [
    "{project: a/b, file: /ci.yml}", "{local: /one.yml}", "{local: templates/two.yml}", "{local: '*.yml'}",
    "{template: Kaniko.gitlab-ci.yml}", "{template: Docker.gitlab-ci.yml}",
  ]

  mutating func tree() -> Tree {
    var tree = Tree()
    openness = [.none, .hidden, .hidden, .open][next(4)]
    for path in ["one.yml", "templates/two.yml", "templates/three.yml", ".gitlab-ci.yml"] where next(4) > 0 {
      tree.files[path] = file()
    }
    if next(3) == 0 { tree.settings.kanikoImagePatterns = [NamePattern(next(2) == 0 ? "*/builder*" : "registry.*")] }
    if next(3) == 0 { tree.settings.executors = ["build-image"] }
    if next(3) == 0 { tree.settings.variables = ["ASSUMED": "gcr.io/kaniko-project/executor:debug"] }
    return tree
  }

  private mutating func file() -> String {
    var text = ""
    if next(4) == 0 { text += "include:\n  - \(pick(Self.includes))\n\n" }
    if next(2) == 0 { text += "variables:\n  \(pick(Self.variables))\n\n" }
    if next(6) == 0 { text += "default:\n  image: \(pick(Self.images))\n\n" }
    for number in 0...next(3) { text += job(number) }
    return text
  }

  private mutating func job(_ number: Int) -> String {
    var text = "\(next(3) == 0 ? "." : "")job-\(number)\(next(4) == 0 ? "-more" : ""):\n"
    if next(4) == 0 { text += "  extends: \(pick([".job-0", ".job-1", ".kaniko", ".missing"]))\n" }
    if next(4) > 0 {
      text += next(2) == 0 ? "  image: \(pick(Self.images))\n" : "  image:\n    name: \(pick(Self.images))\n"
    }
    if next(3) == 0 {
      text += "  variables:\n"
      let first = pick(Self.variables)
      let second = pick(Self.variables)
      text += "    \(first)\n"
      if first.prefix(3) != second.prefix(3) { text += "    \(second)\n" }
    }
    if next(5) > 0 { text += "  script:\n    - \(pick(Self.commands))\n    - \(pick(Self.commands))\n" }
    return text + "\n"
  }

  private mutating func pick(_ choices: [String]) -> String {
    let allowed = choices.filter(openness.allows)
    return allowed.isEmpty ? choices[next(choices.count)] : allowed[next(allowed.count)]
  }

  /// A number from 0 up to but not including the bound (a linear congruential generator; Knuth, MMIX).
  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

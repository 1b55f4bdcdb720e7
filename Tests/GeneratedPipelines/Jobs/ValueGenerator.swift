import TestSupport

/// Makes values for flags out of text, variables and commands.
struct ValueGenerator {
  var random: SeededGenerator
  /// Variables that hold one word each.
  var words: [String] = ["CI_COMMIT_SHORT_SHA", "CI_COMMIT_REF_SLUG", "CI_PIPELINE_IID"]
  /// Variables that hold any text.
  var texts: [String] = []
  /// Whether `$service` is set.
  var hasService = false

  private static let plainTexts = ["1", "release", "v1.2.3", "a=b=c", "production", "linux", "a,b", "x@y", "50%"]

  private static let oddTexts = [
    "hello world", "it's", "say \"hi\"", "C:\\temp\\new", "costs $5", "`tick`", "a;b|c&d", "<tag>", "#hash", "x #y",
    "  spaces  ", "", "*", "[a-z]?", "~/bin", "-dash", "--flag", "a: b", "{\"json\": [1, 2]}", "Größe 日本 🚀",
    "tab\there",
    "(parens)", "!bang", "end\\", "a\\\\b", "$HOME", "$(id)", "\"", "'", "a, b, c", "key=va lue", "%s\\n", "a\\$b",
  ]

  private static let commands = [
    "$(cat \"$CI_PROJECT_DIR/VERSION\")", "`cat $CI_PROJECT_DIR/VERSION`", "$((1 + 2))",
    "$(basename \"$CI_PROJECT_DIR\")", "$(echo \"$CI_COMMIT_SHA\" | cut -c1-8)",
    "$(printf '%s' \"${CI_COMMIT_SHA}\" | head -c 4)",
    "$(cat $CI_PROJECT_DIR/VERSION | tr -d '\\n')",
  ]

  private static let textCommands = [
    "$(echo one two)", "$(printf 'a\\nb')", "$(cat \"$CI_PROJECT_DIR/notes.txt\")", "$(echo \"it's\" '\"quoted\"')",
    "${UNSET_NAME:-two words}", "${UNSET_NAME-}", "$UNSET_NAME", "${UNSET_NAME:+nothing}", "$(printf '%s' '*')",
  ]

  /// One expansion that gives one word.
  mutating func word() -> ShellValue.Part {
    if hasService, random.oneIn(2) { return .expansion(random.pick(["$service", "${service}"]), isWord: true) }
    if random.oneIn(5) { return .expansion(random.pick(Self.commands), isWord: true) }
    return .expansion(expansion(of: random.pick(words)), isWord: true)
  }

  private mutating func expansion(of name: String) -> String {
    random.pick([
      "$\(name)", "$\(name)", "${\(name)}", "${\(name)}", "${\(name):-latest}", "${\(name)%%.*}", "${\(name)#v}",
    ])
  }

  /// Any value.
  mutating func any() -> ShellValue {
    var parts: [ShellValue.Part] = []
    for _ in 0..<random.pick([1, 1, 1, 2, 2, 3]) {
      switch random.number(0...7) {
      case 0, 1: parts.append(.text(random.pick(Self.plainTexts)))
      case 2, 3, 4: parts.append(.text(random.pick(Self.oddTexts)))
      case 5 where !texts.isEmpty: parts.append(.expansion("$\(random.pick(texts))", isWord: false))
      case 6: parts.append(.expansion(random.pick(Self.textCommands), isWord: false))
      default: parts.append(word())
      }
    }
    return ShellValue(parts)
  }

  /// A value without characters that mean something.
  mutating func plain() -> ShellValue {
    random.oneIn(3) ? ShellValue([word()]) : ShellValue(random.pick(Self.plainTexts))
  }

  /// A tag: one expansion, text, or both.
  mutating func tag() -> ShellValue {
    switch random.number(0...3) {
    case 0: ShellValue([.text("v"), word()])
    case 1: ShellValue([word(), .text("-"), word()])
    case 2: ShellValue([word()])
    default: ShellValue(random.pick(["latest", "1.0", "v2.3.4-rc.1", "main"]))
    }
  }

  /// A reference to an image.
  mutating func image() -> ShellValue {
    let service: ShellValue =
      hasService ? ShellValue([.text("/"), .expansion("$service", isWord: true)]) : ShellValue("")
    let name: ShellValue =
      switch random.number(0...9) {
      case 0, 1, 2: ShellValue([.expansion(random.pick(["$CI_REGISTRY_IMAGE", "${CI_REGISTRY_IMAGE}"]), isWord: true)])
      case 3: ShellValue([.expansion("$CI_REGISTRY", isWord: true), .text("/group/app")])
      case 4: ShellValue([.expansion("$ECR_REPOSITORY", isWord: true)])
      case 5: ShellValue("registry.example.com/group/project/app")
      case 6: ShellValue("docker.io/user/app")
      case 7: ShellValue("localhost:5000/app")
      case 8: ShellValue("user/app")
      default: ShellValue("quay.io/user/app")
      }
    if random.oneIn(8) { return name + service }
    return name + service + ShellValue(":") + tag()
  }

  /// A registry host.
  mutating func host() -> ShellValue {
    random.oneIn(3)
      ? ShellValue([.expansion("$CI_REGISTRY", isWord: true)])
      : ShellValue(random.pick(["registry.example.com", "localhost:5000", "docker.io", "10.0.0.5:5000"]))
  }

  /// How a value is quoted.
  mutating func quoting() -> ShellValue.Quoting {
    random.oneIn(3) ? .none : random.pick(ShellValue.Quoting.allCases)
  }
}

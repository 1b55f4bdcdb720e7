internal import ShellSyntax
internal import SourceText

/// The files and directories below `/kaniko` that a script makes itself.
struct OwnPaths: Sendable {
  /// The first names below `/kaniko`.
  private(set) var names: Set<String> = []
  /// The paths that are written.
  private(set) var paths: Set<String> = []

  /// Names that the Kaniko image has, or that Kaniko makes while it builds (Kaniko, `pkg/constants`).
  static let imageNames: Set<String> = [
    ".docker", "Dockerfile", "buildcontext", "executor", "layers", "secrets", "ssl", "stages", "warmer",
  ]

  /// Flags of the executor that name a file which it writes.
  private static let writingFlags = KanikoFlag.all.filter(\.mapping.isWritten).map(\.spelling)

  /// Collects the paths that redirections, `mkdir`, `touch`, `tee`, `cp`, `mv`, `install` and the executor make.
  init(_ outline: ScriptOutline, _ values: ScriptValues) {
    for entry in outline.entries {
      for redirection in entry.command.redirections where redirection.op != .input {
        add(redirection.target, outline, values)
      }
      let words = outline.words(of: entry.command)
      switch words.first.flatMap(outline.staticValue) {
      case "mkdir", "touch", "tee": for word in words.dropFirst() { add(word, outline, values) }
      case "cp", "mv", "install", "ln": if let last = words.dropFirst(2).last { add(last, outline, values) }
      default: addFlags(of: words, outline, values)
      }
    }
  }

  private mutating func addFlags(of words: [ShellWord], _ outline: ScriptOutline, _ values: ScriptValues) {
    for (index, word) in words.enumerated() where Self.mayBeFlag(word, in: outline.script.text) {
      let fragment = ShellFragment(word, in: outline.script.text)
      if let text = fragment.staticValue, Self.writingFlags.contains(text), index + 1 < words.count {
        add(ShellFragment(words[index + 1], in: outline.script.text), values)
      } else if let (flag, value) = fragment.splitAtFirst("="), let text = flag.staticValue,
        Self.writingFlags.contains(text)
      {
        add(value, values)
      }
    }
  }

  /// Whether a word may start with the two dashes of a flag, however they are quoted.
  private static func mayBeFlag(_ word: ShellWord, in text: [UInt8]) -> Bool {
    let bytes = text[word.range.indices]
    return bytes.count { $0 == UInt8(ascii: "-") } > 1 || bytes.contains(UInt8(ascii: "\\"))
  }

  private mutating func add(_ word: ShellWord, _ outline: ScriptOutline, _ values: ScriptValues) {
    add(ShellFragment(word, in: outline.script.text), values)
  }

  private mutating func add(_ word: ShellFragment, _ values: ScriptValues) {
    guard let path = values.path(word) else { return }
    paths.insert(path)
    guard path.hasPrefix("/kaniko/") || path.hasPrefix("kaniko/") else { return }
    let parts = path.parts(between: UInt8(ascii: "/"))
    guard parts.count > 1, parts[0] == "kaniko" else { return }
    let name = String(parts[1])
    if !Self.imageNames.contains(name), !name.hasPrefix("docker-credential-") { names.insert(name) }
  }
}

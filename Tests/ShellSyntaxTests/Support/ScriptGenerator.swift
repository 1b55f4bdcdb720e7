import TestSupport

/// Writes random words and scripts that every POSIX shell reads, of bounded depth.
struct ScriptGenerator {
  var random: SeededGenerator

  /// Whether to leave out what shfmt reads in another way than the shells: line continuations beside `$` or quotes, `#`
  /// after a quote or an expansion (a comment for shfmt), `'` in `"${x:-'}"` (a quote for shfmt), and functions, to
  /// whose body shfmt counts the rest of the and-or list.
  var suitsShfmt = false

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func choose(_ texts: String...) -> String {
    let usable = suitsShfmt ? texts.filter { !["\n", "#", "'"].contains($0) } : texts
    return usable.randomElement(using: &random) ?? ""
  }

  // MARK: - Words

  /// A word of one to four parts, which does not start like a comment.
  mutating func word(depth: Int) -> String {
    let text = (0...Int.random(in: 0...3, using: &random)).map { _ in part(depth: depth) }.joined()
    return text.hasPrefix("#") || text.hasPrefix("\\\n") ? "''" + text : text
  }

  /// One part of a word outside of quotes.
  private mutating func part(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 12 : 7), using: &random) {
    case 0, 1: random.choose("a", "b1", "-x", "--k=v", "./c", "x:y", "é", "A=b", "_", "/d/e", "%", "@", "+,", "1")
    case 2: choose("*", "?", "[a-c]", "{", "}", "~", "#", "!", "^", "=", "{a,b}")
    case 3: "\\" + choose("a", "$", "\"", "'", " ", "\\", "*", "#", "`", "é", "\n", "~")
    case 4: "'" + random.choose("", "a b", "\"", "$x", "\\", "\n", "#", "*", "`", "é", "~") + "'"
    case 5, 6: parameter()
    case 7, 8: "\"" + quotedParts(depth: depth - 1) + "\""
    case 9: substitution(depth: depth - 1)
    case 10: "${" + variable() + random.choose(":-", "-", ":+", "+") + word(depth: 0) + "}"
    default: "$((" + random.choose("1+2", "n", "(1)*2", "1<<2") + "))"
    }
  }

  private mutating func variable() -> String { random.choose("x", "yz", "E_1", "none") }

  private mutating func parameter() -> String {
    random.choose("$" + variable(), "${" + variable() + "}", "$1", "${1}", "$#", "$@", "$*", "$?", "${#x}", "${x#a}")
  }

  private mutating func quotedParts(depth: Int) -> String {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
      switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
      case 0, 1: random.choose("a", " b ", "'", "#", "*", "~", "{\\\"k\\\":", "é", ";", "\n", "!")
      case 2: "\\" + choose("$", "`", "\"", "\\", "a", "\n", "'", "*", " ")
      case 3, 4, 5: parameter()
      case 6: substitution(depth: depth - 1)
      default: "${" + variable() + ":-" + choose("a b", "'", "\"c d\"", "$x", "\\}") + "}"
      }
    }.joined()
  }

  private mutating func substitution(depth: Int) -> String {
    let command = "echo " + (depth > 0 ? word(depth: depth - 1) : random.choose("a", "$x", "'b  c'"))
    return random.choose("$(\(command))", "$( \(command) )", "$(\(command)\n)")
  }

  // MARK: - Scripts

  /// Statements, each ended by a newline, `;` or `&`.
  mutating func statements(depth: Int) -> String {
    (0...Int.random(in: 0...2, using: &random)).map { _ in
      statement(depth: depth) + random.choose("\n", "\n", ";", " ;\n", " # comment\n", "&", " &\n", "\n\n")
    }.joined()
  }

  private mutating func statement(depth: Int) -> String {
    var result = pipeline(depth: depth)
    while random.oneIn(4) {
      result += random.choose(" && ", "||", " &&\n", " || # c\n") + pipeline(depth: depth)
    }
    return result
  }

  private mutating func pipeline(depth: Int) -> String {
    var result = (random.oneIn(8) ? "! " : "") + command(depth: depth)
    while random.oneIn(4) { result += random.choose(" | ", "|", " |\n  ") + command(depth: depth) }
    return result
  }

  private mutating func command(depth: Int) -> String {
    guard depth > 0 else { return simpleCommand() }
    let inner = depth - 1
    let redirection = random.oneIn(5) ? random.choose(" > f", " 2>&1", " <\"g h\"", ">>i") : ""
    switch Int.random(in: 0..<14, using: &random) {
    case 0: return "( " + statements(depth: inner) + ")" + redirection
    case 1: return "{ " + statements(depth: inner) + "}" + redirection
    case 2:
      return "if " + statements(depth: inner) + "then " + statements(depth: inner)
        + random.choose("", "else ", "elif a; then ").withBody { statements(depth: inner) } + "fi" + redirection
    case 3: return "for v in \(word(depth: 0)) x;do \(statements(depth: inner))done" + redirection
    case 4:
      return random.choose("while ", "until ") + statements(depth: inner) + "do " + statements(depth: inner) + "done"
    case 5:
      return "case \(word(depth: 0)) in a|b) \(statements(depth: inner)) ;; (*) \(statements(depth: inner))esac"
    case 6 where !suitsShfmt: return "f() { " + statements(depth: inner) + "}" + redirection
    default: return simpleCommand()
    }
  }

  private mutating func simpleCommand() -> String {
    var result = random.oneIn(5) ? "A=\(word(depth: 1)) " : ""
    result += random.choose("cmd", "echo", "/kaniko/executor", ":")
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      result += random.choose(" ", "  ", " \\\n  ") + word(depth: 2)
    }
    if random.oneIn(6) { result += random.choose(" >f", " 2>&1", " < g", " >> \"$x\"") }
    return result
  }
}

extension String {
  /// The text with what follows it, where it is not empty.
  fileprivate func withBody(_ body: () -> String) -> String { isEmpty ? "" : self + body() }
}

extension SeededGenerator {
  /// One of several values.
  mutating func choose<Value>(_ values: Value...) -> Value { pick(values) }
}

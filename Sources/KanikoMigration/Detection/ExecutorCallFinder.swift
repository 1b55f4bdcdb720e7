import ShellSyntax
import SourceText

/// Finds the places where a script runs Kaniko.
struct ExecutorCallFinder {
  /// Whether the plain names `executor` and `warmer` mean Kaniko: they do in a Kaniko image, where `PATH` holds them.
  let plainNamesCount: Bool
  /// Further program names from the settings.
  let names: [String]
  /// Variables that hold the name of a program and nothing else.
  var variables: [String: ExecutorCall.Program] = [:]

  /// Commands that run the command in their arguments.
  private static let wrappers: Set<String> = [
    "exec", "time", "command", "nohup", "nice", "timeout", "env", "eval",
  ]
  private static let shells: Set<String> = ["sh", "ash", "/bin/sh", "/bin/ash", "/busybox/sh", "/busybox/ash"]

  /// Every call in the script, at any depth, in the order of the text.
  func calls(in script: ShellScript) -> [ExecutorCall] {
    var result: [ExecutorCall] = []
    script.forEachCommand { command, context in
      guard case .simple(let simple) = command.kind else { return }
      if let call = call(command, simple, context, in: script) {
        result.append(call)
      } else if let (inner, quoting) = quotedScript(of: simple, in: script) {
        result += calls(inQuotes: quoting, inner)
      }
    }
    return result.sorted { $0.range < $1.range }
  }

  private func call(
    _ command: ShellCommand, _ simple: SimpleCommand, _ context: CommandContext, in script: ShellScript,
    form quoted: ExecutorCall.Form? = nil
  ) -> ExecutorCall? {
    guard let (program, index, form) = program(of: simple, in: script) else { return nil }
    return ExecutorCall(
      program: program, form: quoted ?? form, command: simple, wordIndex: index, range: command.range,
      redirections: command.redirections, context: context)
  }

  private func program(
    of command: SimpleCommand, in script: ShellScript
  ) -> (ExecutorCall.Program, Int, ExecutorCall.Form)? {
    for (index, word) in command.words.enumerated() {
      let fragment = ShellFragment(word, in: script.text)
      guard let text = fragment.staticValue else {
        guard let name = fragment.singleVariable, let program = variables[name] else { return nil }
        return (program, index, .variable(name))
      }
      if let program = program(named: text) { return (program, index, .direct) }
      // `command -v` only says where the program is.
      guard index == 0 || !["-v", "-V"].contains(text) else { return nil }
      let isWrapperOption =
        index > 0 && (text.hasPrefix("-") || text.utf8.contains(UInt8(ascii: "=")) || Self.isAmount(text))
      guard Self.wrappers.contains(text) || isWrapperOption else { return nil }
    }
    return nil
  }

  /// Whether a word is a number or a duration, as `nice -n 5` and `timeout 30m` take.
  static func isAmount(_ text: String) -> Bool {
    let digits = text.prefix { $0.isNumber && $0.isASCII }
    return !digits.isEmpty
      && (digits.count == text.count || ["s", "m", "h", "d"].contains(text.dropFirst(digits.count)))
  }

  /// The program that a name means.
  func program(named text: String) -> ExecutorCall.Program? {
    if text == "/kaniko/executor" || names.contains(text) { return .executor }
    if text == "/kaniko/warmer" { return .warmer }
    guard plainNamesCount else { return nil }
    return ExecutorCall.Program(rawValue: text)
  }

  // MARK: - Scripts in words

  private func calls(inQuotes quoting: ShellFragment.Quoting, _ inner: ShellScript) -> [ExecutorCall] {
    var result: [ExecutorCall] = []
    inner.forEachCommand { command, context in
      guard case .simple(let simple) = command.kind else { return }
      if let call = call(command, simple, context, in: inner, form: .quoted(quoting)) { result.append(call) }
    }
    return result
  }

  /// The script of `sh -c`, where its text is one quoted part that reads the same with its quotes as without them.
  ///
  /// The inner script is as long as the outer one, with spaces around, so that offsets mean the same in both.
  private func quotedScript(
    of command: SimpleCommand, in script: ShellScript
  ) -> (ShellScript, ShellFragment.Quoting)? {
    guard command.words.count == 3, let part = command.words[2].parts.first, command.words[2].parts.count == 1,
      let shell = command.words[0].staticValue(in: script.text), Self.shells.contains(shell),
      let option = command.words[1].staticValue(in: script.text), option.hasPrefix("-"),
      option.hasSuffix("c"), option.dropFirst().dropLast().allSatisfy({ "eux".contains($0) })
    else { return nil }
    let content = ByteRange(part.range.lowerBound + 1, max(part.range.lowerBound + 1, part.range.upperBound - 1))
    let text = script.text[content.indices]
    let quoting: ShellFragment.Quoting
    switch part.kind {
    case .singleQuoted: quoting = .single
    case .doubleQuoted where script.text[part.range.lowerBound] == UInt8(ascii: "\""): quoting = .double
    default: return nil
    }
    guard quoting == .single || !text.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "`") }),
      mayCall(text)
    else { return nil }
    var padded = [UInt8](repeating: UInt8(ascii: " "), count: script.text.count)
    padded.replaceSubrange(content.indices, with: text)
    let inner = ShellScript(parsing: padded)
    return inner.problems.isEmpty ? (inner, quoting) : nil
  }

  /// Whether the text holds the name of a program at all.
  func mayCall(_ text: ArraySlice<UInt8>) -> Bool {
    TextSearch.holds(["executor", "warmer"] + names, in: text)
  }
}

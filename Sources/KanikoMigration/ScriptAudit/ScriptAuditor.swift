internal import Diagnostics
internal import ShellSyntax
internal import SourceText

/// Goes through the commands of a script for ``ScriptAudit``.
struct ScriptAuditor {
  /// Script text inside script text (`sh -c "sh -c '…'"`) and files that run files are followed this deep.
  static let depthLimit = 4

  private(set) var remarks: [ScriptRemark] = []
  private let outline: ScriptOutline
  private let values: ScriptValues
  private let job: ScriptAudit.Job
  private let depth: Int
  private let known: Set<String>

  init(_ outline: ScriptOutline, job: ScriptAudit.Job, depth: Int = 0, known: Set<String> = []) {
    self.outline = outline
    values = ScriptValues(outline, variables: job.variables)
    self.job = job
    self.depth = depth
    self.known = known.union(outline.functions).union(Self.aliases(in: outline))
  }

  mutating func audit() {
    remarks += SyntaxAudit(outline, excluded: job.executorCalls).remarks
    remarks += WriteAudit(outline, values: values, excluded: job.executorCalls).remarks
    for entry in outline.entries where !isExcluded(entry.command.range) {
      let words = outline.words(of: entry.command)
      if !words.isEmpty { audit(words[...], depth: 0) }
    }
  }

  private func isExcluded(_ range: ByteRange) -> Bool {
    job.executorCalls.contains { $0.contains(range) }
  }

  private static func aliases(in outline: ScriptOutline) -> [String] {
    outline.entries.flatMap { entry -> [String] in
      guard outline.name(of: entry.command) == "alias" else { return [] }
      return outline.words(of: entry.command).dropFirst().compactMap { word in
        ShellFragment(word, in: outline.script.text).splitAtFirst("=")?.head.staticValue
      }
    }
  }

  // MARK: - Commands

  /// Checks the command that words run, and the command that that one runs.
  private mutating func audit(_ words: ArraySlice<ShellWord>, depth: Int) {
    guard let first = words.first, depth < ScriptOutline.depthLimit else { return }
    guard let name = commandName(first) else {
      remarks.append(
        ScriptRemark(
          .dynamicCommand, .review, "which command runs here is known only at run time",
          advice: "check that the BuildKit image has it: only busybox, git, openssh, openssl and xz are there",
          range: first.range))
      return
    }
    if name.utf8.first == UInt8(ascii: "/"),
      KanikoPath.all(in: Array(name.utf8).map(TextUnit.plain)).contains(where: { $0.whole.lowerBound == 0 })
    {
      return
    }
    let arguments = words.dropFirst()
    if name.contains("/") {
      auditPath(name, first)
      if isShell(name) { auditShell(arguments) }
      return
    }
    if known.contains(name) { return }
    guard AvailableCommands.contains(name) else { return report(missing: name, first) }
    switch name {
    case "sh", "ash": auditShell(arguments)
    case ".", "source": if let file = arguments.first { auditFile(file, as: .sourced) }
    case "eval": auditText(arguments)
    case "trap": auditText(arguments.prefix(1))
    case "command" where arguments.first.flatMap(outline.staticValue).map { ["-v", "-V"].contains($0) } ?? false: break
    case "command", "exec", "nohup", "time", "setsid", "xargs", "nice", "env", "timeout", "flock", "watch":
      auditWrapped(name, arguments, depth: depth + 1)
    case "find":
      guard let index = arguments.firstIndex(where: { ["-exec", "-execdir"].contains(outline.staticValue($0)) }) else {
        break
      }
      audit(arguments[(index + 1)...], depth: depth + 1)
    default: break
    }
  }

  /// The name of a command, where it is literal or a variable with one known value.
  private func commandName(_ word: ShellWord) -> String? {
    let fragment = ShellFragment(word, in: outline.script.text)
    if let literal = fragment.staticValue, !literal.hasPrefix("~") { return literal }
    if let variable = fragment.singleVariable, let value = values.staticValue(variable) {
      return value.split(separator: " ").first.map(String.init)
    }
    return values.pathForBuildKit(fragment)
  }

  /// Checks the command that another one runs: `exec`, `env`, `xargs`, `timeout`.
  private mutating func auditWrapped(_ name: String, _ arguments: ArraySlice<ShellWord>, depth: Int) {
    var rest = arguments
    while let word = rest.first {
      guard let text = outline.staticValue(word) else {
        let isAssignment = name == "env" && ShellFragment(word, in: outline.script.text).splitAtFirst("=") != nil
        if isAssignment {
          rest = rest.dropFirst()
          continue
        }
        break
      }
      let takesValue = ["-n", "-I", "-P", "-s", "-u", "-L", "-E", "-k", "-t"].contains(text)
      let isOption = text.hasPrefix("-") || (name == "env" && text.contains("="))
      guard isOption else { break }
      rest = rest.dropFirst(takesValue && ["xargs", "nice", "env", "timeout", "watch"].contains(name) ? 2 : 1)
    }
    if name == "timeout" || name == "flock" { rest = rest.dropFirst() }
    if !rest.isEmpty { audit(rest, depth: depth) }
  }

  private mutating func report(missing name: String, _ word: ShellWord) {
    if name.hasPrefix("-") {
      remarks.append(
        ScriptRemark(
          .shellSyntax, .manual, "`\(name)` starts a command of its own here, since the line before it does not go on",
          advice: "end each line of the command but the last with a backslash; a folded scalar keeps the breaks of "
            + "lines that are indented deeper", range: word.range))
      return
    }
    if AvailableCommands.otherShells.contains(name), name != "bash", name != "zsh" {
      remarks.append(
        ScriptRemark(
          .shellSyntax, .manual, "`\(name)` belongs to bash; the shell of the BuildKit image is busybox's",
          advice: "write the commands for `sh`", range: word.range))
      return
    }
    remarks.append(
      ScriptRemark(
        .missingTool, job.imageIsNamed ? .review : .manual,
        job.imageIsNamed
          ? "the BuildKit image does not have `\(name)`, unless the image in the settings brings it"
          : "the BuildKit image does not have `\(name)`",
        advice: MissingTool.advice(name), range: word.range))
  }

  private static let binaryDirectories: Set<String> = [
    "/bin", "/sbin", "/usr/bin", "/usr/sbin",
  ]

  private mutating func auditPath(_ path: String, _ word: ShellWord) {
    guard path.hasPrefix("/") else { return auditFile(word, as: .program) }
    let parts = path.split(separator: "/")
    let directory = "/" + parts.dropLast().joined(separator: "/")
    let name = parts.last.map(String.init) ?? ""
    if Self.binaryDirectories.contains(directory), AvailableCommands.contains(name), !isShell(name, only: "bash") {
      return
    }
    // A program that the job itself puts below the home directory or a temporary one is its own business.
    if ["/tmp/", "\(CredentialPlan.home)/", "/builds/"].contains(where: path.hasPrefix) { return }
    report(missing: Self.binaryDirectories.contains(directory) ? name : path, word)
  }

  private func isShell(_ name: String, only: String? = nil) -> Bool {
    let last = name.split(separator: "/").last.map(String.init) ?? ""
    return only.map { last == $0 } ?? ["sh", "ash"].contains(last)
  }

  // MARK: - Scripts in scripts

  /// Checks `sh -c "…"` and `sh FILE`.
  private mutating func auditShell(_ arguments: ArraySlice<ShellWord>) {
    var rest = arguments
    while let option = rest.first.flatMap(outline.staticValue), option.hasPrefix("-"), option != "--" {
      rest = rest.dropFirst()
      if option.hasSuffix("c"), !option.hasPrefix("--") { return auditText(rest.prefix(1)) }
      if option == "-o" { rest = rest.dropFirst() }
    }
    if let file = rest.first { auditFile(file, as: .shellArgument) }
  }

  /// Checks words that a shell reads as a script.
  private mutating func auditText(_ words: ArraySlice<ShellWord>) {
    guard let first = words.first, let last = words.last, depth < Self.depthLimit else { return }
    var text = ""
    for word in words {
      let fragment = ShellFragment(word, in: outline.script.text)
      if fragment.pieces.count == 1, case .expansion = fragment.pieces[0] {
        remarks.append(
          ScriptRemark(
            .dynamicCommand, .review, "which commands run here is known only at run time",
            advice: "check that the BuildKit image has them", range: word.range))
        return
      }
      text += (text.isEmpty ? "" : " ") + TextUnit.units(of: word.parts, in: outline.script.text).sourceText
    }
    var inner = ScriptAuditor(
      ScriptOutline(ShellScript(parsing: Array(text.utf8))), job: innerJob, depth: depth + 1, known: known)
    inner.audit()
    let range = first.range.union(last.range)
    remarks += inner.remarks.map {
      ScriptRemark($0.subject, $0.applicability, $0.message, advice: $0.advice, range: range)
    }
  }

  /// How a file is run; its first line counts only where the kernel reads it.
  private enum FileRole {
    case program, shellArgument, sourced
  }

  /// Checks a file that the script runs or reads.
  private mutating func auditFile(_ word: ShellWord, as role: FileRole) {
    let fragment = ShellFragment(word, in: outline.script.text)
    guard let path = ProjectPath(fragment, values: values) else {
      // Files outside the checkout are made by the job itself, or are variables of type file.
      if role == .sourced { return }
      remarks.append(opaqueFile(fragment.doubleQuotedContent, word))
      return
    }
    guard let content = job.readFile(path.text) else {
      if role != .sourced { remarks.append(opaqueFile(path.text, word)) }
      return
    }
    guard depth < Self.depthLimit else { return }
    let script = ScriptOutline(ShellScript(parsing: content))
    if ScriptFile.usesKaniko(script) {
      remarks.append(
        ScriptRemark(
          .scriptFile, .manual, "`\(path.text)` uses what only the Kaniko image has",
          advice: "move its commands into the job's `script`, or change the file by hand", range: word.range))
      return
    }
    if role == .program, ScriptFile.needsBash(content) {
      report(missing: "bash", word)
      return
    }
    var inner = ScriptAuditor(script, job: innerJob, depth: depth + 1, known: known)
    inner.audit()
    remarks += inner.remarks.map {
      ScriptRemark(
        $0.subject, $0.applicability, "in `\(path.text)`: \($0.message)", advice: $0.advice, range: word.range)
    }
  }

  private var innerJob: ScriptAudit.Job {
    ScriptAudit.Job(variables: job.variables, imageIsNamed: job.imageIsNamed, readFile: job.readFile)
  }

  private func opaqueFile(_ name: String, _ word: ShellWord) -> ScriptRemark {
    ScriptRemark(
      .scriptFile, .review, "what `\(name)` runs cannot be seen here",
      advice: "check that it neither calls the executor nor needs more than busybox, git, openssh, openssl and xz",
      range: word.range)
  }
}

extension TextUnit {
  /// A byte that stands for itself.
  static func plain(_ byte: UInt8) -> TextUnit {
    TextUnit(value: .byte(byte), range: ByteRange(at: 0), quoting: .elsewhere)
  }
}

extension Sequence<TextUnit> {
  /// The text with the expansions as they are written.
  var sourceText: String {
    var bytes: [UInt8] = []
    for unit in self {
      switch unit.value {
      case .byte(let byte): bytes.append(byte)
      case .expansion(let source, _): bytes += source.utf8
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

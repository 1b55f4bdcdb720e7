internal import Diagnostics
internal import ShellSyntax
internal import SourceText

/// Finds writes where uid 1000 may not write, and changes of mode, owner or time that only the owner of a file may make.
///
/// GitLab checks out as root with an open mask: files of the checkout can be written and replaced, but they belong to
/// root.
struct WriteAudit: Sendable {
  private(set) var remarks: [ScriptRemark] = []
  private let outline: ScriptOutline
  private let values: ScriptValues
  private var own: Set<String> = []

  init(_ outline: ScriptOutline, values: ScriptValues, excluded: [ByteRange]) {
    self.outline = outline
    self.values = values
    for (index, entry) in outline.entries.enumerated()
    where !excluded.contains(where: { $0.contains(entry.command.range) }) {
      for redirection in entry.command.redirections { check(redirection) }
      check(index)
    }
  }

  // MARK: - Places

  /// Directories in which uid 1000 may write.
  private static let open = [
    "/tmp", "/var/tmp", "/dev", "/proc/self", "/run/user/1000", "/builds", CredentialPlan.home,
  ]

  private func mayWrite(_ path: String) -> Bool {
    !path.hasPrefix("/") || Self.open.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  private mutating func check(_ redirection: ShellRedirection) {
    switch redirection.op {
    case .output, .append, .clobber, .readWrite, .outputAndError, .appendOutputAndError:
      checkTarget(redirection.target)
    default: break
    }
  }

  private mutating func checkTarget(_ word: ShellWord, _ applicability: Applicability = .manual) {
    let fragment = ShellFragment(word, in: outline.script.text)
    own.insert(fragment.doubleQuotedContent)
    guard let path = values.pathForBuildKit(fragment), !mayWrite(path), !isKanikoPath(word) else { return }
    if isAssignedKanikoPath(path, fragment) { return }
    remarks.append(
      ScriptRemark(
        .restrictedPath, applicability, "the user of the BuildKit image may not write to `\(path)`",
        advice: path.hasPrefix("/root")
          ? "the home directory is `\(CredentialPlan.home)` now: write below `$HOME`"
          : "write below `$HOME`, `/tmp` or `$CI_PROJECT_DIR`", range: word.range))
  }

  /// Whether the paths in a word are moved, or refused, by the plan for credentials.
  private func isKanikoPath(_ word: ShellWord) -> Bool {
    !KanikoPath.all(in: TextUnit.units(of: word.parts, in: outline.script.text)).isEmpty
  }

  /// Whether a path below `/kaniko` comes from an assignment in the script: it is moved, or refused, there.
  private func isAssignedKanikoPath(_ path: String, _ fragment: ShellFragment) -> Bool {
    guard path.hasPrefix("/kaniko/") else { return false }
    return fragment.pieces.contains { piece in
      if case .expansion(_, let name?, _) = piece { values.assignments[name] != nil } else { false }
    }
  }

  // MARK: - Commands

  private mutating func check(_ index: Int) {
    let entry = outline.entries[index]
    let words = outline.words(of: entry.command)
    guard let name = words.first.flatMap(outline.staticValue) else { return }
    let outline = outline
    // Most commands are none of these, and their words need not be read.
    func operands() -> [ShellWord] { words.dropFirst().filter { outline.staticValue($0)?.hasPrefix("-") != true } }
    switch name {
    case "mkdir", "tee", "mkfifo", "truncate", "rmdir", "unlink": for word in operands() { checkTarget(word) }
    case "rm": for word in operands() { checkTarget(word, .review) }
    case "touch":
      if setsTime(words) { checkOwner(operands().suffix(1), entry, "sets the time of") }
      for word in operands() { checkTarget(word) }
    case "cp", "mv", "ln", "install": checkLast(operands())
    case "wget", "sort":
      for (option, word) in zip(words, words.dropFirst())
      where ["-O", "-o"].contains(outline.staticValue(option)) && outline.staticValue(word) != "-" { checkTarget(word) }
    case "sed" where words.contains(where: { outline.staticValue($0)?.hasPrefix("-i") == true }):
      checkLast(operands())
    case "chmod": checkOwner(operands().dropFirst(), entry, "changes the mode of")
    case "chown", "chgrp": checkNewOwner(operands(), entry)
    case "git": checkRepository(words, entry)
    default: break
    }
  }

  /// Checks the file that a command writes from others.
  private mutating func checkLast(_ operands: [ShellWord]) {
    if operands.count > 1, let word = operands.last { checkTarget(word) }
  }

  private func setsTime(_ words: [ShellWord]) -> Bool {
    words.contains { word in
      guard let option = outline.staticValue(word), option.hasPrefix("-") else { return false }
      return option.contains("d") || option.contains("t") || option.contains("r")
    }
  }

  // MARK: - Owners

  /// git refuses a repository that belongs to another user (git, `safe.directory`).
  private mutating func checkRepository(_ words: [ShellWord], _ entry: ScriptOutline.Entry) {
    let subcommand = words.dropFirst().compactMap(outline.staticValue).first { !$0.hasPrefix("-") }
    guard let subcommand, !["clone", "config", "help", "init", "ls-remote", "version"].contains(subcommand) else {
      return
    }
    let isAllowed = outline.entries.contains { other in
      outline.words(of: other.command).contains { outline.staticValue($0) == "safe.directory" }
    }
    if isAllowed { return }
    remarks.append(
      ScriptRemark(
        .fileOwnership, .review, "`git` refuses a checkout that belongs to root",
        advice: "run `git config --global --add safe.directory \"$CI_PROJECT_DIR\"` before", range: entry.command.range)
    )
  }

  /// Changing the owner needs root, unless the new owner is the user itself.
  private mutating func checkNewOwner(_ operands: [ShellWord], _ entry: ScriptOutline.Entry) {
    guard let owner = operands.first else { return }
    let source = ShellFragment(owner, in: outline.script.text).doubleQuotedContent
    let isOwn = ["1000", "1000:1000", ":1000", "user", "user:user", "$(id -u)", "$(id -u):$(id -g)"].contains(source)
    if isOwn { return checkOwner(operands.dropFirst(), entry, "changes the owner of") }
    report(entry, "changes the owner of a file, which needs root", applicability: .manual)
  }

  private mutating func checkOwner(
    _ operands: some Sequence<ShellWord>, _ entry: ScriptOutline.Entry, _ verb: String
  ) {
    for word in operands {
      let fragment = ShellFragment(word, in: outline.script.text)
      let source = fragment.doubleQuotedContent
      if isOwn(source) || isKanikoPath(word) { continue }
      if let path = values.pathForBuildKit(fragment), path.hasPrefix("/"), mayWrite(path), !path.hasPrefix("/builds") {
        continue
      }
      let isFile = ProjectPath(fragment, values: values) != nil || source.hasPrefix("$CI_PROJECT_DIR")
      report(
        entry, "\(verb) a file that may belong to root", applicability: isFile ? .manual : .review)
      return
    }
  }

  /// Whether the script itself made a file, or a directory above it.
  private func isOwn(_ source: String) -> Bool {
    var rest = source[...]
    while true {
      if own.contains(String(rest)) { return true }
      guard let slash = rest.lastIndex(of: "/") else { return false }
      rest = rest[..<slash]
    }
  }

  private mutating func report(_ entry: ScriptOutline.Entry, _ message: String, applicability: Applicability) {
    let name = outline.name(of: entry.command) ?? "the command"
    remarks.append(
      ScriptRemark(
        .fileOwnership, mayFail(entry) ? .review : applicability, "`\(name)` \(message)",
        advice:
          "files of the checkout belong to root, and the job runs as uid 1000: set the mode in git, in the Dockerfile, or on a copy",
        range: entry.command.range))
  }

  /// Whether the script goes on when a command fails: `… || true`.
  private func mayFail(_ entry: ScriptOutline.Entry) -> Bool {
    outline.script.statements[entry.statement].rest.contains { !$0.isAnd }
  }
}

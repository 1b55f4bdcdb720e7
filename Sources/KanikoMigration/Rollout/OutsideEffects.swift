import GitLabCI
import ShellSyntax

/// Finds what a script does to other machines besides building: a twin would do it a second time.
struct OutsideEffects {
  /// The first such command, as in `git push`; nil where there is none.
  private(set) var first: String?

  /// Looks at a script.
  init(_ script: JobScript) {
    var found: String?
    script.shell.forEachCommand { command, _ in
      guard found == nil, case .simple(let simple) = command.kind else { return }
      found = Self.effect(of: simple.words.map { script.string($0.range) })
    }
    first = found
  }

  private static let wrappers: Set = ["!", "command", "env", "exec", "nice", "nohup", "setsid", "time", "timeout"]
  private static let remoteShells: Set = ["nc", "rsync", "scp", "sendmail", "sftp", "ssh"]
  private static let sendingOptions = [
    "--body-data", "--body-file", "--data", "--form", "--json", "--method", "--post-data", "--post-file", "--request",
    "--upload-file", "-F", "-T", "-X", "-d",
  ]

  private static func effect(of words: [String]) -> String? {
    var words = words[...]
    if let first = words.first, wrappers.contains(first) {
      let isProgram: (String) -> Bool = { name(of: $0).map { remoteShells.contains($0) || isSender($0) } ?? false }
      words = words.drop { !isProgram($0) }
    }
    guard let first = words.first, let program = name(of: first) else { return nil }
    if remoteShells.contains(program) { return program }
    guard isSender(program) else { return nil }
    if program == "git" { return words.dropFirst().contains("push") ? "git push" : nil }
    let option = words.dropFirst().first { word in sendingOptions.contains { word.hasPrefix($0) } }
    return option.map { "\(program) \($0)" }
  }

  private static func isSender(_ program: String) -> Bool { ["curl", "git", "wget"].contains(program) }

  private static func name(of word: String) -> String? { word.split(separator: "/").last.map(String.init) }
}

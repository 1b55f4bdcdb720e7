import ArgumentParser
import Reporting
import Workspace

/// Installs completions for a shell.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Install completions for bash, zsh or fish.",
    discussion: """
      Writes the completions to the folder from which the shell loads those of the user, and says where. Without a name \
      it is the shell that $SHELL names. Running it again replaces the file, as after an update.

      Examples:
        kaniko2buildkit completions
        kaniko2buildkit completions fish
        kaniko2buildkit completions zsh --print > _kaniko2buildkit
      """
  )

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell?

  @Flag(help: "Print the completions instead of installing them.")
  var print = false

  /// The shells that there are completions for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    fileprivate var script: String {
      Kaniko2BuildKit.completionScript(for: CompletionShell(rawValue: rawValue) ?? .bash)
    }
  }

  func run() throws {
    Console.ignoreClosedPipes()
    let environment = ProcessEnvironment.current()
    guard let shell = shell ?? Self.shell(of: environment) else {
      throw ValidationError("name a shell: bash, zsh or fish; $SHELL names none of them")
    }
    if print { return Console.output(shell.script) }
    guard let home = environment["HOME"], !home.isEmpty else {
      throw ValidationError("HOME is not set, so there is no folder to install to; use --print")
    }
    let place = CompletionPlace(shell, home: home, environment: environment)
    do {
      try place.write(shell.script)
    } catch {
      Console.error("error: \(TerminalText.escaped(error.path)): \(error.message)\n")
      throw ExitCode(3)
    }
    Console.error("completions for \(shell.rawValue) are in \(TerminalText.escaped(place.file)); \(place.next)\n")
  }

  private static func shell(of environment: [String: String]) -> Shell? {
    environment["SHELL"]?.split(separator: "/").last.flatMap { Shell(rawValue: String($0)) }
  }
}

/// Where a shell looks for completions of a user.
private struct CompletionPlace {
  let file: String
  /// What a user does next.
  let next: String
  private let folder: String

  init(_ shell: CompletionsCommand.Shell, home: String, environment: [String: String]) {
    /// The folder in a variable; relative paths count as not set (XDG Base Directory Specification).
    func folder(_ variable: String) -> String? { environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let name: String
    switch shell {
    case .bash:
      // bash-completion, README: files here are loaded when the command is first completed.
      let base =
        folder("BASH_COMPLETION_USER_DIR") ?? (folder("XDG_DATA_HOME") ?? home + "/.local/share") + "/bash-completion"
      self.folder = base + "/completions"
      name = "kaniko2buildkit"
      next = "new shells with bash-completion load them"
    case .fish:
      // fish, "Where to put completions".
      self.folder = (folder("XDG_CONFIG_HOME") ?? home + "/.config") + "/fish/completions"
      name = "kaniko2buildkit.fish"
      next = "fish loads them by itself"
    case .zsh:
      // zsh has no folder for users; the one that others' installers use has to be in fpath.
      self.folder = (folder("ZDOTDIR") ?? home) + "/.zfunc"
      name = "_kaniko2buildkit"
      next = "~/.zshrc needs `fpath+=\(self.folder)` before `compinit`"
    }
    file = "\(self.folder)/\(name)"
  }

  func write(_ script: String) throws(FileProblem) {
    try OutputFile.makeFolder(folder)
    try OutputFile(path: file).write(Array(script.utf8))
  }
}

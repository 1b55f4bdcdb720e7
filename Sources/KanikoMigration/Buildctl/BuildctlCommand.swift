internal import ShellSyntax

/// The shell text that builds a specification with `buildctl-daemonless.sh`.
///
/// It is one command, wherever it stands: a simple command where that is enough, otherwise a subshell that runs
/// preparations, the build, and what follows it, and fails as soon as one of them fails. A subshell, not a group in
/// braces, because under `set -e` a shell ignores the failure of `{ a && b; }` and heeds that of `( a && b )`
/// (POSIX.1-2017, `set`, `-e`), and because no variable leaves it.
public struct BuildctlCommand: Sendable, Hashable {
  /// The command that runs a daemon for one call of buildctl.
  public static let program = "buildctl-daemonless.sh"
  /// Where the image has it (moby/buildkit `Dockerfile`, stage `rootless`).
  static let programPath = "/usr/bin/\(program)"

  /// The flags before `build`.
  public let globalFlags: [String]
  /// The flags of `build` in order.
  public let arguments: [BuildctlArgument]
  /// Commands that run before, in order.
  public let preparations: [String]
  /// Commands that run after a build that succeeded, in order.
  public let followUps: [String]

  /// Writes a specification as commands.
  public init(_ spec: BuildSpec) {
    var writer = BuildctlWriter(spec: spec)
    writer.write()
    globalFlags = spec.debug ? ["--debug"] : []
    arguments = writer.arguments
    preparations = writer.preparations
    followUps = writer.followUps
  }

  /// Whether the call of buildctl stands alone.
  public var isSimple: Bool { preparations.isEmpty && followUps.isEmpty }
}

/// How a command is laid out.
public struct CommandLayout: Sendable, Hashable {
  /// Whether each flag gets a line of its own.
  public var isMultiline: Bool
  /// The white space in front of the line the command stands on; continuation lines are indented by two more. The first
  /// line gets none.
  public var indentation: String
  /// Words that stay in front of the program, such as `time` or `A=b`, with a space between them.
  public var leadingWords: String
  /// Whether the shell ends with the command, as under `exec`.
  public var replacesShell: Bool
  /// Words that stay behind the flags, such as `$BUILD_ARGS`.
  public var trailingWords: [String]

  /// Creates a layout.
  public init(
    isMultiline: Bool = true, indentation: String = "", leadingWords: String = "", replacesShell: Bool = false,
    trailingWords: [String] = []
  ) {
    self.isMultiline = isMultiline
    self.indentation = indentation
    self.leadingWords = leadingWords
    self.replacesShell = replacesShell
    self.trailingWords = trailingWords
  }
}

extension BuildctlCommand {
  /// The command as shell text, without a line ending at its end.
  public func source(_ layout: CommandLayout = CommandLayout()) -> String {
    if isSimple {
      let exec = layout.replacesShell ? "exec " : ""
      return call(layout, prefix: exec, indentation: layout.indentation)
    }
    // `exec` runs no list: the last command of a group ends the shell with the list's status instead.
    let (opening, closing) = layout.replacesShell ? ("{", "}") : ("(", ")")
    guard layout.isMultiline else {
      let list = commands(layout, indentation: "").joined(separator: " && ")
      return "\(opening) \(list)\(layout.replacesShell ? "; exit;" : "") \(closing)"
    }
    let inner = layout.indentation + "  "
    let commands = commands(layout, indentation: inner + "  ")
    var result = opening + "\n" + inner + commands[0]
    for command in commands.dropFirst() { result += " &&\n\(inner)  \(command)" }
    if layout.replacesShell { result += "\n\(inner)exit" }
    return result + "\n\(layout.indentation)\(closing)"
  }

  /// All commands in order; at least the call itself.
  private func commands(_ layout: CommandLayout, indentation: String) -> [String] {
    preparations + [call(layout, prefix: "", indentation: indentation)] + followUps
  }

  private func call(_ layout: CommandLayout, prefix: String, indentation: String) -> String {
    let leading = layout.leadingWords.isEmpty ? "" : layout.leadingWords + " "
    let words = prefix + leading + ([Self.program] + globalFlags + ["build"]).joined(separator: " ")
    let separator = layout.isMultiline ? " \\\n\(indentation)  " : " "
    return ([words] + arguments.map(\.source) + layout.trailingWords).joined(separator: separator)
  }
}

public import ShellSyntax
public import SourceText

/// One place where a script runs Kaniko.
public struct ExecutorCall: Sendable {
  /// Which program is run.
  public enum Program: String, Sendable, Hashable {
    case executor, warmer
  }

  /// How a call stands in the script.
  public enum Form: Sendable, Hashable {
    /// As a command with the program's name.
    case direct
    /// As a command with a variable that holds the program's name.
    case variable(String)
    /// As a command in the text of `sh -c`, which stands between quotes of this kind.
    case quoted(ShellFragment.Quoting)
  }

  /// The program.
  public let program: Program
  /// How the call stands in the script.
  public let form: Form
  /// The simple command that runs it.
  public let command: SimpleCommand
  /// The index in the command's words of the word that names the program; words before it are wrappers such as `exec`.
  public let wordIndex: Int
  /// The whole command with its redirections, in bytes of the script.
  public let range: ByteRange
  /// The redirections of the command.
  public let redirections: [ShellRedirection]
  /// Where the command stands.
  public let context: CommandContext

  /// The words that name the program and its arguments, wrappers left out.
  public var programRange: ByteRange {
    let words = command.words[wordIndex...]
    guard let first = words.first, let last = words.last else { return range }
    return first.range.union(last.range)
  }
}

public import ShellSyntax
public import SourceText

/// One call of the Kaniko executor, read as Kaniko reads its command line.
///
/// Ranges count bytes of the script's text.
public struct KanikoInvocation: Sendable, Hashable {
  /// The word that names the executor.
  public let executor: ByteRange
  /// What the executor is asked to do.
  public let subcommand: Subcommand
  /// The flags in order.
  public internal(set) var flags: [FlagUse]
  /// The words that may hold any number of flags: `$ARGS`, `"$@"`, `$(…)`, `--$NAME`.
  public let opaqueWords: [OpaqueWord]
  /// What Kaniko itself refuses; such a call never worked.
  public let problems: [InvocationProblem]
  /// The assignments in front of the command, `NAME=value`, in order.
  public let assignments: [Assignment]

  /// The variables whose known value was read in place of a word, in order.
  public internal(set) var expandedVariables: [ExpandedVariable] = []

  /// A variable whose known value was read in place of a word.
  public struct ExpandedVariable: Sendable, Hashable {
    /// The variable.
    public let name: String
    /// The bytes of the word.
    public let range: ByteRange
  }

  /// What the executor is asked to do.
  public enum Subcommand: Sendable, Hashable {
    /// To build an image.
    case build
    /// To print its version.
    case version
    /// To write registry credentials (osscontainertools only).
    case login
    /// To push an image that exists (osscontainertools only).
    case push
    /// To print help.
    case help
  }

  /// A word that may hold any number of flags.
  public struct OpaqueWord: Sendable, Hashable {
    /// The word.
    public let fragment: ShellFragment
    /// The bytes of the word.
    public let range: ByteRange
    /// How many flags stand before it; the flags from this index on come after it.
    public let flagIndex: Int
  }

  /// An assignment in front of the command.
  public struct Assignment: Sendable, Hashable {
    /// The variable.
    public let name: String
    /// The value.
    public let value: ShellFragment
    /// The bytes of the assignment.
    public let range: ByteRange
  }

  /// Whether every argument is known.
  public var isComplete: Bool { opaqueWords.isEmpty }
}

/// One use of a flag.
public struct FlagUse: Sendable, Hashable {
  /// The flag.
  public let flag: KanikoFlag
  /// The flag as written, without its value: `--cache` or `-f`.
  public let spelling: String
  /// The bytes of the spelling.
  public let spellingRange: ByteRange
  /// The value, or nil for a bool without one. A leading `~` that the shell expanded is written as `$HOME`.
  public internal(set) var value: ShellFragment?
  /// The bytes of the value.
  public let valueRange: ByteRange?
  /// What stands between spelling and value.
  public let joint: Joint
  /// From the first byte of the flag's word to the last byte of its value.
  public let range: ByteRange

  /// What stands between a flag and its value.
  public enum Joint: String, Sendable, Hashable {
    /// `--flag=value`, `-f=value`.
    case equals = "="
    /// `--flag value`.
    case space = " "
    /// `-fvalue`, and a bool without a value.
    case nothing = ""
  }

  /// The flag as the call has it, such as `--cache=true`.
  public let written: String

  init(
    flag: KanikoFlag, spelling: String, spellingRange: ByteRange, value: ShellFragment?, valueRange: ByteRange?,
    joint: Joint, range: ByteRange
  ) {
    self.flag = flag
    self.spelling = spelling
    self.spellingRange = spellingRange
    self.value = value
    self.valueRange = valueRange
    self.joint = joint
    self.range = range
    written = spelling + joint.rawValue + (value?.source ?? "")
  }
}

extension KanikoInvocation {
  /// The call with paths below `/kaniko` in the values of its flags moved as they move in the script.
  func moving(_ paths: MovedPaths?) -> KanikoInvocation {
    guard let paths else { return self }
    var copy = self
    for index in copy.flags.indices { copy.flags[index].value = copy.flags[index].value.map(paths.moved) }
    return copy
  }
}

/// Something in a call that Kaniko itself refuses.
public struct InvocationProblem: Sendable, Hashable {
  /// What is wrong: lower case, no final period.
  public let message: String
  /// The bytes meant.
  public let range: ByteRange
  /// What to do, where that is known.
  public let help: String?
}

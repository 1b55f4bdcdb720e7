public import SourceText

/// A parsed POSIX shell script: the statements with the byte range of every token.
///
/// Ranges count bytes of ``text``, the script as the shell would read it (after YAML has been decoded).
public struct ShellScript: Sendable {
  /// The script that was parsed.
  public let text: [UInt8]
  /// The statements of the script, in order.
  public let statements: [ShellStatement]
  /// The comments, from `#` to the end of the line, line ending excluded.
  public let comments: [ByteRange]
  /// What could not be parsed, in the order of the ``ShellCommand/Kind/opaque`` commands (or parts) that hold such text.
  /// The first one is the cause; others may be its consequences. A script with a problem is known in part only.
  public let problems: [ShellProblem]

  /// Creates a script from its parts.
  public init(text: [UInt8], statements: [ShellStatement], comments: [ByteRange], problems: [ShellProblem]) {
    self.text = text
    self.statements = statements
    self.comments = comments
    self.problems = problems
  }
}

/// Something in a script that could not be parsed.
public struct ShellProblem: Sendable, Hashable {
  /// What is wrong: lower case, no final period.
  public let message: String
  /// Where it is.
  public let range: ByteRange

  /// Creates a problem at a place.
  public init(message: String, range: ByteRange) {
    self.message = message
    self.range = range
  }
}

/// One and-or list with what ends it: `a && b || c ;`.
public struct ShellStatement: Sendable {
  /// The first pipeline.
  public let first: ShellPipeline
  /// The pipelines after the first, each with the operator before it.
  public let rest: [AndOrPart]
  /// What ends the statement, or nil at the end of the enclosing list.
  public let terminator: Terminator?
  /// From the first byte of the first pipeline to the last byte of the last; the terminator is outside.
  public let range: ByteRange

  /// A pipeline after `&&` or `||`.
  public struct AndOrPart: Sendable {
    /// The operator.
    public let isAnd: Bool
    /// The bytes of the operator.
    public let operatorRange: ByteRange
    /// The pipeline after the operator.
    public let pipeline: ShellPipeline

    /// Creates a part from its operator and its pipeline.
    public init(isAnd: Bool, operatorRange: ByteRange, pipeline: ShellPipeline) {
      self.isAnd = isAnd
      self.operatorRange = operatorRange
      self.pipeline = pipeline
    }
  }

  /// What ends a statement.
  public struct Terminator: Sendable, Hashable {
    /// The kinds of terminators.
    public enum Kind: Sendable, Hashable { case semicolon, newline, background }
    /// Which one it is.
    public let kind: Kind
    /// Its byte.
    public let range: ByteRange

    /// Creates a terminator.
    public init(kind: Kind, range: ByteRange) {
      self.kind = kind
      self.range = range
    }
  }

  /// Creates a statement from its parts.
  public init(first: ShellPipeline, rest: [AndOrPart], terminator: Terminator?, range: ByteRange) {
    self.first = first
    self.rest = rest
    self.terminator = terminator
    self.range = range
  }

  /// All pipelines, the first included.
  public var pipelines: [ShellPipeline] { [first] + rest.map(\.pipeline) }
}

/// Commands joined by `|`, perhaps negated: `! a | b`.
public struct ShellPipeline: Sendable {
  /// The `time` or `time -p` before the pipeline where it is bash's keyword: before `!` or a compound command. Before
  /// a simple command it is the first word of that command, as busybox ash reads it.
  public let time: ByteRange?
  /// The `!` before the pipeline, if there is one.
  public let bang: ByteRange?
  /// The commands, at least one.
  public let commands: [ShellCommand]
  /// The operators between the commands (`|` or `|&`), one fewer than the commands.
  public let pipes: [ByteRange]
  /// From the `time` or `!`, if there is one, to the last byte of the last command.
  public let range: ByteRange

  /// Creates a pipeline from its parts.
  public init(
    time: ByteRange? = nil, bang: ByteRange?, commands: [ShellCommand], pipes: [ByteRange], range: ByteRange
  ) {
    self.time = time
    self.bang = bang
    self.commands = commands
    self.pipes = pipes
    self.range = range
  }
}

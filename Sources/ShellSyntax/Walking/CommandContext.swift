public import SourceText

/// Where in a script a command stands.
///
/// A fact about an enclosing construct holds for everything inside it, up to the next function or substitution: their
/// insides start anew, because they run at another time or for their output. Only ``function``, ``isInLoop`` and
/// ``isInSubstitution`` are carried on into a substitution.
public struct CommandContext: Sendable, Hashable {
  /// How many commands enclose this one.
  public internal(set) var depth = 0
  /// Whether the status decides an `if`, `elif`, `while` or `until`.
  public internal(set) var isCondition = false
  /// Whether a `!` stands before the pipeline.
  public internal(set) var isNegated = false
  /// Whether the pipeline is one of several joined by `&&` or `||`.
  public internal(set) var isInAndOrList = false
  /// Whether it may be left out: in a branch of `if` or `case`, in the body of a loop, after `&&` or `||`.
  public internal(set) var isConditional = false
  /// Whether the command is joined to others by `|`.
  public internal(set) var isInPipeline = false
  /// Whether the statement ends with `&`.
  public internal(set) var isInBackground = false
  /// Whether it is in the body or the condition of a loop.
  public internal(set) var isInLoop = false
  /// Whether it is inside `( … )`.
  public internal(set) var isInSubshell = false
  /// Whether it is inside `$(…)`, backquotes, `<(…)` or `>(…)`.
  public internal(set) var isInSubstitution = false
  /// The name of the innermost function whose body holds the command.
  public internal(set) var function: String?
  /// The innermost statement that holds the command, terminator excluded.
  public internal(set) var statement = ByteRange(at: 0)
  /// The innermost pipeline that holds the command.
  public internal(set) var pipeline = ByteRange(at: 0)

  init() {}

  /// The context inside a substitution.
  var insideSubstitution: CommandContext {
    var inner = CommandContext()
    inner.depth = depth + 1
    inner.isInLoop = isInLoop
    inner.function = function
    inner.isInSubstitution = true
    return inner
  }

  /// The context of a function's body.
  func inside(function name: String) -> CommandContext {
    var inner = CommandContext()
    inner.depth = depth + 1
    inner.function = name
    inner.statement = statement
    inner.pipeline = pipeline
    return inner
  }
}

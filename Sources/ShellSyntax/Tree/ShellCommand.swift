public import SourceText

/// A simple or compound command with its redirections.
public struct ShellCommand: Sendable {
  /// What the command is.
  public let kind: Kind
  /// Redirections, in order; those of a simple command may stand between its words.
  public let redirections: [ShellRedirection]
  /// The reserved words and delimiters that belong to the command itself, in order: `if`, `then`, `fi`, `(`, `)`, `{`,
  /// `in`, the `|` and `)` of a pattern, `;;`, the `;` after the words of a `for`. Empty for a simple command.
  public let tokens: [ByteRange]
  /// The whole command, redirections included, here-document bodies excluded.
  public let range: ByteRange

  /// The kinds of commands. A simple command needs no memory of its own.
  public enum Kind: Sendable {
    /// Assignments and words: `A=b cmd arg`.
    case simple(SimpleCommand)
    /// `( … )`.
    case subshell([ShellStatement])
    /// `{ …; }`.
    case group([ShellStatement])
    /// `if …; then …; elif …; else …; fi`. The last branch has no condition when it is `else`.
    case ifClause([IfBranch])
    /// `for name in words; do …; done`; `words` is nil where `in` is absent.
    indirect case forClause(name: ByteRange, words: [ShellWord]?, body: [ShellStatement])
    /// `while …; do …; done` or `until …`.
    case loop(isUntil: Bool, condition: [ShellStatement], body: [ShellStatement])
    /// `case word in pattern) …;; esac`.
    indirect case caseClause(subject: ShellWord, items: [CaseItem])
    /// `name() command` or `function name { …; }`.
    indirect case function(name: ByteRange, body: ShellCommand)
    /// `[[ … ]]`, as words; operators such as `&&`, `(` and `<` are words of one literal part.
    case doubleBracket([ShellWord])
    /// `(( … ))`, bash only (ash reads two subshells): the expression inside and its parts.
    indirect case arithmetic(expression: ByteRange, parts: [ShellWord.Part])
    /// Text that could not be parsed; a ``ShellProblem`` says why.
    case opaque
  }

  /// One branch of an `if`.
  public struct IfBranch: Sendable {
    /// The condition, or nil for `else`.
    public let condition: [ShellStatement]?
    /// The statements that run when the condition holds.
    public let body: [ShellStatement]

    /// Creates a branch.
    public init(condition: [ShellStatement]?, body: [ShellStatement]) {
      self.condition = condition
      self.body = body
    }
  }

  /// One item of a `case`.
  public struct CaseItem: Sendable {
    /// The patterns before `)`.
    public let patterns: [ShellWord]
    /// The statements up to `;;`, `;&` or `esac`.
    public let body: [ShellStatement]
    /// The `;;`, `;&` or `;;&` after the statements; nil before `esac`.
    public let terminator: ByteRange?

    /// Creates an item.
    public init(patterns: [ShellWord], body: [ShellStatement], terminator: ByteRange? = nil) {
      self.patterns = patterns
      self.body = body
      self.terminator = terminator
    }
  }

  /// Creates a command from its parts.
  public init(kind: Kind, redirections: [ShellRedirection], tokens: [ByteRange] = [], range: ByteRange) {
    self.kind = kind
    self.redirections = redirections
    self.tokens = tokens
    self.range = range
  }
}

/// The assignments and words of a simple command.
public struct SimpleCommand: Sendable {
  /// The assignments before the first word.
  public let assignments: [ShellAssignment]
  /// The words; the first is the command name. Empty when there are only assignments or redirections.
  public let words: [ShellWord]

  /// Creates a simple command.
  public init(assignments: [ShellAssignment], words: [ShellWord]) {
    self.assignments = assignments
    self.words = words
  }
}

/// `name=value` or `name+=value` before a command name.
public struct ShellAssignment: Sendable {
  /// The bytes of the name.
  public let name: ByteRange
  /// Whether it is `+=`.
  public let appends: Bool
  /// The value; nil when nothing follows the `=`.
  public let value: ShellWord?
  /// The whole assignment.
  public let range: ByteRange

  /// Creates an assignment.
  public init(name: ByteRange, appends: Bool, value: ShellWord?, range: ByteRange) {
    self.name = name
    self.appends = appends
    self.value = value
    self.range = range
  }
}

public import SourceText

/// One word of the shell: literal text, quotes and expansions without white space between them.
public struct ShellWord: Sendable {
  /// The parts in order; their ranges are adjacent and cover the word.
  public let parts: [Part]
  /// The whole word, quotes included.
  public let range: ByteRange

  /// Creates a word from its parts.
  public init(parts: [Part], range: ByteRange) {
    self.parts = parts
    self.range = range
  }

  /// One part of a word.
  public struct Part: Sendable {
    /// What the part is.
    public let kind: Kind
    /// The bytes of the part, quotes, `$` and braces included.
    public let range: ByteRange

    /// Creates a part.
    public init(kind: Kind, range: ByteRange) {
      self.kind = kind
      self.range = range
    }
  }

  /// The kinds of parts. What most parts are needs no memory of its own.
  public enum Kind: Sendable {
    /// Literal text; its value is the bytes of the range.
    case literal
    /// A backslash and the character it protects; the value is that byte. Where the character has several bytes it is
    /// the first, and the rest of the part's range holds the others.
    case escape(UInt8)
    /// A backslash before a line ending: nothing.
    case lineContinuation
    /// `'…'`; the range is the text between the quotes.
    case singleQuoted(content: ByteRange)
    /// `$'…'`; the text between the quotes with the escapes decoded that busybox ash decodes (`\n`, `\x41`, `\101`, …;
    /// not `\e`, `\u`, `\c`, which only bash knows and which stay as they are).
    case ansiQuoted(value: [UInt8])
    /// `"…"`. In `$"…"` the `$` is literal, as in ash.
    case doubleQuoted([Part])
    /// `$name`, `${name}`, `${name:-word}`, `$1`, `$@`.
    indirect case parameter(ShellParameter)
    /// `$(…)` or backquotes. For backquotes the ranges inside are those of the text as written; where it holds
    /// escaped characters the statements are empty and the part is opaque.
    case commandSubstitution(statements: [ShellStatement], isBackquoted: Bool)
    /// `$((…))`: the expression inside and its parts.
    indirect case arithmetic(expression: ByteRange, parts: [Part])
    /// `<(…)` or `>(…)`.
    case processSubstitution([ShellStatement])
    /// `(a b)` as the value of an assignment, bash only.
    case array([ShellWord])
    /// `$[[ inputs.x ]]` or `${{ … }}`, which GitLab replaces before the shell sees it: anything may stand there. An
    /// expansion whose name touches or holds it (`$X$[[ … ]]`, `${$[[ … ]]}`) belongs to it. Between single quotes see
    /// ``ShellScript/interpolations``.
    case interpolation
    /// Text that could not be parsed; a ``ShellProblem`` says why.
    case opaque
  }
}

/// A parameter expansion.
public struct ShellParameter: Sendable {
  /// The name: a variable name, a number, or one of `@*#?-$!`.
  public let name: String
  /// Whether it is written with braces.
  public let isBraced: Bool
  /// The operator, such as `:-`, `-`, `:+`, `+`, `:=`, `:?`, `#`, `##`, `%`, `%%`, `/`, `//`, `:`, `^`, `,`, `@`;
  /// `[` for an array element; `length` for `${#name}`; `!` for `${!name}`; nil for a plain expansion.
  public let operation: String?
  /// The parts after the operator, up to the `}`; for `length` and `!` what follows the name.
  public let operand: [ShellWord.Part]

  /// Creates a parameter expansion.
  public init(name: String, isBraced: Bool, operation: String?, operand: [ShellWord.Part]) {
    self.name = name
    self.isBraced = isBraced
    self.operation = operation
    self.operand = operand
  }
}

public import ShellSyntax

/// One flag of `buildctl build` with its value.
public struct BuildctlArgument: Sendable, Hashable {
  /// The flag, such as `--opt`.
  public let flag: String
  /// The value as one word.
  public let value: ShellFragment
  /// Which kind of Kaniko flag it stands for, or nil where every call has it.
  public let origin: FlagMapping?
  /// The shell variable that has to be set and not empty for the flag to be passed, or nil where it always is.
  public let condition: String?

  /// Creates an argument.
  public init(_ flag: String, _ value: ShellFragment, origin: FlagMapping? = nil, condition: String? = nil) {
    self.flag = flag
    self.value = value
    self.origin = origin
    self.condition = condition
  }

  /// The argument as shell text.
  public var source: String {
    guard let condition else { return "\(flag) \(value.source)" }
    // The shell splits the text behind `:+` into words as if it stood there itself, quotes included (POSIX 2.6.2).
    return "${\(condition):+\(flag) \"\(value.doubleQuotedContent)\"}"
  }
}

/// A value of the form `key=value,key=value`, which buildctl reads as one record of comma-separated values.
struct AttributeList {
  private var fields: [(value: ShellFragment, isQuoted: Bool)] = []

  /// Adds literal text, such as `push=true`.
  mutating func append(_ text: String) {
    fields.append((ShellFragment([.literal(text, .none)]), false))
  }

  /// Adds a key with one value.
  mutating func append(_ key: String, _ value: ShellFragment) {
    append(key, [value])
  }

  /// Adds a key with a text that may hold anything: where it is not known to be plain, the field is quoted.
  mutating func append(_ key: String, text: ShellFragment) {
    guard !text.isSurelyPlainField else { return append(key, text) }
    fields.append((text.withDoubledQuotes.behind(key: "\(key)="), true))
  }

  /// Adds a key with a list of values, which commas separate inside the field.
  mutating func append(_ key: String, _ values: [ShellFragment]) {
    var pieces: [ShellFragment.Piece] = [.literal("\(key)=", .none)]
    for (index, value) in values.enumerated() {
      if index > 0 { pieces.append(.literal(",", .none)) }
      pieces += value.pieces
    }
    let holdsComma = pieces.contains { piece in
      if case .literal(let text, _) = piece { text.utf8.contains(UInt8(ascii: ",")) } else { false }
    }
    fields.append((ShellFragment(pieces), holdsComma))
  }

  /// The list as one word: quoted as its values are, or between double quotes where a field needs quotes of its own.
  var fragment: ShellFragment {
    let quotesAll = fields.contains { $0.isQuoted }
    var pieces: [ShellFragment.Piece] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { pieces.append(.literal(",", quotesAll ? .double : .none)) }
      if field.isQuoted { pieces.append(.literal("\"", .double)) }
      if quotesAll {
        pieces.append(.expansion(source: field.value.doubleQuotedContent, name: nil, .double))
      } else {
        pieces += field.value.pieces
      }
      if field.isQuoted { pieces.append(.literal("\"", .double)) }
    }
    return ShellFragment(pieces)
  }
}

extension ShellFragment {
  /// The fragment behind a key, which stays outside its quotes: `context="$DIR"`.
  func behind(key: String) -> ShellFragment {
    ShellFragment([.literal(key, .none)] + pieces)
  }

  /// The fragment behind a prefix that goes inside the quotes it starts with: `"build-arg:A=b c"`.
  func behind(prefix: String) -> ShellFragment {
    ShellFragment([.literal(prefix, pieces.first?.quoting ?? .none)] + pieces)
  }
}

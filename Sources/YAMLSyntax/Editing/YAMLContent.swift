/// A value to be written, without a decision on quotes and indentation.
///
/// In a flow collection everything stands on one line: literals become double-quoted there, and leading comments are
/// left out, since a comment would need a line of its own.
public indirect enum YAMLContent: Sendable, Hashable {
  /// A string. Written plain where it then reads as the same string, else quoted; text of several lines as a literal.
  case scalar(String)
  /// Text as a literal block: `|` with a final newline, `|-` without one. Text that such a block cannot hold (several
  /// newlines at the end, a carriage return, nothing at all) is double-quoted.
  case literal(String)
  /// Strings in brackets on one line.
  case flowSequence([String])
  /// A block sequence; `[]` when there are no items.
  case sequence([YAMLNewItem])
  /// A block mapping; `{}` when there are no entries.
  case mapping([YAMLNewEntry])
  /// YAML of one line as it is: `*alias`, `!reference [a, b]`, `true`.
  case source(String)
}

/// An item to be written into a sequence.
public struct YAMLNewItem: Sendable, Hashable {
  /// The value.
  public let content: YAMLContent
  /// The comments above it, one for each line, without `# `.
  public let leadingComments: [String]

  /// Creates an item.
  public init(_ content: YAMLContent, leadingComments: [String] = []) {
    self.content = content
    self.leadingComments = leadingComments
  }
}

/// An entry to be written into a mapping.
public struct YAMLNewEntry: Sendable, Hashable {
  /// The text of the key.
  public let key: String
  /// The value.
  public let content: YAMLContent
  /// The comments above it, one for each line, without `# `.
  public let leadingComments: [String]

  /// Creates an entry.
  public init(key: String, content: YAMLContent, leadingComments: [String] = []) {
    self.key = key
    self.content = content
    self.leadingComments = leadingComments
  }
}

/// Where new entries go among the entries of a mapping.
public enum YAMLPlace: Sendable, Hashable {
  /// Before all entries; the comments of the first one stay with it.
  case first
  /// After all entries, and after comments that stand below them at the same column.
  case last
  /// Before an entry and its comments.
  case before(Int)
  /// After an entry and the deeper comments below it.
  case after(Int)
}

/// Whether a scalar that is rewritten may gain or lose a newline at its end.
public enum YAMLFinalNewline: Sendable, Hashable {
  /// It may: the text is a script, where the newline is without effect.
  case allow
  /// It may not.
  case exact
}

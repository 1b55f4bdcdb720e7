public import SourceText

/// A run of bytes of a YAML file that belong together.
///
/// The tokens of a tree lie side by side and cover every byte of the file, in order.
public struct YAMLToken: Sendable, Hashable {
  /// What the bytes of a token are.
  public enum Kind: UInt8, Sendable, Hashable {
    /// The three bytes EF BB BF at the start of the file, or of a line of comments or blanks.
    case byteOrderMark
    /// Spaces and tabs between other tokens, indentation included.
    case whitespace
    /// One line break: LF, CRLF, CR, NEL, LS or PS.
    case newline
    /// From `#` to the end of the line, without the line break.
    case comment
    /// Text that no parser reads: a line, or the rest of one, between a `...` and the next `---`.
    case ignoredText
    /// `%YAML 1.1` and the like, to the end of the line.
    case directive
    /// `---`
    case documentStart
    /// `...`
    case documentEnd
    /// The `-` of a block sequence.
    case dash
    /// The `?` of an explicit key.
    case questionMark
    /// The `:` between key and value.
    case colon
    /// The `,` of a flow collection.
    case comma
    /// `[`
    case flowSequenceStart
    /// `]`
    case flowSequenceEnd
    /// `{`
    case flowMappingStart
    /// `}`
    case flowMappingEnd
    /// `&name`
    case anchor
    /// `!tag`
    case tag
    /// `*name`
    case alias
    /// A plain, single-quoted or double-quoted scalar, all its lines and its quotes included.
    case scalar
    /// The `|` or `>` of a block scalar with its indicators.
    case blockScalarHeader
    /// The lines of a block scalar, from the line after the header to the end of the node.
    case blockScalarBody
  }

  /// What the bytes are.
  public let kind: Kind
  /// Where they are; never empty.
  public let range: ByteRange

  /// Creates a token.
  public init(kind: Kind, range: ByteRange) {
    self.kind = kind
    self.range = range
  }

  /// Whether the token carries no structure: white space, a line break, a comment, ignored text or the byte
  /// order mark.
  public var isTrivia: Bool {
    switch kind {
    case .byteOrderMark, .whitespace, .newline, .comment, .ignoredText: true
    default: false
    }
  }
}

internal import SourceText

/// A shell word detached from its script, so that it can be taken apart and put into another word.
///
/// A fragment keeps what is literal apart from what the shell expands, and how each piece was quoted; ``source`` writes
/// it back so that the shell reads the same value.
public struct ShellFragment: Sendable, Hashable {
  /// How a piece is quoted.
  public enum Quoting: Sendable, Hashable {
    /// Not quoted.
    case none
    /// Between `'…'`; only literal pieces and `$[[ … ]]`.
    case single
    /// Between `"…"`.
    case double
  }

  /// One piece of a fragment.
  public enum Piece: Sendable, Hashable {
    /// Text that stands for itself, after quote removal. Unquoted text keeps the meaning it has for the shell: `*`,
    /// `?` and `[` are patterns, and `~` is the home directory where it is the first piece and alone or before `/`.
    case literal(String, Quoting)
    /// Something the shell or GitLab expands, as written (`$X`, `${X:-y}`, `$(cmd)`, `~user`, `$[[ inputs.x ]]`); `name`
    /// is the parameter of a plain `$X`, `${X}`, `$1` or `$@`, nil for everything else.
    case expansion(source: String, name: String?, Quoting)

    /// How the piece is quoted.
    public var quoting: Quoting {
      switch self {
      case .literal(_, let quoting), .expansion(_, _, let quoting): quoting
      }
    }

    /// Whether the piece is an expansion outside of quotes, whose value the shell splits.
    var isUnquotedExpansion: Bool {
      if case .expansion(_, _, .none) = self { true } else { false }
    }
  }

  /// The pieces in order; no two alike literals side by side, and no empty literal beside another piece except for
  /// empty quotes between unquoted expansions (`$X""`), which keep an empty word alive.
  public let pieces: [Piece]

  /// Creates a fragment from pieces.
  public init(_ pieces: [Piece]) {
    self.pieces = Self.normalized(pieces)
  }

  /// Creates a fragment from pieces of which nothing is to be left out or joined.
  init(normal pieces: [Piece]) { self.pieces = pieces }

  /// Creates a fragment that is one literal text, quoted where the shell would see anything else in it.
  public init(literal text: String) {
    self.init([.literal(text, Self.isSafe(text) ? .none : .double)])
  }

  /// The value of a fragment in which nothing is expanded, or nil. A leading `~` and patterns are given as written.
  public var staticValue: String? {
    if pieces.count == 1, case .literal(let text, _) = pieces[0] { return text }
    var result = ""
    for piece in pieces {
      guard case .literal(let text, _) = piece else { return nil }
      result += text
    }
    return result
  }

  /// Whether the fragment stands for the empty string: nothing at all, or empty quotes.
  public var isEmpty: Bool { pieces.allSatisfy(Self.isEmptyLiteral) }

  /// Whether the shell may make none or several words of it: an unquoted expansion or pattern, `$@`, `${x[@]}`.
  public var mayBecomeSeveralWords: Bool {
    pieces.contains { piece in
      switch piece {
      case .expansion(let source, let name, let quoting):
        quoting == .none || name == "@" || source.hasPrefix("${@") || source.hasPrefix("${") && source.contains("[@]")
      case .literal(let text, let quoting): quoting == .none && text.utf8.contains { $0.isOne(of: "*?[") }
      }
    }
  }

  private static func normalized(_ pieces: [Piece]) -> [Piece] {
    if isNormal(pieces) { return pieces }
    var result: [Piece] = []
    for (index, piece) in pieces.enumerated() {
      if case .literal("", let quoting) = piece {
        let previous = result.last
        let next = pieces[(index + 1)...].first { !isEmptyLiteral($0) }
        let standsAlone = (previous?.isUnquotedExpansion ?? true) && (next?.isUnquotedExpansion ?? true)
        guard quoting != .none, standsAlone else { continue }
      }
      if case .literal(let text, let quoting) = piece, case .literal(let last, quoting)? = result.last {
        result[result.count - 1] = .literal(last + text, quoting)
      } else {
        result.append(piece)
      }
    }
    if result.isEmpty, let first = pieces.first { result = [first] }
    return result
  }

  /// Whether nothing is to be left out or joined, as in most words.
  private static func isNormal(_ pieces: [Piece]) -> Bool {
    if pieces.count < 2 { return true }
    var last: Quoting?
    for piece in pieces {
      guard case .literal(let text, let quoting) = piece else {
        last = nil
        continue
      }
      if text.isEmpty || quoting == last { return false }
      last = quoting
    }
    return true
  }

  private static func isEmptyLiteral(_ piece: Piece) -> Bool {
    if case .literal("", _) = piece { true } else { false }
  }
}

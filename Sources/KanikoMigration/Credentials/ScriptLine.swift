public import SourceText

/// A line that is added to a script.
public enum ScriptLine: Sendable, Hashable {
  /// A comment, with its `#`.
  case comment(String)
  /// A command; it may have several lines, where a later one is not a command of its own.
  case command(String)
  /// A function, which several jobs of one file share.
  case definition(String)
  /// The lines of the `before_script` of a hidden job.
  case reference(job: String)

  /// The text of the line.
  public var text: String {
    switch self {
    case .comment(let text), .command(let text), .definition(let text): text
    case .reference(let job): "!reference [\(job), before_script]"
    }
  }
}

/// Lines that are added to a script at one place.
public struct LineInsertion: Sendable, Hashable {
  /// A place for whole lines.
  public enum Place: Sendable, Hashable {
    /// Before the first command of the job.
    case head
    /// Before a top-level statement, which is the first on its line.
    case before(ByteRange)
    /// After a top-level statement, which is the last on its line; the range ends after its here-documents.
    case after(ByteRange)
  }

  /// Where the lines go.
  public let place: Place
  /// The lines.
  public let lines: [ScriptLine]

  /// Creates an insertion.
  public init(_ place: Place, _ lines: [ScriptLine]) {
    self.place = place
    self.lines = lines
  }
}

/// A variable in YAML whose value names a path of the Kaniko image.
///
/// YAML values know no `~`, and GitLab has no variable for the home directory of the image, so the value names it.
public struct VariableRewrite: Sendable, Hashable {
  /// The name of the variable.
  public let name: String
  /// The value to replace.
  public let oldValue: String
  /// The value that takes its place.
  public let newValue: String
  /// The same as a line for the head of the script, for where the value in YAML has to stay.
  public let line: ScriptLine
}

public import SourceText

/// `2>&1`, `> file`, `<<EOF`.
public struct ShellRedirection: Sendable {
  /// The kinds of redirections.
  public enum Operator: String, Sendable, Hashable {
    case input = "<"
    case output = ">"
    case append = ">>"
    case clobber = ">|"
    case readWrite = "<>"
    case duplicateInput = "<&"
    case duplicateOutput = ">&"
    case hereDocument = "<<"
    case hereDocumentStrippingTabs = "<<-"
    case hereString = "<<<"
    case outputAndError = "&>"
    case appendOutputAndError = "&>>"
  }

  /// What kind it is.
  public let op: Operator
  /// The file descriptor number before the operator, if there is one.
  public let descriptor: ByteRange?
  /// The bytes of the operator.
  public let operatorRange: ByteRange
  /// The file, the descriptor, or the delimiter of a here-document.
  public let target: ShellWord
  /// The body of a here-document.
  public let hereDocument: HereDocument?
  /// From the descriptor to the end of the target.
  public let range: ByteRange

  /// The body of a here-document.
  public struct HereDocument: Sendable {
    /// The bytes of the body: from the line after the operator up to the delimiter line.
    public let body: ByteRange
    /// The bytes of the delimiter line, line ending excluded; empty when the text ended before it.
    public let delimiter: ByteRange
    /// The parts of the body, in the order of the text; one literal part when the delimiter was quoted, one opaque part
    /// when the body could not be parsed. The tabs that `<<-` removes are still there.
    public let parts: [ShellWord.Part]

    /// Creates a here-document.
    public init(body: ByteRange, delimiter: ByteRange, parts: [ShellWord.Part]) {
      self.body = body
      self.delimiter = delimiter
      self.parts = parts
    }
  }

  /// Creates a redirection.
  public init(
    op: Operator, descriptor: ByteRange?, operatorRange: ByteRange, target: ShellWord, hereDocument: HereDocument?,
    range: ByteRange
  ) {
    self.op = op
    self.descriptor = descriptor
    self.operatorRange = operatorRange
    self.target = target
    self.hereDocument = hereDocument
    self.range = range
  }
}

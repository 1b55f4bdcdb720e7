internal import SourceText

extension ShellScript {
  /// Parses a script.
  ///
  /// Reads POSIX shell as busybox ash does, and the bash forms that people write. Never fails: a statement that cannot
  /// be parsed becomes one ``ShellCommand/Kind/opaque`` command up to the end of its first line, with a
  /// ``ShellProblem``, and parsing goes on at the next line. A script with a problem is therefore known in part only.
  /// The time is linear in the length of the text.
  public init(parsing text: [UInt8], limits: ShellLimits = .default) {
    var parser = ShellParser(text, limits: limits)
    let statements = parser.parseScript()
    self.init(
      text: text,
      statements: HereDocumentAttachment(documents: parser.hereDocuments).statements(statements),
      comments: parser.comments,
      problems: parser.distinctProblems)
  }
}

extension ShellParser {
  /// How much text may be read again after failures, as a multiple of the script's length.
  private static let rereadingFactor = 8

  /// Parses the whole text.
  mutating func parseScript() -> [ShellStatement] {
    var statements: [ShellStatement] = []
    var wasted = 0
    while true {
      skipLinebreaks()
      guard position < end else { break }
      let start = position
      let checkpoint = checkpoint
      do throws(Failure) {
        if let stop = listEnd() { throw failure("unexpected `\(spelling(stop))`", stop) }
        statements.append(try parseStatement())
      } catch {
        let reached = max(position, error.problem.range.upperBound)
        wasted += reached - start
        let isLast = error.isFinal || wasted > Self.rereadingFactor * text.count + 4096
        rewind(to: checkpoint)
        statements.append(recover(from: error, start: start, isLast: isLast))
      }
    }
    readHereDocumentsAtEnd()
    return statements
  }

  /// Makes the line at `start`, or the rest of the text, an opaque command and moves behind it.
  private mutating func recover(from failure: Failure, start: Int, isLast: Bool) -> ShellStatement {
    end = text.count
    depth = 0
    problems.append(failure.problem)
    let stop = isLast ? end : endOfLine(from: start)
    let range = ByteRange(start, stop)
    position = stop
    var terminator: ShellStatement.Terminator?
    if stop < end {
      terminator = .init(kind: .newline, range: ByteRange(stop, stop + 1))
      consumeNewline()
    }
    let command = ShellCommand(kind: .opaque, redirections: [], range: range)
    let pipeline = ShellPipeline(bang: nil, commands: [command], pipes: [], range: range)
    return ShellStatement(first: pipeline, rest: [], terminator: terminator, range: range)
  }

  /// The problems in the order in which they were met; statements that fail for one reason report it once.
  var distinctProblems: [ShellProblem] {
    var seen: Set<ShellProblem> = []
    return problems.filter { seen.insert($0).inserted }
  }
}

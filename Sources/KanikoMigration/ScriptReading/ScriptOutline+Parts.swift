internal import ShellSyntax
internal import SourceText

extension ScriptOutline {
  /// One command with its surroundings.
  struct Entry: Sendable {
    /// The command.
    let command: ShellCommand
    /// The pipeline that holds the command.
    let pipeline: ShellPipeline
    /// The place of the command in its pipeline, counted from 0.
    let position: Int
    /// The index of the top-level statement that holds the command.
    let statement: Int
    /// The conditional regions around the command, outermost first; empty where the command always runs.
    var branch: [Int]
    /// The function whose body holds the command.
    let function: String?
    /// Whether the command stands inside `$(…)` or backquotes.
    let isSubstituted: Bool
    /// The index of the compound command around this one.
    let parent: Int?
  }

  /// One word, or one here-document body, with what it is there for.
  struct Site: Sendable {
    /// What a word is there for.
    enum Role: Sendable, Hashable {
      case commandName, argument, redirection, assignment, loopWord, hereDocument, quotedHereDocument, operand, other
    }

    /// The parts of the word.
    let parts: [ShellWord.Part]
    /// The bytes of the word.
    let range: ByteRange
    /// What the word is there for.
    let role: Role
    /// The command the word belongs to.
    let entry: Int
  }

  // MARK: - Lines

  /// The first top-level statement on the line on which a top-level statement starts.
  func firstOnLine(_ statement: Int) -> Int {
    var index = statement
    while index > 0, !isLineEnd(between: index - 1, and: index) { index -= 1 }
    return index
  }

  /// The last top-level statement on the line on which a top-level statement ends.
  func lastOnLine(_ statement: Int) -> Int {
    var index = statement
    while index + 1 < script.statements.count, !isLineEnd(between: index, and: index + 1) { index += 1 }
    return index
  }

  /// The bytes of a top-level statement with its here-documents, which follow the line on which it ends.
  func rangeWithHereDocuments(_ statement: Int) -> ByteRange {
    var range = script.statements[statement].range
    for entry in entries where entry.statement == statement {
      for redirection in entry.command.redirections {
        if let document = redirection.hereDocument { range = range.union(document.delimiter) }
      }
    }
    return range
  }

  private func isLineEnd(between first: Int, and second: Int) -> Bool {
    let start = script.statements[first].range.upperBound
    let end = script.statements[second].range.lowerBound
    return start < end && script.text[start..<end].contains(UInt8(ascii: "\n"))
  }
}

internal import SourceText

/// A recursive-descent parser over the bytes of one script.
///
/// ``position`` is always at a token boundary when a `parse…` function starts. A function that cannot go on throws
/// ``Failure``; the script level turns the statement it was in into an opaque command and goes on at the next line.
/// Each function of the parser consumes at least one byte or throws, so that every loop comes to an end.
struct ShellParser {
  let text: [UInt8]
  let limits: ShellLimits
  /// The offset of the next byte to read.
  var position = 0
  /// Where the text that is being parsed ends: the script, or the inside of backquotes, arithmetic, a here-document.
  var end: Int
  /// How many commands, quotes and expansions enclose ``position``.
  var depth = 0
  var comments: [ByteRange] = []
  var problems: [ShellProblem] = []
  /// The here-documents whose bodies start after the next newline.
  var pendingHereDocuments: [PendingHereDocument] = []
  /// The bodies read so far, by the offset of their operators.
  var hereDocuments: [Int: ShellRedirection.HereDocument] = [:]
  /// No `]]` closes a `$[[` that starts before this offset: it was looked for already.
  var noInterpolationBefore = 0

  /// A place where the text stops being shell.
  struct Failure: Error {
    let problem: ShellProblem
    /// Whether the rest of the script is not worth reading.
    let isFinal: Bool
  }

  init(_ text: [UInt8], limits: ShellLimits) {
    self.text = text
    self.limits = limits
    end = text.count
  }

  /// What is known of a part of the text that may turn out not to be shell.
  struct Checkpoint {
    fileprivate let comments: Int
    fileprivate let problems: Int
    fileprivate let pendingHereDocuments: [PendingHereDocument]
  }

  var checkpoint: Checkpoint {
    Checkpoint(comments: comments.count, problems: problems.count, pendingHereDocuments: pendingHereDocuments)
  }

  /// Forgets what was found since a checkpoint. Here-documents that waited for their bodies then wait again, wherever
  /// the text has been read on.
  mutating func rewind(to checkpoint: Checkpoint) {
    comments.removeLast(comments.count - checkpoint.comments)
    problems.removeLast(problems.count - checkpoint.problems)
    pendingHereDocuments = checkpoint.pendingHereDocuments
  }

  /// A failure at a place.
  func failure(_ message: String, _ range: ByteRange) -> Failure {
    Failure(problem: ShellProblem(message: message, range: range), isFinal: false)
  }

  /// Counts one more level of nesting; every caller takes it back with ``leave()``.
  mutating func enter() throws(Failure) {
    depth += 1
    guard depth <= limits.nestingDepth else {
      let range = ByteRange(position, min(position + 1, end))
      throw Failure(
        problem: ShellProblem(message: "more than \(limits.nestingDepth) levels of nesting", range: range),
        isFinal: true)
    }
  }

  mutating func leave() { depth -= 1 }

  // MARK: - Looking at bytes

  /// The byte at an offset, or nil at the end of what is being parsed.
  func byte(at offset: Int) -> UInt8? { offset < end ? text[offset] : nil }

  /// The offset past any backslash-newline pairs, which the shell removes before it looks for tokens.
  func skippingContinuations(from offset: Int) -> Int {
    var offset = offset
    while offset + 1 < end, text[offset] == .backslash, text[offset + 1] == .newline { offset += 2 }
    return offset
  }

  /// The offset of the byte after the one at `offset`, past any backslash-newline pairs.
  func after(_ offset: Int) -> Int { skippingContinuations(from: offset + 1) }

  /// Whether a word cannot go on at an offset.
  func isWordEnd(_ offset: Int) -> Bool { offset >= end || text[offset].endsWord }

  /// Whether a word starts at an offset that is at the start of a token.
  func startsWord(at offset: Int) -> Bool {
    (!isWordEnd(offset) || isProcessSubstitution(at: offset)) && byte(at: offset) != .hash
  }

  /// Where an operator ends if it stands at an offset, perhaps with backslash-newline pairs inside.
  func operatorEnd(_ spelling: StaticString, at offset: Int) -> Int? {
    spelling.withUTF8Buffer { bytes in
      var place = offset
      for (index, expected) in bytes.enumerated() {
        if index > 0 { place = skippingContinuations(from: place) }
        guard place < end, text[place] == expected else { return nil }
        place += 1
      }
      return place
    }
  }

  /// The reserved word at an offset and where it ends, or nil.
  func reservedWord(at offset: Int) -> (word: ReservedWord, end: Int)? {
    guard offset < end, ReservedWord.mayStart(with: text[offset]) else { return nil }
    // Where no line is continued inside the word, nothing has to be put together.
    var stop = offset
    while !isWordEnd(stop), text[stop] != .backslash {
      guard stop - offset < ReservedWord.longest else { return nil }
      stop += 1
    }
    if isWordEnd(stop) {
      return ReservedWord(rawValue: String(decoding: text[offset..<stop], as: UTF8.self)).map { ($0, stop) }
    }
    var bytes: [UInt8] = []
    var place = offset
    var last = offset
    while !isWordEnd(place) {
      guard bytes.count < ReservedWord.longest else { return nil }
      bytes.append(text[place])
      last = place + 1
      place = skippingContinuations(from: last)
    }
    guard let word = ReservedWord(rawValue: String(decoding: bytes, as: UTF8.self)) else { return nil }
    return (word, last)
  }

  // MARK: - Skipping

  /// The offset past any spaces, tabs and backslash-newline pairs.
  func skippingBlanks(from offset: Int) -> Int {
    var offset = offset
    while true {
      offset = skippingContinuations(from: offset)
      guard offset < end, text[offset].isBlank else { return offset }
      offset += 1
    }
  }

  /// Moves past spaces, tabs and backslash-newline pairs.
  mutating func skipBlanks() { position = skippingBlanks(from: position) }

  /// Moves past blanks and a comment, up to the newline after it.
  mutating func skipBlanksAndComment() {
    skipBlanks()
    guard byte(at: position) == .hash else { return }
    let start = position
    position = endOfLine(from: position)
    comments.append(ByteRange(start, position))
  }

  /// Moves past blanks, comments and newlines, reading the here-documents that start after them.
  mutating func skipLinebreaks() {
    while true {
      skipBlanksAndComment()
      guard byte(at: position) == .newline else { return }
      consumeNewline()
    }
  }

  /// Moves past the newline at ``position`` and the here-documents that start after it.
  mutating func consumeNewline() {
    position += 1
    let pending = pendingHereDocuments
    pendingHereDocuments = []
    for document in pending { readHereDocument(document) }
  }

  /// The offset of the first newline at or after an offset, or the end of what is being parsed.
  func endOfLine(from offset: Int) -> Int {
    var offset = offset
    while offset < end, text[offset] != .newline { offset += 1 }
    return offset
  }

  /// The text of a range, for messages.
  func spelling(_ range: ByteRange) -> String { String(decoding: text[range.indices], as: UTF8.self) }
}

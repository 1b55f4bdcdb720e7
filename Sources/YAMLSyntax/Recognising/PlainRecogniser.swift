/// Recognises by a look at the bytes files of which ``PlainMapping`` is certain, many times faster than libyaml parses.
///
/// It knows the YAML that people write: block mappings and sequences, plain and quoted scalars, flow collections on one
/// line, block scalars without indentation indicators, comments, anchors, aliases and `!reference`. Of everything else
/// it says nothing. Whatever it accepts libyaml accepts too, as one document that ``PlainMapping`` takes; a test compares
/// them over the corpus and over many thousand damaged documents.
///
/// One pass, linear in the size of the file. The names in comments below are those of libyaml's `scanner.c`.
struct PlainRecogniser {
  /// A block collection that is open.
  struct Frame {
    /// Where its keys or dashes stand.
    let column: Int
    let isSequence: Bool
    /// Whether it is a sequence in the column of the mapping around it: `key:` above `- item`.
    let isIndentless: Bool
    /// The index of its anchor in ``anchors``.
    let anchor: Int?
  }

  /// What the next line may go on with.
  enum Expectation {
    /// The last value is complete.
    case nothing
    /// The last key or dash has nothing behind it on its line: a deeper line is its value.
    case value(anchor: Int?)
    /// The last value is plain text, which deeper lines continue.
    case text
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  private(set) var frames: [Frame] = []
  private var expectation = Expectation.nothing
  /// The anchors of the file in their order.
  var anchors: [Anchor] = []
  /// The aliases and `!reference` so far.
  var repeats = 0

  /// An anchor and whether its node is complete, so that an alias may name it.
  struct Anchor {
    let name: Range<Int>
    var isComplete: Bool
  }

  /// Whether a file is certainly what ``PlainMapping`` takes.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard bytes.count <= YAMLLimits.gitLab.maximumBytes else { return false }
      var recogniser = PlainRecogniser(bytes: bytes)
      return recogniser.recognise()
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    frames.reserveCapacity(PlainMapping.maximumDepth)
  }

  private mutating func recognise() -> Bool {
    if bytes.count >= 3, bytes[0] == Self.dash, bytes[1] == Self.dash, bytes[2] == Self.dash {
      position = 3
      guard takeEndOfLine() else { return false }
    }
    while position < bytes.count {
      guard takeLine() else { return false }
    }
    // An empty file is no mapping.
    return !frames.isEmpty
  }

  private mutating func takeLine() -> Bool {
    let start = position
    skipSpaces()
    guard position < bytes.count else { return true }
    switch bytes[position] {
    case Self.newline, Self.carriageReturn: return takeEndOfLine()
    case Self.hash:
      // Text ends at a comment.
      if case .text = expectation { expectation = .nothing }
      return takeComment()
    default: return takeContent(column: position - start)
    }
  }

  // MARK: - Structure

  private mutating func takeContent(column: Int) -> Bool {
    let isItem = startsItem
    if column > frames.last?.column ?? 0 {
      switch expectation {
      case .nothing: return false
      case .text: return takeText()
      case .value(let anchor):
        guard push(column: column, isSequence: isItem, anchor: anchor) else { return false }
      }
    } else {
      guard leave(to: column, isItem: isItem) else { return false }
    }
    return isItem ? takeItem(column: column) : takeKey()
  }

  /// Closes what ends at a line in a column, and finds or opens the collection to which the line belongs.
  private mutating func leave(to column: Int, isItem: Bool) -> Bool {
    var anchor: Int?
    var isEmpty = false
    if case .value(let known) = expectation { (anchor, isEmpty) = (known, true) }
    expectation = .nothing
    guard frames.last != nil else {
      // The first line; markers of documents start in its column, too.
      return column == 0 && !isItem && push(column: 0, isSequence: false, anchor: nil)
    }
    if isEmpty, isItem, let last = frames.last, last.column == column, !last.isSequence {
      return push(column: column, isSequence: true, isIndentless: true, anchor: anchor)
    }
    if let anchor { anchors[anchor].isComplete = true }
    while let last = frames.last, last.column > column || last.column == column && last.isIndentless && !isItem {
      if let anchor = last.anchor { anchors[anchor].isComplete = true }
      frames.removeLast()
    }
    guard let last = frames.last else { return false }
    return last.column == column && last.isSequence == isItem
  }

  private mutating func push(column: Int, isSequence: Bool, isIndentless: Bool = false, anchor: Int?) -> Bool {
    expectation = .nothing
    frames.append(Frame(column: column, isSequence: isSequence, isIndentless: isIndentless, anchor: anchor))
    return frames.count <= PlainMapping.maximumDepth
  }

  /// Whether a dash here starts an item (`IS_BLANKZ_AT` behind it).
  private var startsItem: Bool {
    bytes[position] == Self.dash
      && (position + 1 >= bytes.count || bytes[position + 1] == Self.space || isLineBreak(at: position + 1))
  }

  /// An item from its dash on, with the collections that start on the same line.
  private mutating func takeItem(column: Int) -> Bool {
    var column = column
    while true {
      let dash = position
      position += 1
      if takeEmptyValue(anchor: nil) { return true }
      guard position < bytes.count, position > dash + 1 else { return false }
      column += position - dash
      guard startsItem else { break }
      guard push(column: column, isSequence: true, anchor: nil) else { return false }
    }
    switch takeKeyOrValue() {
    case .refused: return false
    case .value: return true
    case .key: return push(column: column, isSequence: false, anchor: nil) && takeValueOfKey()
    }
  }

  private mutating func takeKey() -> Bool {
    // `---` and `...` divide documents, `%` starts a directive; neither is worth telling apart from a key.
    guard case let first = bytes[position], first != Self.dash, first != Self.dot || !startsLine || !isDocumentEnd,
      case .key = takeKeyOrValue(isKey: true)
    else { return false }
    return takeValueOfKey()
  }

  private var startsLine: Bool { position == 0 || bytes[position - 1] == Self.newline }

  private var isDocumentEnd: Bool {
    position + 2 < bytes.count && bytes[position + 1] == Self.dot && bytes[position + 2] == Self.dot
  }

  /// What follows the colon of a key.
  private mutating func takeValueOfKey() -> Bool {
    let start = position
    if takeEmptyValue(anchor: nil) { return true }
    guard position > start, position < bytes.count else { return false }
    return takeValue(anchor: nil)
  }

  /// The end of the line where nothing stands before it: the value follows on another line, or is empty.
  mutating func takeEmptyValue(anchor: Int?) -> Bool {
    skipSpaces()
    guard position >= bytes.count || isLineBreak(at: position) || startsComment, takeEndOfLine() else { return false }
    expectation = .value(anchor: anchor)
    return true
  }

  /// Remembers whether the last value is plain text that ended with its line.
  mutating func expectText(_ isText: Bool) { expectation = isText ? .text : .nothing }
}

public import SourceText

/// A look at a file with libyaml alone, much cheaper than a tree.
public enum PlainMapping {
  /// How many aliases and `!reference` a file may have: what they repeat stays small, even where each doubles the last.
  static let maximumRepeats = 15
  /// The collections that may lie inside one another; aliases of this many stay below the limit of GitLab.
  static let maximumDepth = 6

  /// Whether a file is one mapping that a loader takes as it is: YAML in order, one document, no tag but `!reference`,
  /// few aliases, each after its anchor, nothing that could be a date, and no deep nesting.
  ///
  /// Where this is false nothing is said about the file: a tree tells.
  public static func isAll(of source: SourceFile) -> Bool {
    PlainRecogniser.recognises(source.bytes) || isParsed(source)
  }

  /// The same by libyaml, whatever the file looks like.
  static func isParsed(_ source: SourceFile) -> Bool {
    do throws(YAMLSyntaxError) {
      let check = try InputCheck(source, limits: .gitLab)
      guard !documentMark.isIn(source.bytes) else { return false }
      var receiver = Receiver(bytes: source.bytes)
      try LibYAML.parse(source, check: check, into: &receiver)
      return receiver.isPlain && receiver.documents == 1
    } catch {
      return false
    }
  }

  /// GitLab splits a file at such lines before it parses.
  private static let documentMark = ByteSearch("\n---")

  private struct Receiver: LibYAMLEventReceiver {
    let bytes: [UInt8]
    var isPlain = true
    var documents = 0
    private var repeats = 0
    /// The anchors of the open collections; nil for one without.
    private var open: [ArraySlice<UInt8>?] = []
    private var anchors: Set<ArraySlice<UInt8>> = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func receive(_ event: LibYAMLEvent) throws(YAMLSyntaxError) {
      look(at: event)
      // What is left may be deep: libyaml takes time that grows with the square of the depth.
      if !isPlain {
        throw YAMLSyntaxError(message: "this is no plain mapping", range: ByteRange(event.start, event.end), path: "")
      }
    }

    private mutating func look(at event: LibYAMLEvent) {
      switch event.kind {
      case .documentStart: documents += 1
      case .alias: repeatNode(at: event)
      case .scalar(let style):
        if event.hasTag || open.isEmpty || style == .plain && mayBeDate(event) { isPlain = false }
        if event.hasAnchor { anchors.insert(name(at: event.start + 1)) }
      case .sequenceStart:
        if open.isEmpty { isPlain = false }
        if event.hasTag { repeatReference(at: event) }
        enter(event)
      case .mappingStart:
        if event.hasTag { isPlain = false }
        enter(event)
      case .sequenceEnd, .mappingEnd:
        if let anchor = open.popLast() ?? nil { anchors.insert(anchor) }
      case .documentEnd, .streamEnd: break
      }
    }

    private mutating func enter(_ event: LibYAMLEvent) {
      // GitLab drops the indentation of the first line behind a `---`.
      if open.isEmpty, event.start > 0, bytes[event.start - 1] == UInt8(ascii: " ") { isPlain = false }
      let anchor = event.hasAnchor ? name(at: event.start + 1) : nil
      open.append(anchor)
      // Inside the node its name stands for the node itself, whatever had the name before.
      if let anchor { anchors.remove(anchor) }
      if open.count > PlainMapping.maximumDepth { isPlain = false }
    }

    private mutating func repeatNode(at event: LibYAMLEvent) {
      repeats += 1
      if repeats > PlainMapping.maximumRepeats || !anchors.contains(name(at: event.start + 1)) { isPlain = false }
    }

    /// A `!reference`, which no alias may repeat: so not in a file that has anchors.
    private mutating func repeatReference(at event: LibYAMLEvent) {
      repeats += 1
      let tag = bytes[event.start...].prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
      let isReference = tag.elementsEqual("!reference".utf8) && !event.hasAnchor && anchors.isEmpty
      if repeats > PlainMapping.maximumRepeats || !isReference || open.contains(where: { $0 != nil }) {
        isPlain = false
      }
    }

    /// The name of an anchor or alias whose first byte is at an offset.
    private func name(at start: Int) -> ArraySlice<UInt8> {
      bytes[min(start, bytes.count)...].prefix { byte in
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
          || (0x61...0x7A).contains(byte | 0x20)
      }
    }

    /// Whether a scalar starts like `2026-01-31`, or like `-2026-01-31`; or may do so on a line behind its anchor.
    private func mayBeDate(_ event: LibYAMLEvent) -> Bool {
      var start = event.start
      if event.hasAnchor {
        start = name(at: start + 1).endIndex
        while start < event.end, bytes.isBlank(at: start) { start += 1 }
        if start < event.end, bytes[start] == UInt8(ascii: "#") || bytes.lineBreakLength(at: start) > 0 { return true }
      }
      let dash = UInt8(ascii: "-")
      if start < event.end, bytes[start] == dash { start += 1 }
      return start + 4 < event.end && bytes[start + 4] == dash && (0x30...0x39).contains(bytes[start])
    }
  }
}

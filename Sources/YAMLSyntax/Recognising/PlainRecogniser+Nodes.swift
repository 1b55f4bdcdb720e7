/// Values with a syntax of their own: block scalars, flow collections, anchors, aliases, `!reference`.
extension PlainRecogniser {
  /// A block scalar without an indentation indicator, up to the first line that does not belong to it.
  ///
  /// Follows `yaml_parser_scan_block_scalar`: the first line with text sets the indentation, blank lines before it must
  /// not be longer, and a tab may not stand where indentation is expected.
  mutating func takeBlockScalar() -> Bool {
    position += 1
    if position < bytes.count, bytes[position] == Self.dash || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard takeEndOfLine(), let parent = frames.last?.column else { return false }
    var indentation: Int?
    var longestBlank = 0
    while position < bytes.count {
      let start = position
      skipSpaces()
      let column = position - start
      if position >= bytes.count { return true }
      if isLineBreak(at: position) {
        if indentation == nil { longestBlank = max(longestBlank, column) }
        guard takeEndOfLine() else { return false }
        continue
      }
      guard bytes[position] != Self.tab || column >= indentation ?? Int.max else { return false }
      let needed = indentation ?? max(column, longestBlank, parent + 1)
      guard column >= needed else {
        position = start
        return true
      }
      indentation = needed
      guard let end = endOfText(from: position) else { return false }
      position = end
      guard takeEndOfLine() else { return false }
    }
    return true
  }

  // MARK: - Flow collections

  /// A flow collection on one line, from its bracket or brace on.
  ///
  /// - Parameter depth: the number of collections that are open with this one.
  mutating func takeFlow(depth: Int) -> Bool {
    guard depth <= PlainMapping.maximumDepth else { return false }
    let isSequence = bytes[position] == UInt8(ascii: "[")
    let end = isSequence ? UInt8(ascii: "]") : UInt8(ascii: "}")
    position += 1
    while true {
      skipSpaces()
      guard position < bytes.count else { return false }
      if bytes[position] == end { break }
      if !isSequence {
        guard takeFlowKey() else { return false }
      }
      guard takeFlowNode(depth: depth) else { return false }
      skipSpaces()
      guard position < bytes.count else { return false }
      if bytes[position] == end { break }
      guard bytes[position] == UInt8(ascii: ",") else { return false }
      position += 1
    }
    position += 1
    return true
  }

  private mutating func takeFlowKey() -> Bool {
    let start = position
    guard takeFlowScalar() else { return false }
    skipSpaces()
    guard position + 1 < bytes.count, bytes[position] == Self.colon, bytes[position + 1] == Self.space,
      position - start <= Self.maximumKeyLength
    else { return false }
    position += 1
    skipSpaces()
    return true
  }

  private mutating func takeFlowNode(depth: Int) -> Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "["), UInt8(ascii: "{"): return takeFlow(depth: depth + 1)
    case UInt8(ascii: "*"): return takeAlias(inFlow: true)
    case UInt8(ascii: "!"): return takeReference(depth: depth + 1)
    default: return takeFlowScalar()
    }
  }

  private mutating func takeFlowScalar() -> Bool {
    guard position < bytes.count else { return false }
    let first = bytes[position]
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return takeQuoted() }
    guard startsPlain(first), !mayBeDate(at: position) else { return false }
    var offset = position
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
        // A dash alone would start an item.
        guard offset > position + 1 || first != Self.dash else { return false }
        position = offset
        return true
      case Self.colon:
        guard offset + 1 < bytes.count else { return false }
        if bytes[offset + 1] == Self.space {
          position = offset
          return true
        }
        guard !isFlowIndicator(bytes[offset + 1]) else { return false }
        offset += 1
      case Self.hash:
        guard bytes[offset - 1] != Self.space else { return false }
        offset += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "?"): return false
      case 0x20...0x7E: offset += 1
      default:
        guard case let length = lengthOfCharacter(at: offset), length > 0 else { return false }
        offset += length
      }
    }
    return false
  }

  private func isFlowIndicator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }

  // MARK: - Anchors

  /// The anchors that a file may have; each is compared with all before it.
  private static let maximumAnchors = 32

  /// An anchor with white space behind it; nil where its name is not new.
  mutating func takeAnchor() -> Int? {
    guard let name = takeName(inFlow: false), !anchors.contains(where: { isSame($0.name, name) }),
      anchors.count < Self.maximumAnchors
    else { return nil }
    anchors.append(Anchor(name: name, isComplete: false))
    return anchors.count - 1
  }

  /// An alias of a node that is complete.
  mutating func takeAlias(inFlow: Bool) -> Bool {
    repeats += 1
    guard repeats <= PlainMapping.maximumRepeats, let name = takeName(inFlow: inFlow) else { return false }
    return anchors.contains { $0.isComplete && isSame($0.name, name) }
  }

  /// A `!reference [job, key]` in a file without anchors.
  mutating func takeReference(depth: Int) -> Bool {
    repeats += 1
    guard repeats <= PlainMapping.maximumRepeats, anchors.isEmpty else { return false }
    for byte in "!reference ".utf8 {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
    }
    skipSpaces()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else { return false }
    return takeFlow(depth: depth)
  }

  /// The name behind `&` or `*`.
  private mutating func takeName(inFlow: Bool) -> Range<Int>? {
    let start = position + 1
    var end = start
    while end < bytes.count, TokenScanner.isAnchorByte(bytes[end]) { end += 1 }
    position = end
    guard end > start, isSpaceOrEnd(at: end) || inFlow && isFlowIndicator(bytes[end]) else { return nil }
    return start..<end
  }

  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { bytes[$0] == bytes[$1] }
  }
}

internal import SourceText

/// Builds the arena of nodes from the events of libyaml and the bytes between them.
///
/// libyaml says what the nodes are and where scalars lie. Everything else (indicators, anchors, tags, comments, where a
/// block collection really ends) is read from the bytes, because its events do not tell.
struct TreeBuilder: LibYAMLEventReceiver {
  /// A collection whose end has not come yet.
  private struct Frame {
    let node: Int
    let isSequence: Bool
    let isFlow: Bool
    /// A single pair in a flow sequence, without braces.
    let isBracesOmitted: Bool
    let column: Int
    let start: Int
    let contentStart: Int
    let anchor: YAMLProperty?
    let tag: YAMLProperty?
    let firstChild: Int
    var key: YAMLNodeID?
  }

  let source: SourceFile
  let limits: YAMLLimits
  private(set) var nodes: [YAMLNode] = []
  /// For every node the index of its parent, -1 at the root.
  private(set) var parents: [Int32] = []
  private(set) var documents: [YAMLDocument] = []
  private(set) var scanner: TokenScanner
  private var frames: [Frame] = []
  private var items: [YAMLItem] = []
  private var entries: [YAMLEntry] = []
  private var anchors: [String: YAMLNodeID] = [:]
  private var anchorNames: Set<String> = []
  /// The names that several nodes of the file have as their anchor.
  private(set) var repeatedAnchors: Set<String> = []

  init(source: SourceFile, limits: YAMLLimits, byteOrderMarkLength: Int, ignored: [ByteRange]) {
    self.source = source
    self.limits = limits
    scanner = TokenScanner(bytes: source.bytes, byteOrderMarkLength: byteOrderMarkLength, ignored: ignored)
    nodes.reserveCapacity(source.bytes.count / 16)
    parents.reserveCapacity(source.bytes.count / 16)
  }

  mutating func receive(_ event: LibYAMLEvent) throws(YAMLSyntaxError) {
    switch event.kind {
    case .documentStart: startDocument(event)
    case .documentEnd: scanner.scan(to: event.end)
    case .alias: try addAlias(event)
    case .scalar(let style): addScalar(event, style: style)
    case .sequenceStart(let isFlow): try startCollection(event, isSequence: true, isFlow: isFlow)
    case .mappingStart(let isFlow): try startCollection(event, isSequence: false, isFlow: isFlow)
    case .sequenceEnd, .mappingEnd: endCollection(event)
    case .streamEnd: finish()
    }
  }

  // MARK: - Documents

  private mutating func startDocument(_ event: LibYAMLEvent) {
    scanner.scan(to: event.end)
    anchors.removeAll(keepingCapacity: true)
    let marker = event.end > event.start ? ByteRange(event.end - 3, event.end) : nil
    let start = documents.isEmpty ? 0 : event.start
    closeDocument(at: start)
    documents.append(YAMLDocument(root: nil, range: ByteRange(start, source.bytes.count), startMarker: marker))
  }

  private mutating func closeDocument(at end: Int) {
    guard let last = documents.popLast() else { return }
    documents.append(
      YAMLDocument(root: last.root, range: ByteRange(last.range.lowerBound, end), startMarker: last.startMarker))
  }

  private mutating func finish() {
    scanner.scan(to: source.bytes.count)
  }

  // MARK: - Nodes

  /// Reserves the place of a node and tells its parent about it.
  ///
  /// Until its end is known the node is an alias of itself, which no file can write: that marks it as open.
  private mutating func reserve(anchor: YAMLProperty?) -> Int {
    let index = nodes.count
    let id = YAMLNodeID(index: index)
    nodes.append(
      YAMLNode(kind: .alias(target: id), range: ByteRange(at: 0), contentRange: ByteRange(at: 0)))
    parents.append(Int32(clamping: frames.last?.node ?? -1))
    if let anchor {
      anchors[anchor.text] = id
      if !anchorNames.insert(anchor.text).inserted { repeatedAnchors.insert(anchor.text) }
    }
    if frames.isEmpty {
      if let document = documents.popLast() {
        documents.append(YAMLDocument(root: id, range: document.range, startMarker: document.startMarker))
      }
    } else if frames[frames.count - 1].isSequence {
      items.append(YAMLItem(dash: scanner.dash, node: id))
    } else if let key = frames[frames.count - 1].key {
      entries.append(YAMLEntry(key: key, colon: scanner.colon, value: id))
      frames[frames.count - 1].key = nil
    } else {
      frames[frames.count - 1].key = id
    }
    scanner.dash = nil
    scanner.colon = nil
    return index
  }

  private var isInFlow: Bool { frames.last?.isFlow ?? false }

  private mutating func takeProperties(
    wantsAnchor: Bool, wantsTag: Bool
  ) -> (anchor: YAMLProperty?, tag: YAMLProperty?) {
    var (anchor, tag): (YAMLProperty?, YAMLProperty?) = (nil, nil)
    while scanner.position < source.bytes.count {
      let byte = source.bytes[scanner.position]
      if byte == UInt8(ascii: "&"), wantsAnchor, anchor == nil {
        anchor = scanner.takeAnchor()
      } else if byte == UInt8(ascii: "!"), wantsTag, tag == nil {
        tag = scanner.takeTag(inFlow: isInFlow)
      } else {
        break
      }
      if (wantsAnchor && anchor == nil) || (wantsTag && tag == nil) { scanner.skipTrivia() }
    }
    return (anchor, tag)
  }

  private mutating func addAlias(_ event: LibYAMLEvent) throws(YAMLSyntaxError) {
    scanner.scan(to: event.start)
    let range = ByteRange(event.start, event.end)
    let name = scanner.text(from: range.lowerBound + 1, to: range.upperBound)
    guard let target = anchors[name] else {
      throw YAMLSyntaxError(
        message: "the alias *\(name) has no anchor before it", range: range, path: source.path,
        help: "define &\(name) above in this file: anchors do not reach into other files")
    }
    if case .alias(let open) = nodes[target.index].kind, open == target {
      throw YAMLSyntaxError(
        message: "the alias *\(name) lies inside the node it names", range: range, path: source.path,
        help: "a value cannot contain itself")
    }
    let index = reserve(anchor: nil)
    scanner.take(.alias, to: event.end)
    nodes[index] = YAMLNode(kind: .alias(target: target), range: range, contentRange: range)
  }

  private mutating func addScalar(_ event: LibYAMLEvent, style: YAMLScalarStyle) {
    scanner.scan(to: event.start)
    if event.isEmpty, style == .plain { return addEmptyScalar(event) }
    // The bytes tell: no scalar starts with & or !, and libyaml does not report the tag `!` of a scalar.
    let properties = takeProperties(wantsAnchor: true, wantsTag: true)
    scanner.skipTrivia()
    let index = reserve(anchor: properties.anchor)
    let start = scanner.position
    let end: Int
    if style == .literal || style == .folded {
      end = takeBlockScalar(limit: event.end)
    } else {
      end = max(event.end, start)
      scanner.take(.scalar, to: end)
    }
    let content = ByteRange(start, end)
    nodes[index] = YAMLNode(
      kind: .scalar(style), range: whole(content, properties.anchor, properties.tag), contentRange: content,
      anchor: properties.anchor, tag: properties.tag)
  }

  private mutating func addEmptyScalar(_ event: LibYAMLEvent) {
    var (anchor, tag): (YAMLProperty?, YAMLProperty?) = (nil, nil)
    while scanner.position < event.end {
      switch source.bytes[scanner.position] {
      case UInt8(ascii: "&"): anchor = scanner.takeAnchor()
      case UInt8(ascii: "!"): tag = scanner.takeTag(inFlow: isInFlow)
      default: scanner.scanToken(limit: event.end)
      }
    }
    let place = ByteRange(at: scanner.lastSignificantEnd)
    let index = reserve(anchor: anchor)
    nodes[index] = YAMLNode(
      kind: .scalar(.plain), range: whole(place, anchor, tag), contentRange: place, anchor: anchor, tag: tag)
  }

  private mutating func takeBlockScalar(limit: Int) -> Int {
    let layout = BlockScalarLayout(
      source.bytes, start: scanner.position, limit: limit, parentIndentation: frames.last?.column ?? -1)
    scanner.take(.blockScalarHeader, to: layout.header.upperBound)
    if layout.end > layout.header.upperBound {
      scanner.scan(to: layout.bodyStart)
      scanner.take(.blockScalarBody, to: layout.end)
    }
    return layout.end
  }

  private func whole(_ content: ByteRange, _ anchor: YAMLProperty?, _ tag: YAMLProperty?) -> ByteRange {
    var start = content.lowerBound
    if let anchor { start = min(start, anchor.range.lowerBound) }
    if let tag { start = min(start, tag.range.lowerBound) }
    return ByteRange(start, content.upperBound)
  }

  // MARK: - Collections

  private mutating func startCollection(
    _ event: LibYAMLEvent, isSequence: Bool, isFlow: Bool
  ) throws(YAMLSyntaxError) {
    guard frames.count < limits.maximumDepth else {
      throw YAMLSyntaxError(
        message: "collections lie more than \(limits.maximumDepth) levels deep", range: ByteRange(at: event.start),
        path: source.path, help: "flatten the structure")
    }
    scanner.scan(to: event.start)
    let isBracesOmitted =
      isFlow && !isSequence
      && (event.start == event.end || source.bytes[event.end - 1] != UInt8(ascii: "{"))
    var properties: (anchor: YAMLProperty?, tag: YAMLProperty?) = (nil, nil)
    if !isBracesOmitted {
      properties = takeProperties(wantsAnchor: event.hasAnchor, wantsTag: event.hasTag || isFlow)
      scanner.skipTrivia()
    }
    let index = reserve(anchor: properties.anchor)
    let contentStart = scanner.position
    frames.append(
      Frame(
        node: index, isSequence: isSequence, isFlow: isFlow, isBracesOmitted: isBracesOmitted,
        column: scanner.column, start: whole(ByteRange(at: contentStart), properties.anchor, properties.tag).lowerBound,
        contentStart: contentStart, anchor: properties.anchor, tag: properties.tag,
        firstChild: isSequence ? items.count : entries.count))
    if isFlow, !isBracesOmitted {
      scanner.take(isSequence ? .flowSequenceStart : .flowMappingStart, to: contentStart + 1)
    }
  }

  private mutating func endCollection(_ event: LibYAMLEvent) {
    guard let frame = frames.popLast() else { return }
    var end = frame.contentStart
    let kind: YAMLNode.Kind
    if frame.isSequence {
      let children = Array(items[frame.firstChild...])
      items.removeLast(children.count)
      if let last = children.last { end = nodes[last.node.index].range.upperBound }
      kind = .sequence(items: children, isFlow: frame.isFlow)
    } else {
      let children = Array(entries[frame.firstChild...])
      entries.removeLast(children.count)
      if let last = children.last { end = nodes[last.value.index].range.upperBound }
      kind = .mapping(entries: children, isFlow: frame.isFlow)
    }
    if frame.isFlow, !frame.isBracesOmitted {
      scanner.scan(to: event.end)
      end = event.end
    }
    nodes[frame.node] = YAMLNode(
      kind: kind, range: ByteRange(frame.start, end), contentRange: ByteRange(frame.contentStart, end),
      anchor: frame.anchor, tag: frame.tag)
  }
}

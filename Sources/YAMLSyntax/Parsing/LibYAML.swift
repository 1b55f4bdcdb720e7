internal import CLibYAML
internal import SourceText

/// One event of libyaml, with byte offsets in the file.
struct LibYAMLEvent {
  enum Kind {
    case documentStart, documentEnd
    case alias
    case scalar(YAMLScalarStyle)
    case sequenceStart(isFlow: Bool), sequenceEnd
    case mappingStart(isFlow: Bool), mappingEnd
    case streamEnd
  }

  let kind: Kind
  /// Where libyaml says the event starts, anchor and tag included.
  let start: Int
  /// Where libyaml says it ends; for the end of a block collection, the start of the next token.
  let end: Int
  /// Whether an anchor belongs to the node.
  let hasAnchor: Bool
  /// Whether a tag belongs to the node; libyaml does not report the tag `!` of a scalar.
  let hasTag: Bool
  /// Whether the node is a scalar without text.
  let isEmpty: Bool
}

/// Receives the events of a stream in order.
protocol LibYAMLEventReceiver {
  mutating func receive(_ event: LibYAMLEvent) throws(YAMLSyntaxError)
}

/// The one place that calls libyaml and touches its pointers.
enum LibYAML {
  /// Parses a whole file and hands over its events.
  ///
  /// - Parameter ignored: text that libyaml reads as blanks.
  /// - Throws: ``YAMLSyntaxError`` from libyaml or from the receiver.
  static func parse(
    _ source: SourceFile, check: InputCheck, ignoring ignored: [ByteRange] = [],
    into receiver: inout some LibYAMLEventReceiver
  ) throws(YAMLSyntaxError) {
    let bytes = ignored.isEmpty ? source.bytes : IgnoredText.blanked(ignored, in: source.bytes)
    try bytes.withUnsafeBufferPointer { buffer throws(YAMLSyntaxError) in
      let skipped = check.byteOrderMarkLength
      let content = UnsafeBufferPointer(rebasing: buffer[skipped...])
      let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
      defer { parser.deallocate() }
      guard yaml_parser_initialize(parser) != 0 else {
        throw YAMLSyntaxError(
          message: "not enough memory to parse the file", range: ByteRange(at: 0), path: source.path)
      }
      defer { yaml_parser_delete(parser) }
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, content.baseAddress, content.count)
      var offsets = OffsetCursor(bytes: content, shift: skipped, isASCII: check.isASCII)
      var event = yaml_event_t()
      while true {
        guard yaml_parser_parse(parser, &event) != 0 else {
          throw syntaxError(of: parser.pointee, offsets: &offsets, path: source.path)
        }
        defer { yaml_event_delete(&event) }
        guard let kind = kind(of: event) else { continue }
        try receiver.receive(translate(event, kind: kind, offsets: &offsets))
        if case .streamEnd = kind { return }
      }
    }
  }

  private static func kind(of event: yaml_event_t) -> LibYAMLEvent.Kind? {
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias
    case YAML_SCALAR_EVENT: .scalar(style(event.data.scalar.style))
    case YAML_SEQUENCE_START_EVENT:
      .sequenceStart(isFlow: event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT: .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      .mappingStart(isFlow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_MAPPING_END_EVENT: .mappingEnd
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: .streamEnd
    default: nil
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private static func translate(
    _ event: yaml_event_t, kind: LibYAMLEvent.Kind, offsets: inout OffsetCursor
  ) -> LibYAMLEvent {
    let start = offsets.byteOffset(ofCharacter: event.start_mark.index)
    let end = offsets.byteOffset(ofCharacter: event.end_mark.index)
    var (hasAnchor, hasTag, isEmpty) = (false, false, false)
    switch kind {
    case .scalar:
      hasAnchor = event.data.scalar.anchor != nil
      hasTag = event.data.scalar.tag != nil
      isEmpty = event.data.scalar.length == 0
    case .sequenceStart:
      hasAnchor = event.data.sequence_start.anchor != nil
      hasTag = event.data.sequence_start.tag != nil
    case .mappingStart:
      hasAnchor = event.data.mapping_start.anchor != nil
      hasTag = event.data.mapping_start.tag != nil
    default: break
    }
    return LibYAMLEvent(
      kind: kind, start: start, end: end, hasAnchor: hasAnchor, hasTag: hasTag, isEmpty: isEmpty)
  }

  private static func syntaxError(
    of parser: yaml_parser_t, offsets: inout OffsetCursor, path: String
  ) -> YAMLSyntaxError {
    let problem = parser.problem.map { String(cString: $0) } ?? "the parser stopped"
    let context = parser.context.map { String(cString: $0) }
    if parser.error == YAML_READER_ERROR {
      return YAMLSyntaxError(
        message: problem, range: ByteRange(at: Int(clamping: parser.problem_offset) + offsets.shift), path: path)
    }
    let place = ByteRange(at: offsets.byteOffset(ofCharacter: parser.problem_mark.index))
    return YAMLSyntaxError(
      message: context.map { "\($0), \(problem)" } ?? problem, range: place, path: path,
      help: SyntaxHelp.help(for: problem))
  }
}

/// Turns libyaml's positions, which count characters, into byte offsets.
///
/// Positions come in order but for a few steps back, so the cursor walks from the last one: linear for a whole file.
private struct OffsetCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The bytes before the first character: those of the byte order mark.
  let shift: Int
  let isASCII: Bool
  private var character = 0
  private var offset = 0

  init(bytes: UnsafeBufferPointer<UInt8>, shift: Int, isASCII: Bool) {
    self.bytes = bytes
    self.shift = shift
    self.isASCII = isASCII
  }

  mutating func byteOffset(ofCharacter index: Int) -> Int {
    if isASCII { return min(index, bytes.count) + shift }
    while character < index, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      character += 1
    }
    while character > index, offset > 0 {
      offset -= 1
      while offset > 0, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      character -= 1
    }
    return offset + shift
  }
}

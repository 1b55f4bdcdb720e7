/// Writes JSON: the same value gives the same bytes on every machine.
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Layout: Sendable, Hashable {
    /// One member or element a line, indented by two spaces, with a final newline.
    case pretty
    /// One line without spaces and without a final newline, for formats of one value a line.
    case compact
  }

  private let layout: Layout

  /// Creates a writer.
  public init(_ layout: Layout = .pretty) {
    self.layout = layout
  }

  /// The value as JSON text.
  ///
  /// Control characters, DEL, C1 controls and the separators U+2028 and U+2029 are escaped, so that the text is safe on
  /// a terminal and inside JavaScript; all other characters stand for themselves.
  public func text(of value: JSONValue) -> String {
    var pass = JSONWriterPass(isPretty: layout == .pretty)
    pass.write(value)
    return pass.output
  }

  /// The value as JSON text in UTF-8.
  public func bytes(of value: JSONValue) -> [UInt8] {
    Array(text(of: value).utf8)
  }
}

/// One run of the writer. It keeps its own stack, so that no depth of nesting can exhaust the machine's.
private struct JSONWriterPass {
  /// A container that is being written: what is left of it, and what closes it.
  private struct Frame {
    var members: ArraySlice<JSONMember>
    let isObject: Bool
    var isFirst = true
  }

  let isPretty: Bool
  private(set) var output = ""
  private var frames: [Frame] = []

  init(isPretty: Bool) {
    self.isPretty = isPretty
  }

  mutating func write(_ value: JSONValue) {
    begin(value)
    while let frame = frames.last {
      if let member = frame.members.first {
        frames[frames.count - 1].members.removeFirst()
        frames[frames.count - 1].isFirst = false
        if !frame.isFirst { output += "," }
        newLine()
        if frame.isObject {
          writeString(member.name)
          output += isPretty ? ": " : ":"
        }
        begin(member.value)
      } else {
        frames.removeLast()
        if !frame.isFirst { newLine() }
        output += frame.isObject ? "}" : "]"
      }
    }
    if isPretty { output += "\n" }
  }

  /// Writes a value that has no parts, or opens one that has.
  private mutating func begin(_ value: JSONValue) {
    switch value {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .string(let value): writeString(value)
    case .array(let elements):
      output += "["
      frames.append(Frame(members: elements.map { JSONMember("", $0) }[...], isObject: false))
    case .object(let members):
      output += "{"
      frames.append(Frame(members: members[...], isObject: true))
    }
  }

  private mutating func newLine() {
    guard isPretty else { return }
    output += "\n"
    output += String(repeating: "  ", count: frames.count)
  }

  private mutating func writeString(_ text: String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      // Line separators, and marks that turn the direction of what a person reads.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

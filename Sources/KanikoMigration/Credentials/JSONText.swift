internal import ShellSyntax
internal import SourceText

/// JSON whose text is partly expanded by the shell: read as far as it is literal.
indirect enum JSONText: Sendable {
  /// `{…}` with the indices of its braces among the units.
  case object(members: [Member], open: Int, close: Int)
  /// `[…]`.
  case array
  /// A string, which may hold expansions.
  case string(ShellFragment)
  /// A number, `true`, `null`, or a value that the shell expands.
  case other

  /// One member of an object.
  struct Member: Sendable {
    /// The name of the member.
    let name: ShellFragment
    /// The index of the first unit, the opening quote of the name.
    let start: Int
    /// The index of the unit after the last one of the value.
    let end: Int
    /// Whether white space follows the colon.
    let isSpaced: Bool
    /// The value.
    let value: JSONText
  }

  /// Deeper nesting than this is not JSON that holds credentials.
  static let depthLimit = 32

  /// Reads JSON, or nil where the text is not JSON.
  init?(_ units: [TextUnit]) {
    var reader = Reader(units: units)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    guard reader.index == units.count else { return nil }
    self = value
  }

  /// The members of an object, or none.
  var members: [Member] {
    if case .object(let members, _, _) = self { return members }
    return []
  }

  /// The member with a literal name.
  func member(_ name: String) -> Member? {
    members.last { $0.name.staticValue == name }
  }

  private struct Reader {
    let units: [TextUnit]
    var index = 0

    func byte(at index: Int) -> UInt8? { index < units.count ? units[index].byte : nil }

    mutating func skipSpace() {
      while let byte = byte(at: index), byte.isOne(of: " \t\r\n") { index += 1 }
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard byte(at: index) == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    mutating func value(depth: Int) -> JSONText? {
      guard depth < JSONText.depthLimit else { return nil }
      skipSpace()
      guard index < units.count else { return nil }
      guard let first = byte(at: index) else {
        index += 1
        return .other
      }
      switch first {
      case UInt8(ascii: "{"): return object(depth: depth)
      case UInt8(ascii: "["): return array(depth: depth)
      case UInt8(ascii: "\""): return string().map(JSONText.string)
      default: return word()
      }
    }

    mutating func object(depth: Int) -> JSONText? {
      let open = index
      index += 1
      var members: [Member] = []
      while true {
        skipSpace()
        if byte(at: index) == UInt8(ascii: "}") {
          index += 1
          return .object(members: members, open: open, close: index - 1)
        }
        guard let member = member(depth: depth) else { return nil }
        members.append(member)
        skipSpace()
        if !skip(","), byte(at: index) != UInt8(ascii: "}") { return nil }
      }
    }

    mutating func member(depth: Int) -> Member? {
      let start = index
      guard let name = string() else { return nil }
      skipSpace()
      guard skip(":") else { return nil }
      let isSpaced = byte(at: index).map { $0.isOne(of: " \t\r\n") } ?? false
      guard let value = value(depth: depth + 1) else { return nil }
      return Member(name: name, start: start, end: index, isSpaced: isSpaced, value: value)
    }

    mutating func array(depth: Int) -> JSONText? {
      index += 1
      while true {
        skipSpace()
        if skip("]") { return .array }
        guard value(depth: depth + 1) != nil else { return nil }
        skipSpace()
        if !skip(","), byte(at: index) != UInt8(ascii: "]") { return nil }
      }
    }

    mutating func string() -> ShellFragment? {
      guard skip("\"") else { return nil }
      let start = index
      while index < units.count {
        if byte(at: index) == UInt8(ascii: "\"") {
          index += 1
          return units[start..<(index - 1)].doubleQuoted
        }
        index += byte(at: index) == UInt8(ascii: "\\") ? 2 : 1
      }
      return nil
    }

    mutating func word() -> JSONText? {
      let start = index
      while let byte = byte(at: index), FragmentText.isNameByte(byte) || byte.isOne(of: "+-.") { index += 1 }
      return index > start ? .other : nil
    }
  }
}

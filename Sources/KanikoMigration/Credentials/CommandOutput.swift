internal import ShellSyntax
internal import SourceText

/// What a command writes to its standard output, as far as the script shows it.
enum CommandOutput: Sendable {
  /// Text, partly expanded by the shell.
  case text([TextUnit])
  /// The value of a variable.
  case variable(String)
  /// The content of a file.
  case file
  /// Something that cannot be told.
  case unknown

  /// Reads the output of the command at a place in its pipeline.
  init(_ entry: ScriptOutline.Entry, in outline: ScriptOutline) {
    self.init(entry.command, before: entry.pipeline.commands.prefix(entry.position), in: outline, depth: 0)
  }

  /// Reads the output of what stands before a command in its pipeline: the command's standard input.
  static func input(of entry: ScriptOutline.Entry, in outline: ScriptOutline) -> CommandOutput {
    standardInput(of: entry.command, before: entry.pipeline.commands.prefix(entry.position), in: outline, depth: 0)
  }

  private init(
    _ command: ShellCommand, before: ArraySlice<ShellCommand>, in outline: ScriptOutline, depth: Int
  ) {
    guard depth < ScriptOutline.depthLimit else {
      self = .unknown
      return
    }
    switch command.kind {
    case .simple(let simple): self = Self.output(of: simple, command, before: before, in: outline, depth: depth)
    case .group(let body), .subshell(let body): self = Self.output(of: body, in: outline, depth: depth)
    default: self = .unknown
    }
  }

  /// The output of statements one after the other, where each of them prints text.
  private static func output(of body: [ShellStatement], in outline: ScriptOutline, depth: Int) -> CommandOutput {
    var units: [TextUnit] = []
    for statement in body {
      guard statement.rest.isEmpty, let last = statement.first.commands.last,
        case .text(let text) = CommandOutput(
          last, before: statement.first.commands.dropLast(), in: outline, depth: depth + 1)
      else { return .unknown }
      units += text
    }
    return units.isEmpty ? .unknown : .text(units)
  }

  private static func output(
    of simple: SimpleCommand, _ command: ShellCommand, before: ArraySlice<ShellCommand>, in outline: ScriptOutline,
    depth: Int
  ) -> CommandOutput {
    guard let name = simple.words.first.flatMap(outline.staticValue) else { return .unknown }
    let arguments = Array(simple.words.dropFirst())
    func input() -> CommandOutput { standardInput(of: command, before: before, in: outline, depth: depth) }
    switch name {
    case "echo": return echo(arguments, in: outline)
    case "printf": return printf(arguments, in: outline)
    case "cat":
      let files = arguments.filter { outline.staticValue($0) != "-" }
      return files.isEmpty ? input() : .file
    case "tee": return input()
    case "tr":
      // Removing line ends changes nothing in JSON.
      guard arguments.count == 2, outline.staticValue(arguments[0]) == "-d",
        ["\\n", "\n", "\\r\\n"].contains(outline.staticValue(arguments[1]))
      else { return passedOn(input()) }
      return input()
    case "base64", "sed", "gunzip", "zcat", "envsubst", "awk", "jq", "openssl": return passedOn(input())
    default: return .unknown
    }
  }

  /// The output of a filter: no longer its input's text, but still from the same source.
  private static func passedOn(_ input: CommandOutput) -> CommandOutput {
    switch input {
    case .text(let units):
      let expansions = units.filter { $0.byte == nil }
      if expansions.count == 1, case .expansion(_, let name?) = expansions[0].value { return .variable(name) }
      return .unknown
    case .variable, .file, .unknown: return input
    }
  }

  private static func standardInput(
    of command: ShellCommand, before: ArraySlice<ShellCommand>, in outline: ScriptOutline, depth: Int
  ) -> CommandOutput {
    for redirection in command.redirections.reversed() {
      switch redirection.op {
      case .hereDocument, .hereDocumentStrippingTabs:
        guard let document = redirection.hereDocument else { return .unknown }
        let isQuoted = redirection.target.parts.contains { !$0.isPlainLiteral }
        return wholeText(
          TextUnit.units(
            of: document.parts, in: outline.script.text, quoting: isQuoted ? .quotedHereDocument : .hereDocument))
      case .hereString: return wholeText(TextUnit.units(of: redirection.target.parts, in: outline.script.text))
      case .input: return .file
      default: continue
      }
    }
    guard let previous = before.last else { return .unknown }
    return CommandOutput(previous, before: before.dropLast(), in: outline, depth: depth + 1)
  }

  // MARK: - echo and printf

  private static func echo(_ arguments: [ShellWord], in outline: ScriptOutline) -> CommandOutput {
    var words = arguments[...]
    var interprets = false
    while let option = words.first.flatMap(outline.staticValue), ["-n", "-e", "-E", "-ne", "-en"].contains(option) {
      interprets = interprets || option.contains("e")
      words = words.dropFirst()
    }
    var units: [TextUnit] = []
    for (number, word) in words.enumerated() {
      if number > 0 {
        units.append(
          TextUnit(value: .byte(UInt8(ascii: " ")), range: ByteRange(at: word.range.lowerBound), quoting: .none))
      }
      units += TextUnit.units(of: word.parts, in: outline.script.text)
    }
    return wholeText(interprets ? decodingEscapes(units) : units)
  }

  private static func printf(_ arguments: [ShellWord], in outline: ScriptOutline) -> CommandOutput {
    guard let format = arguments.first else { return .unknown }
    var rest = arguments.dropFirst()
    var units: [TextUnit] = []
    let source = decodingEscapes(TextUnit.units(of: format.parts, in: outline.script.text))
    var index = 0
    while index < source.count {
      var unit = source[index]
      index += 1
      guard unit.byte == UInt8(ascii: "%") else {
        unit.isFormat = true
        units.append(unit)
        continue
      }
      guard index < source.count else { return .unknown }
      switch source[index].byte {
      case UInt8(ascii: "%"): units.append(unit)
      case UInt8(ascii: "s"):
        if let word = rest.popFirst() { units += TextUnit.units(of: word.parts, in: outline.script.text) }
      default: return .unknown
      }
      index += 1
    }
    return rest.isEmpty ? wholeText(units) : .unknown
  }

  /// Text, or the variable where the text is nothing but one.
  private static func wholeText(_ units: [TextUnit]) -> CommandOutput {
    let meaningful = units.filter { unit in
      guard let byte = unit.byte else { return true }
      return !byte.isOne(of: " \t\r\n")
    }
    guard meaningful.count == 1, case .expansion(_, let name) = meaningful[0].value else { return .text(units) }
    guard let name else { return .unknown }
    return .variable(name)
  }

  /// The units with `\n`, `\t`, `\"` and `\\` decoded, as `printf` and `echo -e` do.
  private static func decodingEscapes(_ units: [TextUnit]) -> [TextUnit] {
    var result: [TextUnit] = []
    var index = 0
    while index < units.count {
      let unit = units[index]
      index += 1
      guard unit.byte == UInt8(ascii: "\\"), index < units.count, let next = units[index].byte else {
        result.append(unit)
        continue
      }
      let decoded: UInt8? =
        switch next {
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): next
        default: nil
        }
      guard let decoded else {
        result.append(unit)
        continue
      }
      result.append(
        TextUnit(value: .byte(decoded), range: unit.range.union(units[index].range), quoting: unit.quoting))
      index += 1
    }
    return result
  }
}

internal import ShellSyntax
internal import SourceText

/// The text of one `config.json` as one or more commands write it, with its JSON where it can be read.
struct CredentialDocument: Sendable {
  /// The indices of the writes that make the document.
  let writes: [Int]
  /// Which file it is.
  let place: CredentialWrite.Place
  /// The text.
  let output: CommandOutput
  /// The conditional regions in which it is written.
  let branch: [Int]
  /// The command that starts it.
  let entry: Int
  /// The top-level statement that starts it.
  let statement: Int

  /// The units of the text, or none where it is not text.
  var units: [TextUnit] {
    if case .text(let units) = output { return units }
    return []
  }

  /// The JSON, or nil where it cannot be read.
  let json: JSONText?
  /// What the JSON says, hosts followed through variables.
  let config: DockerConfigText?

  /// Puts a document together from what its writes say, in order.
  init(
    writes: [Int], place: CredentialWrite.Place, outputs: [CommandOutput], branch: [Int], entry: Int, statement: Int,
    resolver: RegistryHostResolver
  ) {
    self.writes = writes
    self.place = place
    self.branch = branch
    self.entry = entry
    self.statement = statement
    output = Self.joined(outputs)
    if case .text(let units) = output, let value = JSONText(units), case .object = value {
      json = value
      config = Self.config(value, resolver)
    } else {
      json = nil
      config = nil
    }
  }

  private static func joined(_ outputs: [CommandOutput]) -> CommandOutput {
    guard outputs.count > 1 else { return outputs.first ?? .unknown }
    var units: [TextUnit] = []
    for output in outputs {
      guard case .text(let text) = output else { return .unknown }
      let place = text.first.map { ByteRange(at: $0.range.lowerBound) } ?? ByteRange(at: 0)
      if !units.isEmpty {
        units.append(TextUnit(value: .byte(UInt8(ascii: "\n")), range: place, quoting: .elsewhere))
      }
      units += text
    }
    return .text(units)
  }

  private static func config(_ json: JSONText, _ resolver: RegistryHostResolver) -> DockerConfigText {
    let auths = json.member("auths")?.value
    let helpers = json.member("credHelpers")?.value
    var store: String?
    if case .string(let text)? = json.member("credsStore")?.value { store = text.staticValue }
    return DockerConfigText(
      auths: (auths?.members ?? []).map { resolver.host(ofKey: $0.name) },
      credHelpers: (helpers?.members ?? []).map { member in
        var name: String?
        if case .string(let text) = member.value { name = text.staticValue }
        return DockerConfigText.Helper(host: resolver.host(ofKey: member.name), name: name)
      },
      credsStore: store, isPartial: [auths, helpers].contains { if case .other? = $0 { true } else { false } })
  }
}

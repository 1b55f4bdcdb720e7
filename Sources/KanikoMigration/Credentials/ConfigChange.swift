internal import SourceText

/// Adds entries to the JSON that a script already writes, in the way that JSON is quoted there.
struct ConfigChange: Sendable {
  /// Why an entry cannot be added.
  enum Obstacle: Error, Sendable, Hashable {
    /// The text is not JSON that can be read.
    case unreadable
    /// The place is quoted so that nothing is expanded, or not quoted at all.
    case quoting
    /// The text is the value of a variable.
    case variable
    /// The text is the format of `printf`, which reads `%` and `\` in a secret.
    case format
    /// `credsStore` and `credHelpers` stand together.
    case storeAndHelpers

    /// The reason in words.
    var reason: String {
      switch self {
      case .unreadable: "the text that the job writes is not JSON that can be read"
      case .quoting: "the shell expands nothing where the entry belongs"
      case .variable: "the text that the job writes is the value of a variable"
      case .format: "the text is the format of `printf`, which does not leave a secret as it is"
      case .storeAndHelpers: "`credsStore` and `credHelpers` stand together"
      }
    }
  }

  private let units: [TextUnit]
  private let json: JSONText

  /// Prepares the change of a document.
  init(_ document: CredentialDocument) throws(Obstacle) {
    units = document.units
    guard let json = document.json else { throw .unreadable }
    self.json = json
  }

  /// The edits that add entries.
  func adding(_ entries: [CredentialEntry]) throws(Obstacle) -> [Edit] {
    var edits: [Edit] = []
    var missing: [CredentialEntry] = []
    for (name, members) in [
      ("credHelpers", entries.filter(\.isHelper)), ("auths", entries.filter { !$0.isHelper }),
    ] where !members.isEmpty {
      if let member = json.member(name), case .object = member.value {
        edits.append(try insertion(.members(members, isSpaced: isSpaced), into: member.value))
      } else {
        missing += members
      }
    }
    if !missing.isEmpty { edits.append(try insertion(.config(missing, isSpaced: isSpaced), into: json)) }
    return edits
  }

  /// The edits that put helpers for some registries in the place of the helper for all of them.
  func replacingStore(with entries: [CredentialEntry]) throws(Obstacle) -> [Edit] {
    guard json.member("credHelpers") == nil else { throw .storeAndHelpers }
    guard let member = json.member("credsStore"), member.start < member.end else { throw .unreadable }
    let old = units[member.start..<member.end]
    guard let quoting = old.first?.quoting, old.allSatisfy({ $0.quoting == quoting && $0.byte != nil }) else {
      throw .quoting
    }
    let source = JSONSource.member("credHelpers", entries, isSpaced: member.isSpaced)
    return [Edit(ByteRange(units, member.start..<member.end), with: try written(source, quoting))]
  }

  private var isSpaced: Bool { json.members.first?.isSpaced ?? false }

  private func insertion(_ source: JSONSource, into object: JSONText) throws(Obstacle) -> Edit {
    guard case .object(let members, let open, _) = object else { throw .unreadable }
    let brace = units[open]
    if brace.isFormat, source.contains(where: { $0.isSecret }) { throw .format }
    let space = units[(open + 1)...].prefix { unit in
      unit.quoting == brace.quoting && unit.byte.map { $0.isOne(of: " \t\r\n") } ?? false
    }
    var text = String(decoding: members.isEmpty ? [] : space.compactMap(\.byte), as: UTF8.self)
    text += try written(source, brace.quoting)
    if !members.isEmpty { text += "," }
    if !members.isEmpty, space.isEmpty, isSpaced { text += " " }
    return Edit(ByteRange(at: brace.range.upperBound), with: text)
  }

  private func written(_ source: JSONSource, _ quoting: TextUnit.Quoting) throws(Obstacle) -> String {
    if quoting == .elsewhere { throw .variable }
    guard let text = source.written(in: quoting) else { throw .quoting }
    return text
  }
}

extension JSONPiece {
  /// Whether the piece is more than the name of a host.
  fileprivate var isSecret: Bool {
    guard case .expansion(let source) = self else { return false }
    return source.hasPrefix("$(") || source.hasSuffix("PASSWORD")
  }
}

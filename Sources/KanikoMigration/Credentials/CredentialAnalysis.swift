public import ShellSyntax
internal import SourceText

/// Where a script writes registry credentials, and which registries they are for.
///
/// Recognised are redirections into the file, `cp`, `mv`, `ln`, `install` and `tee`, with any way to write the path, and
/// JSON that is written at once or line by line.
public struct CredentialAnalysis: Sendable {
  /// The commands that write credentials, in order.
  public let writes: [CredentialWrite]

  let outline: ScriptOutline
  let values: ScriptValues
  let resolver: RegistryHostResolver
  let documents: [CredentialDocument]

  /// Reads a script.
  ///
  /// - Parameters:
  ///   - script: `before_script` and `script` of a job, joined by newlines.
  ///   - variables: the values that YAML may give to each variable.
  public init(_ script: ShellScript, variables: [String: [String]] = [:]) {
    let outline = ScriptOutline(script)
    self.init(outline, values: ScriptValues(outline, variables: variables))
  }

  /// Reads a script that is laid out already.
  init(_ outline: ScriptOutline, values: ScriptValues) {
    self.outline = outline
    self.values = values
    resolver = RegistryHostResolver(variables: values.variables, assignments: values.assignments)
    var found: [Found] = []
    for (index, entry) in outline.entries.enumerated() {
      found += Self.writes(of: entry, at: index, in: outline, values)
    }
    documents = Self.documents(found, in: outline, values, resolver)
    var contents: [Int: CredentialWrite.Content] = [:]
    for document in documents {
      for write in document.writes { contents[write] = Self.content(of: document) }
    }
    let known = contents
    writes = found.enumerated().map { index, write in
      let entry = outline.entries[write.entry]
      return CredentialWrite(
        command: entry.command.range, statement: outline.statementRange(of: entry), place: write.place,
        content: known[index] ?? .unknown, appends: write.appends, isConditional: !entry.branch.isEmpty)
    }
  }

  /// Whether the job writes credentials that Kaniko reads.
  public var writesCredentials: Bool { writes.contains { $0.place == .kaniko || $0.place == .configured } }

  // MARK: - Finding

  private struct Found {
    let entry: Int
    let place: CredentialWrite.Place
    let output: CommandOutput
    let appends: Bool
  }

  private static func writes(
    of entry: ScriptOutline.Entry, at index: Int, in outline: ScriptOutline, _ values: ScriptValues
  ) -> [Found] {
    var result: [Found] = []
    for redirection in entry.command.redirections {
      guard [.output, .append, .clobber, .outputAndError].contains(redirection.op),
        redirection.descriptor.map({ outline.text($0) == "1" }) ?? true,
        let place = place(of: redirection.target, in: outline, values)
      else { continue }
      result.append(
        Found(
          entry: index, place: place, output: CommandOutput(entry, in: outline), appends: redirection.op == .append))
    }
    let words = outline.words(of: entry.command)
    guard let name = words.first.flatMap(outline.staticValue) else { return result }
    // Few commands write a file that they name, so the words of the others are not looked at.
    func operands() -> [ShellWord] {
      words.dropFirst().filter { !(outline.staticValue($0)?.hasPrefix("-") ?? false) }
    }
    switch name {
    case "cp", "mv", "ln", "install":
      let operands = operands()
      if let target = operands.last, operands.count > 1,
        let place = place(of: target, orDirectory: true, in: outline, values)
      {
        result.append(Found(entry: index, place: place, output: .file, appends: false))
      }
    case "tee":
      let appends = words.contains { outline.staticValue($0) == "-a" }
      for target in operands() {
        guard let place = place(of: target, in: outline, values) else { continue }
        result.append(
          Found(entry: index, place: place, output: .input(of: entry, in: outline), appends: appends))
      }
    default: break
    }
    return result
  }

  /// The file of credentials that a word names, if it names one.
  private static func place(
    of word: ShellWord, orDirectory: Bool = false, in outline: ScriptOutline, _ values: ScriptValues
  ) -> CredentialWrite.Place? {
    let fragment = ShellFragment(word, in: outline.script.text)
    let ending = "/config.json"
    let configured = values.isSet("DOCKER_CONFIG") ? values.path(.variable("DOCKER_CONFIG")) : "/kaniko/.docker"
    guard let path = values.path(fragment) else {
      // A directory that only the run tells is the one in use, if it is the one of the variable.
      guard case .expansion(_, "DOCKER_CONFIG"?, _)? = fragment.pieces.first, fragment.pieces.count == 2,
        case .literal(let rest, _) = fragment.pieces[1]
      else { return nil }
      return rest == ending || (orDirectory && rest == "/") ? .configured : nil
    }
    let directory: String
    if path.hasSuffix(ending) {
      directory = String(path.dropLast(ending.count))
    } else {
      guard orDirectory else { return nil }
      directory = path
    }
    switch directory {
    case "/kaniko/.docker": return .kaniko
    case configured: return .configured
    case "/root/.docker":
      if case .literal(let first, _)? = fragment.pieces.first, first.hasPrefix("/root/") { return .root }
      return .home
    default: return nil
    }
  }

  // MARK: - Documents

  private static func documents(
    _ found: [Found], in outline: ScriptOutline, _ values: ScriptValues, _ resolver: RegistryHostResolver
  ) -> [CredentialDocument] {
    var drafts: [(writes: [Int], outputs: [CommandOutput])] = []
    for (index, write) in found.enumerated() {
      let entry = outline.entries[write.entry]
      let output = followed(write.output, values)
      let earlier = write.appends ? drafts.lastIndex { found[$0.writes[0]].place == write.place } : nil
      if let earlier, outline.entries[found[drafts[earlier].writes[0]].entry].branch == entry.branch {
        drafts[earlier].writes.append(index)
        drafts[earlier].outputs.append(output)
      } else {
        // A piece that is added elsewhere is not a document that can be read.
        drafts.append(([index], [earlier == nil ? output : .unknown]))
      }
    }
    return drafts.map { draft in
      let first = found[draft.writes[0]]
      let entry = outline.entries[first.entry]
      return CredentialDocument(
        writes: draft.writes, place: first.place, outputs: draft.outputs, branch: entry.branch, entry: first.entry,
        statement: entry.statement, resolver: resolver)
    }
  }

  /// The text of a variable whose value YAML shows.
  private static func followed(_ output: CommandOutput, _ values: ScriptValues) -> CommandOutput {
    guard case .variable(let name) = output, values.assignments[name] == nil,
      let known = values.variables[name], known.count == 1, let value = known.first, value.contains("{")
    else { return output }
    return .text(TextUnit.units(ofVariableValue: value))
  }

  private static func content(of document: CredentialDocument) -> CredentialWrite.Content {
    if let config = document.config { return .config(config) }
    switch document.output {
    case .variable(let name): return .variable(name)
    case .file: return .file
    case .text, .unknown: return .unknown
    }
  }
}

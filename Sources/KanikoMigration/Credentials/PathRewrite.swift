internal import Diagnostics
internal import ShellSyntax
internal import SourceText

/// Turns the paths of the Kaniko image in a script into paths that the user of the BuildKit image has.
///
/// `/kaniko/.docker` becomes `~/.docker`, `/kaniko/ssl/certs` becomes `~/certs`, programs in `/busybox` lose their
/// directory, and directories of the Kaniko image leave `PATH`. Quoting stays: `~` where the shell expands it, `$HOME`
/// between double quotes.
struct PathRewrite: Sendable {
  /// The replacements.
  private(set) var edits: [Edit] = []
  /// Statements that do nothing any more.
  private(set) var removals: [ByteRange] = []
  /// What a person has to know.
  private(set) var remarks: [ScriptRemark] = []
  /// The top-level statements with a use of the directory of certificates, in order.
  private(set) var certificateStatements: [Int] = []
  /// Words in excluded ranges that name a path that moves.
  private(set) var excludedWords: [ByteRange] = []

  private let outline: ScriptOutline
  private let values: ScriptValues
  private let excluded: [ByteRange]
  private let printed: PrintedText
  /// The first names below `/kaniko` that the script itself makes, and that can therefore be made elsewhere.
  let ownNames: Set<String>
  private let writtenPaths: Set<String>

  /// Plans the replacements.
  ///
  /// - Parameters:
  ///   - made: the files below `/kaniko` that the script makes itself.
  ///   - excluded: calls of the executor and statements that name it, which are replaced as a whole elsewhere.
  init(_ outline: ScriptOutline, values: ScriptValues, made: OwnPaths, excluded: [ByteRange]) {
    self.outline = outline
    self.values = values
    self.excluded = excluded
    printed = PrintedText(in: outline.script)
    ownNames = made.names
    writtenPaths = made.paths
    for site in outline.sites { rewrite(site) }
  }

  private mutating func rewrite(_ site: ScriptOutline.Site) {
    guard Self.needles.contains(where: { outline.script.text.contains($0, in: site.range) }) else { return }
    let quoting: TextUnit.Quoting =
      switch site.role {
      case .hereDocument: .hereDocument
      case .quotedHereDocument: .quotedHereDocument
      default: .none
      }
    let units = TextUnit.units(of: site.parts, in: outline.script.text, quoting: quoting)
    let paths = KanikoPath.all(in: units)
    if excluded.contains(where: { $0.contains(site.range) }) {
      if paths.contains(where: { $0.kind != .executor }) { excludedWords.append(site.range) }
      return
    }
    if rewriteProgramName(site, units) { return }
    rewriteImageVariables(site, units)
    if paths.isEmpty { return }
    if rewriteSearchPath(site, units) { return }
    for path in paths { rewrite(path, in: units, of: site) }
  }

  /// What a word has to hold to be looked at: most words, and most long ones, hold none of it.
  private static let needles = ["kaniko", "busybox", "executor", "/root/", "DOCKER_CONFIG", "SSL_CERT_DIR"].map {
    Array($0.utf8)
  }

  private mutating func rewrite(_ path: KanikoPath, in units: [TextUnit], of site: ScriptOutline.Site) {
    switch path.kind {
    case .executor: refuseExecutor(path, in: units, of: site)
    case .credentials, .rootCredentials: replace(path, in: units, of: site, with: "/.docker")
    case .certificates:
      if readsSystemCertificates(path, in: units, of: site) {
        append(ByteRange(units, path.whole), "/etc/ssl/certs/ca-certificates.crt")
      } else {
        noteCertificates(site)
        replace(path, in: units, of: site, with: "/certs")
      }
    case .busybox(let name) where !name.isEmpty: replaceProgram(name, path, in: units, of: site)
    case .other(let name) where ownNames.contains(name): replace(path, in: units, of: site, with: "/\(name)")
    case .busybox, .directory, .other: refuse(path, in: units)
    }
  }

  // MARK: - Directories

  /// Replaces the moved part of a path by a directory below the user's home.
  private mutating func replace(
    _ path: KanikoPath, in units: [TextUnit], of site: ScriptOutline.Site, with directory: String
  ) {
    let quoting = units[path.units.lowerBound].quoting
    guard units[path.units].allSatisfy({ $0.quoting == quoting && $0.range.count == 1 }) else {
      return refuse(path, in: units)
    }
    let range = ByteRange(units, path.units)
    switch quoting {
    case .none where expandsTilde(site, units, at: path.units.lowerBound):
      append(range, "~\(directory)")
    case .none where site.role == .operand: append(range, "$HOME\(directory)")
    case .none:
      let rest = units[path.units.upperBound..<path.whole.upperBound].prefix { $0.quoting == .none }
      let end = path.units.upperBound + rest.count
      let tail = String(decoding: rest.compactMap(\.byte), as: UTF8.self)
      append(ByteRange(units, path.units.lowerBound..<end), "\"$HOME\(directory)\(tail)\"")
    case .double, .hereDocument: append(range, "$HOME\(directory)")
    case .single: replaceBetweenSingleQuotes(path, in: units, of: site, with: directory)
    case .quotedHereDocument, .elsewhere: refuse(path, in: units)
    }
  }

  private mutating func replaceBetweenSingleQuotes(
    _ path: KanikoPath, in units: [TextUnit], of site: ScriptOutline.Site, with directory: String
  ) {
    let command = outline.entries[site.entry].command
    let name = outline.name(of: command)
    if site.parts.count == 1, path.units.lowerBound == 0, path.whole.upperBound == units.count {
      let tail = path.text(in: units).dropFirst(path.units.count)
      append(site.range, "\"$HOME\(directory)\(tail)\"")
    } else if let name, ["sh", "ash", "eval", "trap"].contains(name) {
      append(ByteRange(units, path.units), "$HOME\(directory)")
    } else if let name, ["echo", "printf"].contains(name), command.redirections.isEmpty {
      append(ByteRange(units, path.units), "~\(directory)")
    } else {
      refuse(path, in: units)
    }
  }

  /// Whether the shell expands a `~` at an index: at the start of a word or of a value that is assigned.
  private func expandsTilde(_ site: ScriptOutline.Site, _ units: [TextUnit], at index: Int) -> Bool {
    switch site.role {
    case .commandName, .redirection, .loopWord, .assignment, .other: return index == 0
    case .argument:
      if index == 0 { return true }
      guard outline.name(of: outline.entries[site.entry].command).map(ScriptValues.declarationCommands.contains) == true
      else { return false }
      let name = units[..<(index - 1)].map(\.byte)
      return units[index - 1].byte == UInt8(ascii: "=") && name.allSatisfy { $0.map(FragmentText.isNameByte) ?? false }
    case .hereDocument, .quotedHereDocument, .operand: return false
    }
  }

  private mutating func append(_ range: ByteRange, _ text: String) { edits.append(Edit(range, with: text)) }

  private mutating func refuse(_ path: KanikoPath, in units: [TextUnit]) {
    remarks.append(
      ScriptRemark(
        .kanikoPath, .manual, "`\(path.text(in: units))` exists only in the Kaniko image",
        advice: "use a path below `$HOME` or below `$CI_PROJECT_DIR`, or take the line out",
        range: ByteRange(units, path.whole)))
  }

  // MARK: - Certificates, programs, variables

  /// Whether a command reads the certificates that come with the image, and not what the script added to them.
  private func readsSystemCertificates(
    _ path: KanikoPath, in units: [TextUnit], of site: ScriptOutline.Site
  ) -> Bool {
    let text = path.text(in: units)
    guard text == "/kaniko/ssl/certs/ca-certificates.crt", site.role == .argument, !writtenPaths.contains(text),
      units[path.whole].allSatisfy({ $0.quoting == units[path.whole.lowerBound].quoting })
    else { return false }
    let words = outline.words(of: outline.entries[site.entry].command)
    switch words.first.flatMap(outline.staticValue) {
    case "cat", "grep", "awk", "wc", "head", "tail": return true
    case "cp", "install", "ln": return words.last?.range != site.range
    default: return false
    }
  }

  /// Replaces the name of the executor where a command asks whether there is one.
  private mutating func rewriteProgramName(_ site: ScriptOutline.Site, _ units: [TextUnit]) -> Bool {
    guard site.role == .argument, units.allSatisfy({ $0.byte != nil }) else { return false }
    let text = String(decoding: units.compactMap(\.byte), as: UTF8.self)
    guard text == "executor" || text == "/kaniko/executor" else { return false }
    let words = outline.words(of: outline.entries[site.entry].command).map(outline.staticValue)
    switch words.first {
    case "test" where text.hasPrefix("/"), "[" where text.hasPrefix("/"):
      append(site.range, BuildctlCommand.programPath)
    case "which", "type": append(site.range, BuildctlCommand.program)
    case "command" where words.count > 2 && ["-v", "-V"].contains(words[1]): append(site.range, BuildctlCommand.program)
    default: return false
    }
    return true
  }

  private mutating func refuseExecutor(_ path: KanikoPath, in units: [TextUnit], of site: ScriptOutline.Site) {
    let range = ByteRange(units, path.whole)
    // The text of `sh -c` is a word that holds a call; a name that is run is a call.
    if site.role == .commandName { return }
    if printed.contains(site.range) || excluded.contains(where: { $0.contains(range) }) { return }
    remarks.append(
      ScriptRemark(
        .kanikoPath, .manual, "`\(path.text(in: units))` is named here, and not to be run",
        advice: "take the command out, or put a call of the executor in its place", range: range))
  }

  private mutating func replaceProgram(
    _ name: String, _ path: KanikoPath, in units: [TextUnit], of site: ScriptOutline.Site
  ) {
    let range = ByteRange(units, path.units)
    if path.whole != path.units {
      refuse(path, in: units)
    } else if site.role == .commandName, path.units == units.indices {
      append(range, name)
    } else if name == "sh" || name == "env" {
      append(range, name == "sh" ? "/bin/sh" : "/usr/bin/env")
    } else {
      refuse(path, in: units)
    }
  }

  /// Replaces `$DOCKER_CONFIG` where only the Kaniko image sets it, and notices `$SSL_CERT_DIR`.
  private mutating func rewriteImageVariables(_ site: ScriptOutline.Site, _ units: [TextUnit]) {
    let usesCertificates = units.contains { if case .expansion(_, "SSL_CERT_DIR"?) = $0.value { true } else { false } }
    if usesCertificates, !values.isSet("SSL_CERT_DIR") { noteCertificates(site) }
    guard !values.isSet("DOCKER_CONFIG") else { return }
    for (index, unit) in units.enumerated() {
      guard case .expansion(_, "DOCKER_CONFIG"?) = unit.value else { continue }
      let isPlain = unit.quoting == .none && expandsTilde(site, units, at: index)
      let isQuoted = unit.quoting == .none && !isPlain && site.role != .operand
      let isComplete = index + 1 == units.count || units[index + 1].byte == UInt8(ascii: "/")
      let text = isPlain && isComplete ? "~/.docker" : isQuoted || isPlain ? "\"$HOME/.docker\"" : "$HOME/.docker"
      edits.append(Edit(unit.range, with: text))
    }
  }

  private mutating func noteCertificates(_ site: ScriptOutline.Site) {
    let statement = outline.entries[site.entry].statement
    if certificateStatements.last != statement { certificateStatements.append(statement) }
  }

  // MARK: - PATH

  /// Takes directories of the Kaniko image out of an assignment to `PATH`.
  private mutating func rewriteSearchPath(_ site: ScriptOutline.Site, _ units: [TextUnit]) -> Bool {
    let command = outline.entries[site.entry].command
    guard let start = searchPathStart(site, units, command) else { return false }
    let search = SearchPath(units, from: start)
    guard search.removesAny, let range = search.removal(in: units) else { return false }
    if search.leavesOnlyItself, isAlone(command, site) {
      removals.append(outline.statementRange(of: outline.entries[site.entry]))
    } else {
      edits.append(Edit(range, with: ""))
    }
    return true
  }

  /// The index of the first unit of the value that `PATH` gets.
  private func searchPathStart(
    _ site: ScriptOutline.Site, _ units: [TextUnit], _ command: ShellCommand
  ) -> Int? {
    if site.role == .assignment, case .simple(let simple) = command.kind {
      let isPath = simple.assignments.contains { $0.value?.range == site.range && outline.text($0.name) == "PATH" }
      return isPath ? 0 : nil
    }
    let prefix = Array("PATH=".utf8)
    guard site.role == .argument, outline.name(of: command).map(ScriptValues.declarationCommands.contains) == true,
      units.prefix(prefix.count).map(\.byte) == prefix.map(Optional.some)
    else { return nil }
    return prefix.count
  }

  /// Whether a command is a whole top-level statement that only sets one variable.
  private func isAlone(_ command: ShellCommand, _ site: ScriptOutline.Site) -> Bool {
    guard case .simple(let simple) = command.kind, command.redirections.isEmpty else { return false }
    let isOnly = simple.words.isEmpty ? simple.assignments.count == 1 : simple.words.count == 2
    return isOnly && outline.statementRange(of: outline.entries[site.entry]) == command.range
  }
}

extension ByteRange {
  /// The bytes of a run of units.
  init(_ units: [TextUnit], _ range: Range<Int>) {
    guard let first = units[range].first, let last = units[range].last else {
      self.init(at: 0)
      return
    }
    self.init(first.range.lowerBound, last.range.upperBound)
  }
}

extension [UInt8] {
  /// Whether a range of the bytes holds a run of bytes, which must not be empty.
  fileprivate func contains(_ needle: [UInt8], in range: ByteRange) -> Bool {
    guard let first = needle.first, range.count >= needle.count else { return false }
    var start = range.lowerBound
    let end = range.upperBound - needle.count
    while start <= end, let found = self[start...end].firstIndex(of: first) {
      if self[found..<(found + needle.count)].elementsEqual(needle) { return true }
      start = found + 1
    }
    return false
  }
}

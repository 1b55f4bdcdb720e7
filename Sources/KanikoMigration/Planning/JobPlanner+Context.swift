import GitLabCI
import ShellSyntax
import SourceText

extension JobPlanner {
  /// Puts a check in front of a build whose context may hold files that uid 1000 cannot read.
  ///
  /// - Returns: the edits of the script: the call's own one, and one for the check where that stands further up.
  func guardContext(of call: TranslatedCall, isMultiline: Bool, _ plan: inout JobPlan) -> [Edit] {
    guard settings.contextGuard != .never, call.buildsImage,
      case .directory(let context) = call.translation.spec.context
    else { return [call.edit] }
    let source = risk(for: context, in: environment(of: call.call))
    guard source != nil || settings.contextGuard == .always,
      let edits = edits(checking: context, before: call, isMultiline: isMultiline)
    else {
      if !plan.receipt.contains(Self.unreadableFilesNote) { plan.receipt.append(Self.unreadableFilesNote) }
      return [call.edit]
    }
    plan.receipt.append(Self.entry(for: source))
    return edits
  }

  private func risk(for context: ShellFragment, in environment: InvocationEnvironment) -> ContextRisk.Source? {
    let directories = directories(of: context, in: environment)
    let ignored = ignored(in: directories)
    // Jobs that run the same script get the same check.
    return ([job] + readers).lazy.compactMap {
      ContextRisk(job: $0, pipeline: self.pipeline).source(in: directories, ignored: ignored)
    }.first
  }

  /// The directories that a context may be, relative to the project's; nil where that is not known.
  private func directories(of context: ShellFragment, in environment: InvocationEnvironment) -> [String]? {
    let shapes = environment.shapes(of: context).map { PathShape($0, in: environment).location(in: environment) }
    return shapes.contains(nil) ? nil : shapes.compactMap { $0 }
  }

  private func ignored(in directories: [String]?) -> [String] {
    directories.map { $0.count == 1 ? ignored(in: $0[0]) : [] } ?? []
  }

  /// The lines of the `.dockerignore` that holds for a call; none where a Dockerfile brings its own, or where that is not
  /// known.
  func ignoredLines(of call: TranslatedCall) -> [String] {
    guard case .directory(let context) = call.translation.spec.context,
      !call.translation.dockerfiles.contains(where: { $0.path.flatMap { checkout.read($0 + ".dockerignore") } != nil })
    else { return [] }
    return ignored(in: directories(of: context, in: environment(of: call.call)))
  }

  /// The lines of the `.dockerignore` of a directory, comments left out.
  private func ignored(in directory: String) -> [String] {
    let path = directory.isEmpty ? ".dockerignore" : directory + "/.dockerignore"
    guard let bytes = checkout.read(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split { $0.isNewline }
      .map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  // MARK: - The check

  /// In front of the call where that begins a line, else in front of the line on which the statement around it begins;
  /// nil where the context may have no value there yet.
  private func edits(checking context: ShellFragment, before call: TranslatedCall, isMultiline: Bool) -> [Edit]? {
    let start = call.edit.range.lowerBound
    let lines = Self.check(context, isMultiline: isMultiline)
    if beginsLine(start) {
      let separator = isMultiline ? "\n" + indentation(at: start) : "; "
      let text = lines.map { $0 + separator }.joined()
      return [Edit(call.edit.range, with: Array(text.utf8) + call.edit.replacement)]
    }
    let isKnownEarlier = context.pieces.allSatisfy { piece in
      guard case .expansion(_, let name, _) = piece else { return true }
      return name.map { $0.hasPrefix("CI_") || use.scope[$0] != nil } ?? false
    }
    let statements = use.script.shell.statements
    guard isMultiline, isKnownEarlier, !isInFunction(call),
      var index = statements.lastIndex(where: { $0.range.lowerBound <= start })
    else { return nil }
    while index > 0, !beginsLine(statements[index].range.lowerBound) { index -= 1 }
    let place = statements[index].range.lowerBound
    let text = lines.map { $0 + "\n" + indentation(at: place) }.joined()
    return [Edit(ByteRange(at: place), with: text), call.edit]
  }

  /// Whether the call is in a function, which may be called from anywhere.
  private func isInFunction(_ call: TranslatedCall) -> Bool { call.call.context.function != nil }

  /// Whether only blanks stand in front of an offset on its line, and the line does not continue another one.
  private func beginsLine(_ offset: Int) -> Bool {
    let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let before = use.script.text[..<offset].reversed().drop { blanks.contains($0) }
    guard before.first == UInt8(ascii: "\n") else { return before.isEmpty }
    let last = before.dropFirst().drop { blanks.contains($0) }.first
    return last.map { !$0.isOne(of: "\\&|") } ?? true
  }

  private func indentation(at offset: Int) -> String {
    let before = use.script.text[..<offset].reversed().prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: before.reversed(), as: UTF8.self)
  }

  private static func check(_ context: ShellFragment, isMultiline: Bool) -> [String] {
    let files = "find \(context.source) -type f ! -exec test -r {} \\; -print"
    let comment = "# BuildKit would build with an empty file in place of one that it cannot read"
    let command = "if \(files) | grep .; then echo \"the files above are not readable\"; exit 1; fi"
    return isMultiline ? [comment, command] : [command]
  }

  // MARK: - Receipt

  private static let unreadableFilesNote = ReceiptEntry(
    .note, "context", "BuildKit runs as uid 1000 and takes a file of the context that it cannot read for an empty one")

  private static func entry(for source: ContextRisk.Source?) -> ReceiptEntry {
    let text =
      switch source {
      case .artifacts(let job)?: "the artifacts of `\(job)` are part of the build context"
      case .cache?: "the files of the cache are part of the build context"
      case nil: "the settings ask for it"
      }
    return ReceiptEntry(
      .added, "context check", "\(text), and BuildKit takes a file that it cannot read for an empty one")
  }
}

extension TranslatedCall {
  /// Whether the call builds an image; `executor version` does not.
  fileprivate var buildsImage: Bool { !translation.outcomes.isEmpty }
}

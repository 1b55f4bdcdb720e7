internal import Diagnostics
internal import ShellSyntax
internal import SourceText

extension CredentialPlanner {
  /// Adds the lines that install helpers, make directories and write a file of their own.
  mutating func planLines(_ entries: [CredentialEntry]) {
    let needsHelper = needsECRHelper(entries)
    if needsHelper, !lines.canInstallECRHelper {
      remarks.append(
        ScriptRemark(
          .credentialsLost, .manual, "the SHA-256 digest of the ECR helper is not known for this version",
          advice: "name the digest in the settings, under `ecr-helper: sha256`"))
      return
    }
    let first = after.documents.min { $0.entry < $1.entry }
    let base = after.isAlwaysWritten ? [] : entries.filter { after.state(of: $0.host) == .missing }
    let config = base.isEmpty ? [] : [lines.config(base)]
    let needsDirectory = needsDirectory(first, isWrittenBefore: !base.isEmpty)
    guard needsHelper else {
      place((needsDirectory ? [lines.directories()] : []) + config, entries, first)
      return
    }
    if let statement = first.flatMap(directoryStatement), widen(outline.script.statements[statement].range) {
      insert([CredentialLines.ecrComment], before: statement)
      insert(lines.ecrInstallation() + config, after: statement)
      return
    }
    let directories =
      needsDirectory
      ? lines.directories(with: CredentialLines.binaries) : .command("mkdir -p \(CredentialLines.binaries)")
    place([CredentialLines.ecrComment, directories] + lines.ecrInstallation() + config, entries, first)
  }

  /// Puts lines before the first file that the job writes, else at the head, else after the key file is written.
  private mutating func place(_ added: [ScriptLine], _ entries: [CredentialEntry], _ first: CredentialDocument?) {
    let keyFile = entries.contains { $0.host.kind == .google } ? keyFileStatement : nil
    if let keyFile, first.map({ $0.statement <= keyFile }) ?? !comesBeforeBuild(after: keyFile) {
      remarks.append(
        ScriptRemark(
          .credentialsLost, .manual, "the key file is written after the place where the credentials need it",
          advice: "write the key file first", range: outline.script.statements[keyFile].range))
    } else if let first {
      insert(added, before: first.statement)
    } else if let keyFile {
      insert(added, after: keyFile)
    } else {
      insert(added, .head)
    }
  }

  /// The last top-level statement that writes the key file of Google.
  private var keyFileStatement: Int? {
    outline.entries.last { entry in
      entry.command.redirections.contains { redirection in
        let target = ShellFragment(redirection.target, in: outline.script.text)
        return redirection.op != .input && target.singleVariable == "GOOGLE_APPLICATION_CREDENTIALS"
      }
    }?.statement
  }

  // MARK: - The directory

  private static let directories: Set<String> = ["/kaniko/.docker", "/root/.docker"]

  /// Whether the directory of credentials has to be made before the first document, which relied on the one in the
  /// Kaniko image.
  ///
  /// - Parameter isWrittenBefore: whether a line that is added before the document needs the directory already.
  private func needsDirectory(_ first: CredentialDocument?, isWrittenBefore: Bool) -> Bool {
    guard let first else { return isWrittenBefore }
    if isWrittenBefore {
      let line = outline.firstOnLine(first.statement)
      return !outline.entries[..<first.entry].contains { entry in
        entry.statement < line && entry.branch.isEmpty && makesDirectory(entry.command)
      }
    }
    if first.place == .configured || installsWithDirectory(outline.entries[first.entry].command) { return false }
    return !outline.entries[..<first.entry].contains { entry in
      makesDirectory(entry.command) && first.branch.starts(with: entry.branch)
    }
  }

  private func installsWithDirectory(_ command: ShellCommand) -> Bool {
    let words = outline.words(of: command).map(outline.staticValue)
    return words.first == "install" && words.contains { $0?.hasPrefix("-") == true && $0?.contains("D") == true }
  }

  private func makesDirectory(_ command: ShellCommand) -> Bool {
    let words = outline.words(of: command)
    guard words.first.flatMap(outline.staticValue) == "mkdir" else { return false }
    return words.dropFirst().contains { word in
      analysis.values.path(ShellFragment(word, in: outline.script.text)).map(Self.directories.contains) ?? false
    }
  }

  /// The top-level statement before a document that is nothing but `mkdir -p /kaniko/.docker`, alone on its line.
  private func directoryStatement(before document: CredentialDocument) -> Int? {
    outline.entries[..<document.entry].first { entry in
      makesDirectory(entry.command) && outline.words(of: entry.command).count == 3
        && outline.statementRange(of: entry) == entry.command.range
        && outline.words(of: entry.command).contains { outline.staticValue($0) == "-p" }
        && outline.firstOnLine(entry.statement) == outline.lastOnLine(entry.statement)
    }?.statement
  }
}

import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Gives findings identities that stay when lines move.
///
/// A fingerprint is made from the rule's code, the path, the top-level key around the place, the text at the place with
/// white space made single, and a count that tells equal ones apart in the order of the file.
struct FingerprintMaker {
  let project: Project
  /// The path of the repository below the place that the report speaks of; empty for the place itself.
  let directory: String

  /// The findings in report order, each with its fingerprint.
  func identified(_ drafts: [FindingDraft]) -> [FindingDraft] {
    var counts: [[String]: Int] = [:]
    return drafts.map { draft in
      let parts = self.parts(of: draft.diagnostic)
      let count = counts[parts, default: 0]
      counts[parts] = count + 1
      var draft = draft
      draft.fingerprint = Fingerprint(parts: parts + [String(count)]).hexadecimal
      return draft
    }
  }

  private func parts(of diagnostic: Diagnostic) -> [String] {
    let location = diagnostic.location
    let path = directory.isEmpty ? location.path : "\(directory)/\(location.path)"
    guard let file = project.fileIndex(of: location.path) else { return [diagnostic.rule.code, path, "", ""] }
    let document = project.documents[file]
    return [
      diagnostic.rule.code, path, section(around: location.range, of: document),
      Self.singleSpaced(document.tree.source.text(location.range)),
    ]
  }

  /// A text with white space made single.
  private static func singleSpaced(_ text: String) -> String {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return text.parts { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }.joined(separator: " ")
  }

  /// The top-level key whose value, or which itself, holds a place.
  private func section(around range: ByteRange, of document: CIDocument) -> String {
    guard let root = document.content, case .mapping(let entries, _) = document.tree[root].kind else { return "" }
    let entry = entries.last { document.tree[$0.key].range.lowerBound <= range.lowerBound }
    return entry.map { document.tree.text(of: $0.key) } ?? ""
  }
}

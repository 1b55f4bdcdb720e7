import SourceText
import YAMLSyntax

/// What must hold for any bytes that are given to the YAML reader.
public enum YAMLAgreement {
  /// What is wrong with the tree of a file, or with its refusal; empty when nothing is.
  public static func problems(in bytes: [UInt8]) -> [String] {
    let isAccepted = LibYAMLVerdict.accepts(bytes)
    do throws(YAMLSyntaxError) {
      let tree = try YAMLTree(parsing: SourceFile(path: "file.yml", bytes: bytes))
      var problems = YAMLInvariants.problems(of: tree)
      if !isAccepted, !mayBeIgnored(in: bytes) { problems.append("libyaml refuses what has a tree") }
      if tree.dump().isEmpty != tree.documents.isEmpty { problems.append("the dump says nothing") }
      return problems
    } catch {
      var problems: [String] = []
      if isAccepted, !ownReasons.contains(where: { error.message.contains($0) }) {
        problems.append("libyaml reads what is refused: \(error.message)")
      }
      if error.range.upperBound > bytes.count { problems.append("the error lies at \(error.range)") }
      return problems
    }
  }

  /// Reasons to refuse a file that libyaml's events do not show.
  private static let ownReasons = [
    "has no anchor before it", "lies inside the node it names", "levels deep", "lines start with %",
    "more than the limit", "UTF-16",
  ]

  /// Whether text may follow the end of a document: libyaml refuses it, and GitLab never reads it.
  private static func mayBeIgnored(in bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains("...")
  }
}

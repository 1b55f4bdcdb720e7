import GitLabCI
import SourceText
import YAMLSyntax

extension Project {
  /// The project as it would be read after edits of its files, by their indices in ``documents``.
  func reloaded(after edits: [Int: EditSet]) -> Project {
    reloaded(
      replacing: Dictionary(
        uniqueKeysWithValues: edits.map { ($0.key, $0.value.apply(to: documents[$0.key].tree.source.bytes)) }))
  }
}

internal import SourceText
internal import YAMLSyntax

/// The values of GitLab's Helm chart for runners, which hold a `config.toml` as text: `runners: config: |`.
enum HelmValues {
  /// The `config.toml` in the values; nil where there is none.
  ///
  /// - Throws: ``RunnerConfigurationError`` when the values are no YAML.
  static func configuration(in text: String) throws(RunnerConfigurationError) -> String? {
    let source = SourceFile(path: "values.yaml", bytes: Array(text.utf8))
    let tree: YAMLTree
    do throws(YAMLSyntaxError) {
      tree = try YAMLTree(parsing: source)
    } catch {
      let line = LineTable(source.bytes).line(at: error.range.lowerBound)
      throw RunnerConfigurationError(line: line, message: error.message)
    }
    guard var node = tree.documents.first?.root else { return nil }
    for key in ["runners", "config"] {
      guard case .mapping(let entries, _) = tree[tree.resolved(node)].kind,
        let entry = entries.last(where: { tree.text(of: $0.key) == key })
      else { return nil }
      node = entry.value
    }
    guard case .scalar = tree[tree.resolved(node)].kind else { return nil }
    return tree.text(of: node)
  }
}

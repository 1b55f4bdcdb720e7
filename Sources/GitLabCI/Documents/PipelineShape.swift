public import YAMLSyntax

/// Tells GitLab CI configurations from the YAML of other systems.
public enum PipelineShape {
  /// Top-level keys that belong to other systems: Kubernetes, Tekton, Argo and Helm objects, Compose files.
  private static let foreignKeys: Set<String> = ["apiVersion", "kind", "on", "jobs", "pipeline", "steps", "tasks"]
  /// Keys that make a top-level mapping a job or a template of one.
  private static let jobKeys: Set<String> = ["script", "extends", "trigger", "before_script", "image", "run"]

  /// Whether a file reads like a configuration of GitLab: jobs at the top, and no key of another system.
  public static func matches(_ tree: YAMLTree) -> Bool {
    let document = CIDocument(tree)
    guard let root = document.content, case .mapping(let entries, _) = tree[root].kind else { return false }
    if document.header != nil { return true }
    var hasJob = false
    for entry in entries {
      if foreignKeys.contains(tree.text(of: entry.key)) { return false }
      guard case .mapping(let inner, _) = tree[tree.resolved(entry.value)].kind else { continue }
      hasJob = hasJob || inner.contains { jobKeys.contains(tree.text(of: $0.key)) }
    }
    return hasJob
  }
}

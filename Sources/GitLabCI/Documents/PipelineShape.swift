public import YAMLSyntax

/// Tells GitLab CI configurations from the YAML of other systems.
public enum PipelineShape {
  /// Top-level keys that belong to other systems: Kubernetes, Tekton, Argo and Helm objects, Compose files.
  private static let foreignKeys: Set<String> = ["apiVersion", "kind", "on", "jobs", "pipeline", "steps", "tasks"]
  /// Keys that make a top-level mapping a job or a template of one.
  private static let jobKeys: Set<String> = ["script", "extends", "trigger", "before_script", "run"]

  /// Whether a file reads like a configuration of GitLab: jobs at the top, and no key of another system.
  public static func matches(_ tree: YAMLTree) -> Bool {
    let document = CIDocument(tree)
    guard let root = document.content, case .mapping(let entries, _) = tree[root].kind else { return false }
    if document.header != nil { return true }
    var hasJob = false
    for entry in entries {
      let key = tree.text(of: entry.key)
      if foreignKeys.contains(key) { return false }
      guard case .mapping(let inner, _) = tree[tree.resolved(entry.value)].kind else { continue }
      // The values of a Helm chart name images too, under keys of their own.
      let mayGiveImage = key.hasPrefix(".") || key == "default"
      hasJob =
        hasJob
        || inner.contains { entry in
          let keyword = tree.text(of: entry.key)
          return jobKeys.contains(keyword) || (mayGiveImage && keyword == "image")
        }
    }
    return hasJob
  }
}

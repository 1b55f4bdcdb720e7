/// The address of a component: `$CI_SERVER_FQDN/group/project/name@version`.
struct ComponentReference: Sendable, Hashable {
  /// The path of the project that holds the component; nil for the project of the pipeline itself.
  let project: String?
  /// The name of the component.
  let name: String
  /// What stands behind `@`: a tag, a branch, a commit or `~latest`.
  let version: String

  /// Reads an address; nil where parts of it are missing, or come from variables that no file shows.
  init?(_ text: String) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[1].isEmpty else { return nil }
    var parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, let name = parts.popLast(), !name.isEmpty else { return nil }
    // Whatever the server is called: projects are named by their paths alone.
    let path = parts.dropFirst().joined(separator: "/")
    let isOwn = path == "$CI_PROJECT_PATH" || path == "${CI_PROJECT_PATH}"
    guard isOwn || !path.contains("$"), !path.isEmpty, !name.contains("$") else { return nil }
    project = isOwn ? nil : path
    self.name = String(name)
    version = String(halves[1])
  }

  /// The paths that the component may have in its project, in the order in which GitLab tries them.
  var paths: [String] { ["templates/\(name).yml", "templates/\(name)/template.yml"] }

  /// What the file may ask about itself, by names such as `component.name`; what only the server knows is left out.
  var properties: [String: String] {
    var result = ["component.name": name]
    if !version.contains("$") { result["component.reference"] = version }
    return result
  }
}

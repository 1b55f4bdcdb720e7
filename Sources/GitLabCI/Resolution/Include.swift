/// One entry of `include:`.
public struct Include: Sendable, Hashable {
  /// Where the included file lies.
  public enum Target: Sendable, Hashable {
    /// A file of this repository; wildcards allowed.
    case local(String)
    /// Files of another project.
    case project(name: String, ref: String?, files: [String])
    /// A URL.
    case remote(String)
    /// A template that ships with GitLab.
    case template(String)
    /// A component of the catalogue.
    case component(String)
    /// A file that a job makes.
    case artifact(String)
    /// Something that GitLab would refuse.
    case invalid
  }

  /// Where the included file lies.
  public let target: Target
  /// The node of the entry.
  public let site: Origin
  /// Whether `rules:` decide about the include when the pipeline runs. It counts as included here.
  public let isConditional: Bool
  /// The values under `inputs:`.
  let inputs: InputArguments?

  /// Whether the path of a local file has wildcards.
  var hasWildcards: Bool {
    if case .local(let path) = target { return PathPattern(path).hasWildcards }
    return false
  }

  /// What supplies the configuration, in the words of the file.
  public var description: String {
    switch target {
    case .local(let path): "local file `\(path)`"
    case .project(let name, let ref, let files):
      "`\(files.joined(separator: "`, `"))` of project `\(name)`" + (ref.map { " at `\($0)`" } ?? "")
    case .remote(let url): "remote file `\(url)`"
    case .template(let name): "GitLab template `\(name)`"
    case .component(let name): "component `\(name)`"
    case .artifact(let path): "artifact `\(path)`"
    case .invalid: "an include that GitLab refuses"
    }
  }

  /// The address of the component that it brings.
  var component: ComponentReference? {
    if case .component(let text) = target { return ComponentReference(text) }
    return nil
  }

  /// Reads the value of `include:` in any of its forms.
  static func all(in value: CIValue) -> [Include] {
    if let items = value.items { return items.flatMap(all(in:)) }
    if let text = value.text {
      let isURL = text.hasPrefix("http://") || text.hasPrefix("https://")
      let target: Target = isURL ? .remote(text) : .local(text)
      return [Include(target: target, site: value.site, isConditional: false, inputs: nil)]
    }
    guard let mapping = value.mapping else { return [] }
    let isConditional = mapping["rules"].map { !$0.isNull } ?? false
    return [
      Include(
        target: target(of: mapping), site: value.site, isConditional: isConditional,
        inputs: InputArguments(mapping["inputs"]))
    ]
  }

  private static func target(of mapping: CIMapping) -> Target {
    func text(_ key: String) -> String? { mapping[key]?.text }
    if let path = text("local") { return .local(path) }
    if let name = text("project") {
      let files = mapping["file"].map { $0.text.map { [$0] } ?? ($0.items ?? []).compactMap(\.text) } ?? []
      return .project(name: name, ref: text("ref"), files: files)
    }
    if let url = text("remote") { return .remote(url) }
    if let name = text("template") { return .template(name) }
    if let name = text("component") { return .component(name) }
    if let path = text("artifact") { return .artifact(path) }
    return .invalid
  }
}

import GitLabCI
import YAMLSyntax

/// Variables of a job whose `variables:` others read too: the job, or the template that brings its script, gets a mapping
/// of its own that keeps the shared one.
extension VariablePlacement {
  /// The change that adds a variable beside those of a shared mapping; nil where YAML has no way to keep them.
  ///
  /// `extends` merges mappings, so a mapping of the job's own with nothing but the variable does. An alias or a merge key
  /// would be replaced by it, so the new mapping merges the anchor.
  func besideShared(_ name: String, value: String, job: Job, pipeline: Pipeline) -> PlannedChange? {
    let variable = PlannedChange.Variable(name: name, value: value)
    for definition in definitions(of: job, in: pipeline) {
      let owner = definition.value.origin
      guard isRight(owner), let raw = definition.value.mapping else { continue }
      guard let entry = raw[entry: "variables"] else {
        // `extends` merges mappings alone: a base that refers to one would lose it.
        guard !isReference(job.definition["variables"]?.site) else { continue }
        return .addVariables(owner: owner, merging: nil, [variable])
      }
      let isAlias = entry.value.site != entry.value.origin
      if entry.owner == owner, !isAlias { continue }
      if let anchor = anchor(of: entry.value, visibleIn: owner) {
        return .addVariables(owner: owner, merging: anchor, [variable])
      }
    }
    return nil
  }

  /// Whether a `!reference` stands at a place.
  private func isReference(_ site: Origin?) -> Bool {
    site.map { project.documents[$0.file].tree[$0.node].tag?.text == "!reference" } ?? false
  }

  /// The top-level entries that may take the variables: the template that brings the script, then the job itself.
  private func definitions(of job: Job, in pipeline: Pipeline) -> [CIMapping.Entry] {
    let scriptOwner = job.effective[entry: "script"]?.owner
    let template = job.bases.lazy.compactMap { pipeline.job(named: $0)?.entry }
      .first { $0.value.origin == scriptOwner }
    return [template, job.entry].compactMap { $0 }
  }

  /// The anchor that names a mapping wherever the file is read further; nil where it has none, or where another node of
  /// the file has the same.
  private func anchor(of value: CIValue, visibleIn owner: Origin) -> String? {
    guard value.mapping != nil, value.origin.file == owner.file else { return nil }
    let tree = project.documents[owner.file].tree
    guard let anchor = tree[value.origin.node].anchor?.text, !tree.repeatedAnchors.contains(anchor) else { return nil }
    return anchor
  }
}

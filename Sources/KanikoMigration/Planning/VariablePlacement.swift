import GitLabCI
import SourceText
import YAMLSyntax

/// Decides in which `variables:` mappings a variable is written so that it reaches exactly the migrated jobs.
struct VariablePlacement {
  let project: Project
  let readers: ReaderIndex
  /// The jobs that get the same value: what none but these read may bring it.
  let agreeing: ReaderIndex.Audience

  /// Where a variable goes for a group of jobs that share a script.
  struct Result {
    /// The changes to `variables:` mappings.
    var changes: [JobID: [PlannedChange]] = [:]
    /// Jobs that no mapping reaches alone: their script exports the variable.
    var exporting: [JobID] = []
  }

  /// Places a variable for each of the given jobs.
  func place(_ name: String, value: String, for jobs: [JobID]) -> Result {
    var result = Result()
    for id in jobs {
      let job = project[id]
      if job.definition["variables"]?.mapping?[name]?.text == value { continue }
      if let base = sharedBase(of: id, name) {
        result.changes[id] = [base.adding(name, value)]
      } else if let change = change(name, value: value, for: id)
        ?? besideShared(name, value: value, job: job, pipeline: project.pipelines[id.pipeline])
      {
        result.changes[id] = [change]
      } else {
        result.exporting.append(id)
      }
    }
    return result
  }

  /// A place in a hidden job.
  private enum Base {
    case owner(Origin)
    case mapping(Origin)

    func adding(_ name: String, _ value: String) -> PlannedChange {
      switch self {
      case .owner(let owner):
        .addVariables(owner: owner, merging: nil, [PlannedChange.Variable(name: name, value: value)])
      case .mapping(let mapping): .addVariable(mapping: mapping, name: name, value: value)
      }
    }
  }

  /// The hidden job that supplies image or script to several migrated jobs through `extends`: one line there does for
  /// all of them.
  private func sharedBase(of id: JobID, _ name: String) -> Base? {
    let job = project[id]
    let pipeline = project.pipelines[id.pipeline]
    let bases = Set(job.bases.compactMap { pipeline.job(named: $0)?.entry.value.origin })
    let owners = [job.effective[entry: "image"]?.owner, job.effective[entry: "script"]?.owner].compactMap { $0 }
    let variables = job.definition["variables"]
    guard let owner = owners.first(where: { bases.contains($0) && isRight($0) }),
      readers.jobs(reading: owner).count > 1, variables?.isNull != true, variables?.mapping?[name] == nil
    else { return nil }
    guard hasVariables(owner) else { return .owner(owner) }
    let mapping = job.definition["variables"]?.mapping?.sources.first { holds(owner, $0) && isRight($0) }
    return mapping.flatMap { readers.isUsed($0, onlyAt: .variables) ? .mapping($0) : nil }
  }

  /// Whether an empty `variables:` of the job keeps those of a base from it: a value there would bring them back.
  private func hidesVariablesOfBase(_ id: JobID) -> Bool {
    project[id].bases.contains { name in
      project.pipelines[id.pipeline].job(named: name)?.definition["variables"]?.mapping != nil
    }
  }

  private func change(_ name: String, value: String, for id: JobID) -> PlannedChange? {
    let job = project[id]
    guard let entry = job.definition[entry: "variables"], !entry.value.isNull || hidesVariablesOfBase(id) else {
      // An empty `variables:` wins over that of a base, so it is filled itself.
      let empty = job.definition[entry: "variables"]?.owner
      let owners = [job.effective[entry: "script"]?.owner, job.entry.value.origin].compactMap { $0 }
      let candidates = empty.map { [$0] } ?? owners
      let owner = candidates.first { candidate in
        job.definition.sources.contains(candidate) && isRight(candidate) && !hasVariables(candidate)
      }
      return owner.map {
        .addVariables(owner: $0, merging: nil, [PlannedChange.Variable(name: name, value: value)])
      }
    }
    guard let mapping = entry.value.mapping else { return nil }
    if let own = mapping[entry: name], isRight(own.owner), isRight(own.value.origin) {
      return .replaceScalar(own.value.origin, text: value)
    }
    let scriptOwner = job.effective[entry: "script"]?.owner
    let preferred = mapping.sources.filter { source in scriptOwner.map { holds($0, source) } ?? false }
    // Where a value is there already, only a mapping of the job itself wins over it for sure.
    let own = mapping.sources.filter { holds(job.entry.value.origin, $0) }
    let candidates = mapping[name] == nil ? preferred + mapping.sources : own
    let target = candidates.first { isRight($0) && readers.isUsed($0, onlyAt: .variables) }
    return target.map { .addVariable(mapping: $0, name: name, value: value) }
  }

  /// Whether a node is read by nothing but jobs that get the same value.
  func isRight(_ origin: Origin) -> Bool { readers.isRead(origin, onlyBy: agreeing) }

  /// Whether a job mapping's own `variables:` is the given mapping.
  private func holds(_ owner: Origin, _ variables: Origin) -> Bool {
    let tree = project.documents[owner.file].tree
    return owner.file == variables.file && tree.parent(of: variables.node) == owner.node
  }

  /// Whether a job mapping has variables of its own; a key without a value has none.
  private func hasVariables(_ owner: Origin) -> Bool {
    let tree = project.documents[owner.file].tree
    guard case .mapping(let entries, _) = tree[owner.node].kind else { return true }
    return entries.contains { tree.text(of: $0.key) == "variables" && !tree.isEmpty($0.value) }
  }
}

extension YAMLTree {
  /// Whether a value is not there: nothing stands behind the colon.
  func isEmpty(_ id: YAMLNodeID) -> Bool {
    if case .scalar(.plain) = self[id].kind { return self[id].contentRange.isEmpty }
    return false
  }
}

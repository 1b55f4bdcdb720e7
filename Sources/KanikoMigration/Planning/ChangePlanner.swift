import GitLabCI

/// Turns the plans of jobs into changes of nodes, and says which jobs cannot be changed together with the others.
struct ChangePlanner {
  let project: Project
  let uses: [JobID: JobUse]
  let readers: ReaderIndex

  /// The changes of a set of jobs, or the jobs that have to stay as they are, with the reason.
  enum Result {
    case changes(Set<PlannedChange>)
    case refused([JobID: ManualReason])
  }

  /// Plans the changes of jobs that are migrated together.
  func changes(for plans: [JobID: JobPlan]) -> Result {
    let migrating = Set(plans.keys)
    let ids = plans.keys.sorted()
    var refused: [JobID: ManualReason] = [:]
    var wanted: [PlannedChange.Slot: (change: PlannedChange, jobs: [JobID])] = [:]
    for id in ids {
      guard let plan = plans[id], let use = uses[id] else { continue }
      guard let changes = changes(for: id, plan: plan, use: use, plans: plans) else {
        refused[id] = foreignScript(of: use).map(foreignReason) ?? sharedReason(for: id, migrating: migrating)
        continue
      }
      // A copy of a script of another project would no longer follow that project.
      let copies = changes.contains { if case .setScript = $0 { true } else { false } }
      if copies, let file = foreignScript(of: use) {
        refused[id] = foreignReason(file)
        continue
      }
      for change in changes {
        if let other = wanted[change.slot], other.change != change {
          for job in other.jobs + [id] { refused[job] = conflictReason(project[other.jobs[0]].name, project[id].name) }
        } else {
          wanted[change.slot, default: (change, [])].jobs.append(id)
        }
      }
    }
    return refused.isEmpty ? .changes(Set(wanted.values.map(\.change))) : .refused(refused)
  }

  private func changes(
    for id: JobID, plan: JobPlan, use: JobUse, plans: [JobID: JobPlan]
  ) -> [PlannedChange]? {
    let migrating = Set(plans.keys)
    let images = ImagePlacement(project: project, readers: readers, migrating: migrating)
    guard var changes = images.changes(for: id, image: plan.image) else { return nil }
    let variables = VariablePlacement(project: project, readers: readers, migrating: migrating)
    let agreeing = Set(plans.filter { $0.value.daemonFlags == plan.daemonFlags }.keys)
    let flags = variables.place("BUILDKITD_FLAGS", value: plan.daemonFlags, for: [id], agreeing: agreeing)
    changes += flags.changes[id] ?? []
    let exports = flags.exporting.isEmpty ? [] : [Self.export(plan.daemonFlags)]
    let scripts = ScriptPlacement(project: project, readers: readers, migrating: migrating)
    guard let scriptChanges = scripts.changes(for: id, use: use, plan: plan, exports: exports) else { return nil }
    guard let values = valueChanges(of: id, plans: plans) else { return nil }
    return changes + scriptChanges + values
  }

  private static func export(_ value: String) -> ScriptLine {
    .command(value.contains(" ") ? "export BUILDKITD_FLAGS=\"\(value)\"" : "export BUILDKITD_FLAGS=\(value)")
  }

  private func valueChanges(of id: JobID, plans: [JobID: JobPlan]) -> [PlannedChange]? {
    let job = project[id]
    let migrating = Set(plans.keys)
    var changes: [PlannedChange] = []
    for (name, value) in (plans[id]?.variableValues ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let entry = job.effective["variables"]?.mapping?[entry: name] else { return nil }
      // A function may read the old value in another job that is migrated.
      let agreeing = Set(plans.filter { $0.value.variableValues[name] == value }.keys)
      if readers.isRead(entry.owner, onlyBy: migrating), readers.isRead(entry.value.origin, onlyBy: agreeing) {
        changes.append(.replaceScalar(entry.value.origin, text: value))
      } else {
        // Others read the same bytes, so the job gets a variable of its own.
        let placement = VariablePlacement(project: project, readers: readers, migrating: migrating)
        guard let own = placement.place(name, value: value, for: [id]).changes[id] else { return nil }
        changes += own
      }
    }
    return changes
  }

  private func sharedReason(for id: JobID, migrating: Set<JobID>) -> ManualReason {
    let job = project[id]
    let origins = ["image", "before_script", "script"].compactMap { job.effective[$0]?.origin }
    let others = origins.flatMap { readers.jobs(reading: $0) }.filter { !migrating.contains($0) }.sorted()
    let name = others.first.map { "`\(project[$0].name)`" } ?? "a job that stays as it is"
    return ManualReason(
      rule: MigrationRules.shared, message: "the definition is shared with \(name), which is not migrated",
      advice: ["give `\(job.name)` its own copy of what they share, or migrate both"])
  }

  /// The file of another project that brings a part of the script.
  private func foreignScript(of use: JobUse) -> Int? {
    use.script.items.map(\.value.origin.file).first { project.documents[$0].isForeign }
  }

  /// A definition of another project is changed there, not here.
  private func foreignReason(_ file: Int) -> ManualReason {
    let path = project.documents[file].path
    return ManualReason(
      rule: MigrationRules.elsewhere, message: "what has to change is in another project: `\(path)`",
      advice: ["migrate that project; this job then follows"])
  }

  private func conflictReason(_ left: String, _ right: String) -> ManualReason {
    ManualReason(
      rule: MigrationRules.shared, message: "`\(left)` and `\(right)` share a definition and need different changes",
      advice: ["give each job its own copy of what they share"])
  }
}

import GitLabCI

/// Turns the plans of jobs into changes of nodes, and says which jobs cannot be changed together with the others.
struct ChangePlanner {
  let project: Project
  let uses: [JobID: JobUse]
  let readers: ReaderIndex
  /// The jobs whose script exports the daemon's flags, because no mapping of variables serves.
  let exporting: Set<JobID>

  /// The changes of a set of jobs, or the jobs that have to stay as they are, with the reason.
  enum Result {
    case changes(Set<PlannedChange>)
    case refused([JobID: ManualReason])
  }

  /// Plans the changes of jobs that are migrated together.
  func changes(for plans: [JobID: JobPlan]) -> Result {
    let ids = plans.keys.sorted()
    let agreements = Agreements(plans, readers: readers)
    var refused: [JobID: ManualReason] = [:]
    var wanted: [PlannedChange.Slot: (change: PlannedChange, jobs: [JobID])] = [:]
    for id in ids {
      guard let plan = plans[id], let use = uses[id] else { continue }
      guard let changes = changes(for: id, plan: plan, use: use, agreements) else {
        refused[id] =
          foreignScript(of: use).map(foreignReason) ?? sharedReason(for: id, migrating: agreements.migrating.jobs)
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
    for id: JobID, plan: JobPlan, use: JobUse, _ agreements: Agreements
  ) -> [PlannedChange]? {
    let migrating = agreements.migrating
    let images = ImagePlacement(project: project, readers: readers, migrating: migrating)
    guard var changes = images.changes(for: id, image: plan.image) else { return nil }
    let variables = VariablePlacement(
      project: project, readers: readers, agreeing: agreements.byDaemonFlags[plan.daemonFlags] ?? migrating)
    let name = PlannedChange.Variable.daemonFlags
    let flags = exporting.contains(id) ? nil : variables.place(name, value: plan.daemonFlags, for: [id])
    changes += flags?.changes[id] ?? []
    let exports = flags?.exporting == [] ? [] : [Self.export(plan.daemonFlags)]
    let scripts = ScriptPlacement(
      project: project, readers: readers, migrating: migrating,
      preparingAlike: agreements.bySetup[plan.setup] ?? migrating)
    guard let scriptChanges = scripts.changes(for: id, use: use, plan: plan, exports: exports) else { return nil }
    guard let values = valueChanges(of: id, plan: plan, agreements) else { return nil }
    return changes + scriptChanges + values
  }

  private static func export(_ value: String) -> ScriptLine {
    .command(value.contains(" ") ? "export BUILDKITD_FLAGS=\"\(value)\"" : "export BUILDKITD_FLAGS=\(value)")
  }

  private func valueChanges(of id: JobID, plan: JobPlan, _ agreements: Agreements) -> [PlannedChange]? {
    let job = project[id]
    let migrating = agreements.migrating
    var changes: [PlannedChange] = []
    for (name, value) in plan.variableValues.sorted(by: { $0.key < $1.key }) {
      guard let entry = job.effective["variables"]?.mapping?[entry: name] else { return nil }
      // A function may read the old value in another job that is migrated.
      let agreeing = agreements.byVariable[name]?[value] ?? []
      if readers.isRead(entry.owner, onlyBy: migrating), readers.isRead(entry.value.origin, onlyBy: agreeing) {
        changes.append(.replaceScalar(entry.value.origin, text: value))
      } else {
        // Others read the same bytes, so the job gets a variable of its own.
        let placement = VariablePlacement(
          project: project, readers: readers, agreeing: readers.audience(of: agreeing))
        guard let own = placement.place(name, value: value, for: [id]).changes[id] else { return nil }
        changes += own
      }
    }
    return changes + hiddenValueChanges(of: id, plan: plan, agreements.migrating)
  }

  /// The new values that no job here reads, where the script that would read them changes in its place.
  private func hiddenValueChanges(
    of id: JobID, plan: JobPlan, _ migrating: ReaderIndex.Audience
  ) -> [PlannedChange] {
    guard uses[id]?.callOrigins.allSatisfy({ readers.isRead($0, onlyBy: migrating) }) == true else { return [] }
    return plan.hiddenValues.sorted { $0.key < $1.key }.filter { origin, _ in
      readers.jobs(reading: origin).isEmpty && !project.documents[origin.file].isForeign
    }.map { .replaceScalar($0.key, text: $0.value) }
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

/// The jobs that are migrated together, by what they agree on.
private struct Agreements {
  /// All of them.
  let migrating: ReaderIndex.Audience
  /// Those that get the same flags for the daemon, by these.
  let byDaemonFlags: [String: ReaderIndex.Audience]
  /// Those that add the same lines in front of everything else, by these.
  let bySetup: [[ScriptLine]: ReaderIndex.Audience]
  /// Those that get the same value for a variable, by its name and the value.
  let byVariable: [String: [String: Set<JobID>]]

  init(_ plans: [JobID: JobPlan], readers: ReaderIndex) {
    let migrating = readers.audience(of: Set(plans.keys))
    // Mostly all of them agree.
    func audience(of jobs: [JobID]) -> ReaderIndex.Audience {
      jobs.count == plans.count ? migrating : readers.audience(of: Set(jobs))
    }
    byDaemonFlags = Dictionary(grouping: plans.keys) { plans[$0]?.daemonFlags ?? "" }.mapValues(audience)
    bySetup = Dictionary(grouping: plans.keys) { plans[$0]?.setup ?? [] }.mapValues(audience)
    self.migrating = migrating
    var byVariable: [String: [String: Set<JobID>]] = [:]
    for (id, plan) in plans {
      for (name, value) in plan.variableValues { byVariable[name, default: [:]][value, default: []].insert(id) }
    }
    self.byVariable = byVariable
  }
}

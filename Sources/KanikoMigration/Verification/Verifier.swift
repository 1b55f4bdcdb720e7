import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

/// Proves after planning that a migration changed what it meant to change and nothing else.
struct Verifier {
  let before: Project
  let after: Project
  /// The jobs that are migrated, in the project before.
  let migrated: [JobID: JobPlan]
  /// Names of hidden jobs that the plan adds.
  let addedJobs: Set<String>
  let settings: MigrationSettings

  /// A check that failed.
  struct Failure: Error, Hashable {
    /// The check, in a few words.
    let check: String
    /// The job it failed for, or nil where it is about a whole file.
    let job: JobID?
    /// What was found.
    let detail: String
  }

  /// Compares hidden jobs, whose bytes migrated jobs may share.
  private let hiddenJobs: HiddenJobComparison

  /// Creates a verifier for two readings of a project.
  init(
    before: Project, after: Project, migrated: [JobID: JobPlan], addedJobs: Set<String>, settings: MigrationSettings
  ) {
    self.before = before
    self.after = after
    self.migrated = migrated
    self.addedJobs = addedJobs
    self.settings = settings
    let hidden = Set(migrated.values.flatMap(\.hiddenValues.keys))
    hiddenJobs = HiddenJobComparison(migrated: migrated.keys.map { before[$0] }, hidden: hidden)
  }

  /// Keys that a migration may change; everything else of a migrated job stays as it is.
  static let plannedKeys: Set<String> = ["image", "variables", "before_script", "script"]

  /// Every check that fails, in a fixed order; empty when the migration is proved.
  func failures() -> [Failure] {
    if let failure = structureFailure() { return [failure] }
    var failures: [Failure] = []
    for id in before.jobIDs {
      let old = before[id]
      guard let new = after.pipelines[id.pipeline].job(named: old.name) else {
        failures.append(Failure(check: "the same jobs", job: id, detail: "job `\(old.name)` is gone"))
        continue
      }
      if let plan = migrated[id] {
        failures += migratedFailures(id, old: old, new: new, plan: plan)
      } else if !isUnchanged(old, new) {
        failures.append(
          Failure(
            check: "jobs without Kaniko stay the same", job: id, detail: "the definition of `\(old.name)` changes"))
      } else if isHalfMigrated(old, new) {
        failures.append(
          Failure(
            check: "hidden jobs change whole", job: id, detail: "`\(old.name)` would run Kaniko in another image"))
      }
    }
    return failures
  }

  private func structureFailure() -> Failure? {
    guard !after.hasUnreadableFiles || before.hasUnreadableFiles, after.diagnostics.count <= before.diagnostics.count
    else {
      let detail = after.diagnostics.last?.message ?? "a file does not parse"
      return Failure(check: "the new files parse", job: nil, detail: detail)
    }
    guard before.pipelines.count == after.pipelines.count else {
      return Failure(check: "the same pipelines", job: nil, detail: "the number of pipelines changes")
    }
    for (old, new) in zip(before.pipelines, after.pipelines) {
      let names = Set(new.jobs.map(\.name)).subtracting(addedJobs)
      guard names == Set(old.jobs.map(\.name)) else {
        return Failure(check: "the same jobs", job: nil, detail: "the names of the jobs change")
      }
    }
    return nil
  }

  /// A hidden job runs nothing itself: the bytes that migrated jobs take from it may change.
  private func isUnchanged(_ old: Job, _ new: Job) -> Bool {
    guard old.isHidden else { return old.effective.isEquivalent(to: new.effective) }
    return hiddenJobs.isUnchanged(old.definition, new.definition)
  }

  /// Whether a hidden job gets an image without Kaniko and keeps a script that calls it, because others read its lines.
  private func isHalfMigrated(_ old: Job, _ new: Job) -> Bool {
    guard old.isHidden, let image = old.definition["image"], let own = new.definition["image"],
      !image.isEquivalent(to: own)
    else { return false }
    let use = JobUse(of: new, settings: settings)
    return use.image == nil && use.runsKaniko
  }

  // MARK: - Migrated jobs

  /// The check of the variables of migrated jobs.
  static let variablesCheck = "only planned variables change"

  private func migratedFailures(_ id: JobID, old: Job, new: Job, plan: JobPlan) -> [Failure] {
    func failure(_ check: String, _ detail: String) -> Failure { Failure(check: check, job: id, detail: detail) }
    var failures: [Failure] = []
    if !old.effective.isEquivalent(to: new.effective, ignoring: Self.plannedKeys) {
      failures.append(failure("only planned keys change", "another key of `\(old.name)` changes"))
    }
    if let detail = imageProblem(old: old, new: new, plan: plan) {
      failures.append(failure("the image is the planned one", detail))
    }
    let use = JobUse(of: new, settings: settings)
    if let detail = variableProblem(old: old, new: new, plan: plan, script: use.script) {
      failures.append(failure(Self.variablesCheck, detail))
    }
    if use.hasTraces {
      failures.append(failure("no executable Kaniko use is left", "`\(old.name)` would still use Kaniko"))
    }
    if let problem = use.script.shell.problems.first {
      failures.append(failure("the new script parses", problem.message))
    }
    return failures
  }

  /// Whether a value holds the planned words; how they are laid out is the file's own habit.
  private static func holdSameWords(_ text: String?, _ planned: String) -> Bool {
    text == planned || text?.split { $0.isWhitespace } == planned.split { $0.isWhitespace }
  }

  private func imageProblem(old: Job, new: Job, plan: JobPlan) -> String? {
    guard let image = new.effective["image"]?.mapping, image["name"]?.text == plan.image else {
      return "the image would not be `\(plan.image)`"
    }
    guard let entrypoint = image["entrypoint"], ImagePlacement.isEmptyEntrypoint(entrypoint) else {
      return "the entrypoint would not be empty"
    }
    let ignored: Set<String> = ["name", "entrypoint", "docker", "kubernetes"]
    let oldKeys = old.effective["image"]?.mapping ?? CIMapping(source: old.entry.value.origin)
    return image.isEquivalent(to: oldKeys, ignoring: ignored) ? nil : "other keys of the image change"
  }

  private static let export = ByteSearch("export BUILDKITD_FLAGS=")

  private func variableProblem(old: Job, new: Job, plan: JobPlan, script: JobScript) -> String? {
    var planned = plan.variableValues
    let variables = new.effective["variables"]?.mapping
    let isExported = Self.export.offsets(in: script.text).contains { start in
      start == 0 || script.text[start - 1] == UInt8(ascii: "\n")
    }
    if !isExported { planned[PlannedChange.Variable.daemonFlags] = plan.daemonFlags }
    for (name, value) in planned.sorted(by: { $0.key < $1.key })
    where !Self.holdSameWords(variables?[name]?.text, value) {
      return "`\(name)` would not be `\(value)`"
    }
    let empty = CIMapping(source: old.entry.value.origin)
    let oldVariables = old.effective["variables"]?.mapping ?? empty
    let isSame = (variables ?? empty).isEquivalent(to: oldVariables, ignoring: Set(planned.keys))
    return isSame ? nil : "variables that were not planned change"
  }
}

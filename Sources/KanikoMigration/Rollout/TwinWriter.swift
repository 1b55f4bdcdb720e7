import GitLabCI
import SourceText
import YAMLSyntax

/// Writes the twin of a job: it extends the job, and says what is different.
struct TwinWriter {
  /// The pipelines without twins.
  let before: Project
  /// The same after a migration in which every destination has a tag of its own.
  let after: Project

  /// Why a job gets no twin.
  struct Obstacle: Error {
    let reason: ManualReason

    init(_ message: String, advice: String) {
      reason = ManualReason(rule: MigrationRules.noTwin, message: message, advice: [advice])
    }
  }

  /// The twin of a job.
  func entry(for id: JobID) throws(Obstacle) -> YAMLNewEntry {
    let job = before[id]
    try check(job, pipeline: before.pipelines[id.pipeline])
    guard let migrated = after.pipelines[id.pipeline].job(named: job.name) else {
      throw Obstacle("the job has no migrated form", advice: "migrate it without a twin")
    }
    var content = TwinContent(project: after, file: job.entry.owner.file)
    do throws(TwinContent.Unwritable) {
      let name = before.key(of: id).name
      var entries = [YAMLNewEntry(key: "extends", content: .scalar(name))]
      entries += try differences(from: job, to: migrated, &content)
      entries += Self.withoutKeys(of: job, in: before.pipelines[id.pipeline])
      // The last line is no block of text, so that the twin can be taken away without a trace.
      entries.append(YAMLNewEntry(key: "allow_failure", content: .source("true")))
      return YAMLNewEntry(key: Twin.name(for: name), content: .mapping(entries))
    } catch {
      throw Obstacle(error.message, advice: "migrate the job without a twin")
    }
  }

  // MARK: - What is in the way

  private func check(_ job: Job, pipeline: Pipeline) throws(Obstacle) {
    let name = Twin.name(for: job.name)
    guard !job.isHidden else {
      throw Obstacle(
        "a hidden job runs in the jobs that extend it, which are not here",
        advice: "give those jobs twins where they are")
    }
    let document = before.documents[job.entry.owner.file]
    guard !document.isForeign, document.content == job.entry.owner.node else {
      throw Obstacle("the job is no key of a file of this repository", advice: "migrate it without a twin")
    }
    if pipeline.root[name] != nil {
      throw Obstacle("there is a `\(name)`, which is no twin", advice: "give `\(name)` another name")
    }
    let scripts = [
      JobScript([.beforeScript, .script], of: job.effective), JobScript([.afterScript], of: job.effective),
    ]
    if let effect = scripts.lazy.compactMap({ OutsideEffects($0).first }).first {
      throw Obstacle(
        "the script also runs `\(effect)`, which its twin would run a second time",
        advice: "move that into a job of its own, or migrate the job without a twin")
    }
    let rules = (job.effective["rules"]?.items ?? []).compactMap { $0.mapping?["allow_failure"] }
    guard rules.allSatisfy({ $0.scalar?.value == "true" || $0.isNull }) else {
      throw Obstacle(
        "a rule of the job says `allow_failure: false`, so that its twin could fail the pipeline",
        advice: "say `allow_failure:` in the job and not in its rules, or migrate it without a twin")
    }
  }

  // MARK: - What is different

  private func differences(
    from job: Job, to migrated: Job, _ content: inout TwinContent
  ) throws(TwinContent.Unwritable) -> [YAMLNewEntry] {
    var result: [YAMLNewEntry] = []
    for key in ["image", "variables", "before_script", "script"] {
      guard let new = migrated.effective[key] else { continue }
      if let old = job.effective[key], old.isEquivalent(to: new) { continue }
      if key == "variables" {
        let changed = try variables(from: job, to: new, &content)
        if !changed.isEmpty { result.append(YAMLNewEntry(key: key, content: .mapping(changed))) }
      } else {
        result.append(YAMLNewEntry(key: key, content: try content.content(of: new)))
      }
    }
    return result
  }

  private func variables(
    from job: Job, to new: CIValue, _ content: inout TwinContent
  ) throws(TwinContent.Unwritable) -> [YAMLNewEntry] {
    let old = job.effective["variables"]?.mapping
    var result: [YAMLNewEntry] = []
    for entry in new.mapping?.entries ?? [] where old?[entry.key]?.isEquivalent(to: entry.value) != true {
      result.append(YAMLNewEntry(key: entry.key, content: try content.content(of: entry.value)))
    }
    return result
  }

  /// What takes away the keys that a twin may not have: `null` those of the job, `inherit:` those of `default:`.
  static func withoutKeys(of job: Job, in pipeline: Pipeline) -> [YAMLNewEntry] {
    var result: [YAMLNewEntry] = []
    let defaults = pipeline.defaultKeys(inheritedBy: job)
    if defaults.contains("artifacts") {
      let rest = defaults.filter { $0 != "artifacts" }
      let content = rest.isEmpty ? YAMLContent.source("false") : .flowSequence(rest)
      result.append(YAMLNewEntry(key: "inherit", content: .mapping([YAMLNewEntry(key: "default", content: content)])))
    }
    for key in Twin.withoutKeys {
      guard let value = job.definition[key], !value.isNull else { continue }
      result.append(YAMLNewEntry(key: key, content: .source("null")))
    }
    return result
  }
}

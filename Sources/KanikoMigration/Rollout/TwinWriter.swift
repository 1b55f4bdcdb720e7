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

  /// GitLab refuses a pipeline with a longer name (lib/gitlab/ci/config/entry/processable.rb).
  private static let maximalNameLength = 255

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
    guard name.unicodeScalars.count <= Self.maximalNameLength else {
      throw Obstacle(
        "`\(name)` is longer than a name of a job may be (\(Self.maximalNameLength) characters)",
        advice: "give the job a shorter name")
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
      switch key {
      case "variables":
        let changed = try variables(from: job, to: new, &content)
        if !changed.isEmpty { result.append(YAMLNewEntry(key: key, content: .mapping(changed))) }
      case "image": result.append(YAMLNewEntry(key: key, content: try image(from: job, to: new, &content)))
      default: result.append(YAMLNewEntry(key: key, content: try content.content(of: new.flattened)))
      }
    }
    return result
  }

  /// The image, with `null` for what the job's own says besides: `extends` would bring it back.
  private func image(
    from job: Job, to new: CIValue, _ content: inout TwinContent
  ) throws(TwinContent.Unwritable) -> YAMLContent {
    let image = try content.content(of: new)
    guard case .mapping(let entries) = image, let old = job.definition["image"]?.mapping else { return image }
    let gone = old.entries.filter { !$0.value.isNull && new.mapping?[$0.key] == nil }
    return .mapping(entries + gone.map { Self.null($0.key) })
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

  /// What takes away the keys that a twin may not have: `null`, which GitLab takes for a key that is not there
  /// (documentation of `extends`, and lib/gitlab/config/entry/factory.rb).
  ///
  /// That would let in the artifacts of `default:`, so where there may be some the twin has artifacts of its own, which
  /// are none. To list the keys that it inherits would not do: servers know different ones and refuse the others.
  static func withoutKeys(of job: Job, in pipeline: Pipeline) -> [YAMLNewEntry] {
    Twin.withoutKeys.compactMap { key in
      let own = job.definition[key]
      guard key == "artifacts", pipeline.mayInherit(key, job) else {
        return own.map(\.isNull) ?? true ? nil : null(key)
      }
      let gone = (own?.mapping?.entries ?? []).filter { !$0.value.isNull && $0.key != "untracked" }.map { null($0.key) }
      return YAMLNewEntry(
        key: key, content: .mapping(gone + [YAMLNewEntry(key: "untracked", content: .source("false"))]))
    }
  }

  private static func null(_ key: String) -> YAMLNewEntry { YAMLNewEntry(key: key, content: .source("null")) }
}

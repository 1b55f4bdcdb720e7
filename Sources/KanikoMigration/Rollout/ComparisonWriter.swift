import GitLabCI
import ShellSyntax
import YAMLSyntax

/// Writes the job that compares the image of a Kaniko job with that of its twin.
///
/// It logs in to the registry as the twin does: with everything that the twin's script does before it builds.
struct ComparisonWriter {
  /// The pipelines without twins.
  let before: Project
  /// The same after a migration in which every destination has a tag of its own.
  let after: Project
  let settings: MigrationSettings

  /// The name of the job that compares the images of a job.
  static func name(for job: String) -> String { "\(job):compare" }

  /// Why no job compares the images of a job.
  struct Obstacle: Error {
    /// What is in the way: lower case, no final period.
    let message: String
  }

  /// The job.
  func entry(for id: JobID) throws(Obstacle) -> YAMLNewEntry {
    let job = before[id]
    guard before.pipelines[id.pipeline].root[Self.name(for: job.name)] == nil else {
      throw Obstacle(message: "there is a `\(Self.name(for: job.name))` already")
    }
    guard !(job.effective["rules"]?.items ?? []).contains(where: { $0.mapping?["needs"] != nil }) else {
      throw Obstacle(message: "a rule of the job has `needs:`, which would replace those of the comparison")
    }
    let images = try images(of: id)
    let preparation = try ComparisonPreparation(project: after, file: job.entry.owner.file)
      .items(of: after.pipelines[id.pipeline].job(named: job.name), images: images.kaniko)
    let name = before.key(of: id).name
    let script =
      preparation + [
        YAMLNewItem(.literal(ComparisonScript.text(kaniko: images.kaniko, buildkit: images.buildkit)))
      ]
    var entries = [
      YAMLNewEntry(key: "extends", content: .scalar(name)),
      YAMLNewEntry(
        key: "image",
        content: .mapping([
          YAMLNewEntry(key: "name", content: .scalar(settings.comparisonImage)),
          YAMLNewEntry(key: "entrypoint", content: .flowSequence([""])),
        ])),
      YAMLNewEntry(key: "needs", content: .sequence([name, Twin.name(for: name)].map(Self.need))),
    ]
    for key in ["services", "cache", "dependencies", "before_script", "after_script"]
    where job.effective[key] != nil { entries.append(YAMLNewEntry(key: key, content: .source("[]"))) }
    entries.append(YAMLNewEntry(key: "script", content: .sequence(script)))
    entries += TwinWriter.withoutKeys(of: job, in: before.pipelines[id.pipeline])
    entries.append(YAMLNewEntry(key: "allow_failure", content: .source("true")))
    return YAMLNewEntry(key: Self.name(for: name), content: .mapping(entries))
  }

  private static func need(_ name: String) -> YAMLNewItem {
    YAMLNewItem(
      .mapping([
        YAMLNewEntry(key: "job", content: .scalar(name)),
        YAMLNewEntry(key: "artifacts", content: .source("false")),
      ]))
  }

  /// The names of the first image that the job and its twin push, as words of shell text.
  private func images(of id: JobID) throws(Obstacle) -> (kaniko: String, buildkit: String) {
    let job = before[id]
    let use = JobUse(of: job, settings: settings)
    let planner = JobPlanner(
      project: before, job: job, pipeline: before.pipelines[id.pipeline], use: use, settings: settings,
      checkout: .unknown, readers: [job])
    guard let call = use.calls.first(where: { $0.program == .executor }) else {
      throw Obstacle(message: "the script does not show what it builds")
    }
    let context = call.context
    guard !context.isConditional, !context.isInLoop, !context.isInSubstitution, context.function == nil else {
      throw Obstacle(message: "the job builds under a condition, in a loop or in a function")
    }
    let flags = KanikoInvocation.parse(call.command, in: use.script.shell, executorIndex: call.wordIndex).flags
    guard !flags.contains(where: { $0.flag.name == "no-push" }),
      let value = flags.first(where: { $0.flag.name == "destination" })?.value
    else { throw Obstacle(message: "the script does not show under which name it pushes an image") }
    let reference = ImageReference(fragment: value, environment: planner.environment(of: call))
    guard let twin = reference.settingTagApart(by: settings.shadowSuffix) else {
      throw Obstacle(message: "the tag of the image shows only when the job runs")
    }
    return (value.source, twin.source)
  }
}

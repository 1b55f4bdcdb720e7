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

  /// What starts a build in the script of a migrated job.
  private static let build = "buildctl-daemonless.sh"

  /// The job, or nil where the names of the images or the way to the registry do not show.
  func entry(for id: JobID) -> YAMLNewEntry? {
    let job = before[id]
    guard before.pipelines[id.pipeline].root[Self.name(for: job.name)] == nil,
      let migrated = after.pipelines[id.pipeline].job(named: job.name), let images = images(of: id),
      let preparation = preparation(in: migrated, of: job)
    else { return nil }
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
  private func images(of id: JobID) -> (kaniko: String, buildkit: String)? {
    let job = before[id]
    let use = JobUse(of: job, settings: settings)
    let planner = JobPlanner(
      project: before, job: job, pipeline: before.pipelines[id.pipeline], use: use, settings: settings,
      checkout: .unknown, readers: [job])
    for call in use.calls where call.program == .executor {
      let invocation = KanikoInvocation.parse(call.command, in: use.script.shell, executorIndex: call.wordIndex)
      guard !invocation.flags.contains(where: { $0.flag.name == "no-push" }),
        let value = invocation.flags.first(where: { $0.flag.name == "destination" })?.value,
        let twin = ImageReference(fragment: value, environment: planner.environment(of: call))
          .settingTagApart(by: settings.shadowSuffix)
      else { return nil }
      return (value.source, twin.source)
    }
    return nil
  }

  /// The items of the script before the first build; nil where the build is part of a larger command.
  private func preparation(in migrated: Job, of job: Job) -> [YAMLNewItem]? {
    let items = ["before_script", "script"].flatMap { key -> [CIValue] in
      guard let value = migrated.effective[key] else { return [] }
      return value.items ?? [value]
    }
    var content = TwinContent(project: after, file: job.entry.owner.file)
    var result: [YAMLNewItem] = []
    for item in items {
      guard let text = item.writtenText else { return nil }
      guard let build = text.firstRange(of: Self.build) else {
        guard let written = try? content.content(of: item) else { return nil }
        result.append(YAMLNewItem(written))
        continue
      }
      let lead = text[..<build.lowerBound]
      guard lead.isEmpty || lead.last == "\n", ShellScript(parsing: Array(lead.utf8)).problems.isEmpty else {
        return nil
      }
      return lead.isEmpty ? result : result + [YAMLNewItem(.literal(String(lead)))]
    }
    return nil
  }
}

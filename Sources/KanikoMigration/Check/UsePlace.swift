import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

/// The place that stands for a job's use of Kaniko, and the rule under which it is reported.
struct UsePlace: Hashable {
  let rule: RuleID
  let location: Location

  /// The image where it is Kaniko's, else the first call, else the first command that names the executor.
  ///
  /// - Parameter rule: the rule under which the use of an image is reported.
  init(of use: JobUse, job id: JobID, in project: Project, under rule: RuleID? = nil) {
    let places = ProjectPlaces(project: project)
    if use.image != nil, let name = use.imageName {
      self.rule = rule ?? MigrationRules.image
      location = places.content(of: name.origin)
      return
    }
    let scripts = [(use.calls, use.script), (use.afterScriptCalls, use.afterScript)]
    let calls = scripts.flatMap { calls, script in calls.map { ($0, script) } }
    if let (call, script) = calls.first(where: { $0.0.program == .executor }) ?? calls.first {
      self.rule = call.program == .executor ? MigrationRules.executor : MigrationRules.warmer
      location = places.word(of: call, in: script) ?? places.key(of: id)
      return
    }
    if let mention = use.executorMentions.first {
      self.rule = MigrationRules.executor
      location = places.location(of: mention, in: use.script) ?? places.key(of: id)
      return
    }
    self.rule = MigrationRules.image
    location = places.key(of: id)
  }
}

extension ProjectPlaces {
  /// The word that names the program of a call.
  func word(of call: ExecutorCall, in script: JobScript) -> Location? {
    let word =
      call.command.words.indices.contains(call.wordIndex) ? call.command.words[call.wordIndex].range : call.range
    return location(of: word, in: script)
  }
}

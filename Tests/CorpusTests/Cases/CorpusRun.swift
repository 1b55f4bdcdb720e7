import Foundation
import JobBehaviour
import TestSupport
import Testing

extension JobRun {
  /// Runs a job of a case in a root file system of its own.
  static func perform(
    _ job: ResolvedJob, on side: Side, tree: URL, settings: CaseSettings, buildsFail: Bool
  ) throws -> JobRun {
    var project = try FileTree(readingFrom: tree)
    for (path, contents) in settings.artifacts { project.files[path] = Data(contents.utf8) }
    var variables = JobVariables.expanded(
      job.variables, projectSettings: settings.environment, fileVariables: settings.fileVariables.keys.sorted())
    if buildsFail { variables["STAND_IN_FAILS"] = "yes" }
    return try perform(
      job.commands, on: side, project: project, fileVariables: settings.fileVariables, variables: variables)
  }
}

extension JobComparison {
  /// Runs both jobs twice: with builds that succeed and with builds that fail.
  ///
  /// Both see the same checkout: that the pipeline's own text differs is no difference of the build.
  static func both(
    of name: String, _ old: ResolvedJob, _ new: ResolvedJob, _ item: CorpusCase
  ) throws -> [JobComparison] {
    try [false, true].map { fails in
      let runs = try [(old, Side.kaniko), (new, Side.buildkit)].map { job, side in
        try JobRun.perform(job, on: side, tree: item.input, settings: item.settings, buildsFail: fails)
      }
      let mode = fails ? ", builds failing" : ""
      return JobComparison(name: name + mode, old: runs[0], new: runs[1], differs: item.settings.differs)
    }
  }
}

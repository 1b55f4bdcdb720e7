import Foundation
import JobBehaviour
import KanikoMigration

@testable import GeneratedPipelines

/// What running both sides of a generated job showed.
struct Verdict: Sendable {
  let item: MigratedJob
  /// What is wrong, one line each; none when both sides did the same.
  var problems: [String]
  /// Whether the job itself is no use: Kaniko refuses it, or the pipeline does not say what was meant.
  var isBadCase = false
  /// What both sides did, for a person.
  var transcript = ""

  var failed: Bool { !problems.isEmpty }

  /// What kind of difference comes first: the field that differs, without its values.
  var kind: String? {
    problems.first.map { problem in
      problem.components(separatedBy: CharacterSet(charactersIn: ":")).first ?? problem
    }
  }

  /// The case for a person who has to understand it.
  var report: String {
    """
    seed \(item.seed) (run it alone with KANIKO2BUILDKIT_SEED=\(item.seed) KANIKO2BUILDKIT_CASES=1)
    \(problems.joined(separator: "\n"))
    ===== the pipeline
    \(item.original)
    ===== migrated (\(item.outcome?.rawValue ?? "no job")), \(item.reasons.joined(separator: "; "))
    \(item.migrated)
    ===== files \(item.job.checkout.keys.sorted())
    \(transcript)
    """
  }

  /// Runs the jobs that were migrated, and looks at the others.
  static func judge(_ items: [MigratedJob]) throws -> [Verdict] {
    let texts = items.flatMap { [$0.original, $0.migrated] }
    let pipelines = try EffectivePipeline.resolve(texts)
    var verdicts = items.map { Verdict(item: $0, problems: []) }
    var pairs: [(index: Int, old: EffectiveJob, new: EffectiveJob)] = []
    for index in items.indices {
      let (before, after) = (pipelines[2 * index], pipelines[2 * index + 1])
      guard let old = before.job, before.error == nil, says(old, items[index].job) else {
        verdicts[index].isBadCase = true
        verdicts[index].problems = [
          "the pipeline does not say what is meant: \(before.error ?? "")", "\(before.job?.commands ?? [])",
          "\(items[index].job.intendedItems)",
        ]
        continue
      }
      guard let new = after.job, after.error == nil else {
        verdicts[index].problems = ["the migrated pipeline cannot be read: \(after.error ?? "the job is gone")"]
        continue
      }
      if items[index].isMigrated { pairs.append((index, old, new)) }
    }
    let old = try BatchRun(side: .kaniko).run(pairs.map { batchItem(items[$0.index].job, $0.old) })
    let new = try BatchRun(side: .buildkit).run(pairs.map { batchItem(items[$0.index].job, $0.new) })
    for (place, pair) in pairs.enumerated() {
      verdicts[pair.index].compare(old[place], new[place])
    }
    return verdicts
  }

  private mutating func compare(_ old: JobRun, _ new: JobRun) {
    let comparison = JobComparison(name: "\(item.seed)", old: old, new: new)
    problems = comparison.differences
    isBadCase = comparison.isBadCase
    if failed { transcript = "===== Kaniko: \(old.transcript)\n===== BuildKit: \(new.transcript)" }
  }

  private static func batchItem(_ job: GeneratedJob, _ effective: EffectiveJob) -> BatchRun.Item {
    var settings = Logins.settings
    for variable in job.variables where variable.place == .project { settings[variable.name] = variable.value }
    var environment = JobVariables.expanded(
      effective.variables, projectSettings: settings, fileVariables: Array(Logins.files.keys))
    if job.buildsFail { environment["STAND_IN_FAILS"] = "yes" }
    return BatchRun.Item(commands: effective.commands, checkout: job.checkout, environment: environment)
  }

  /// Whether GitLab would run what the generator means.
  private static func says(_ effective: EffectiveJob, _ job: GeneratedJob) -> Bool {
    func joined(_ items: [String]) -> String { items.map(RunnerScript.trim).joined(separator: "\n") }
    return joined(effective.commands) == joined(job.intendedItems)
  }
}

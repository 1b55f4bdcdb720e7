import Foundation
import JobBehaviour
import TestSupport
import Testing

@Test func jobsCanBeIsolatedOnThisMachine() throws {
  _ = try Isolation.detected.get()
}

@Test func everyCaseWithBehaviourHasAnExpectedResult() throws {
  let missing = CorpusCase.all.filter { $0.settings.behaviour.isTrue && $0.diff == nil }.map(\.name)
  #expect(missing.isEmpty, "record the expected results with KANIKO2BUILDKIT_RECORD=1")
}

@Test(arguments: CorpusCase.compared)
func migratedJobsBuildTheSame(_ item: CorpusCase) throws {
  let trees = try CorpusTrees.of(item)
  #expect(trees.before.error == nil)
  #expect(trees.after.error == nil)
  let before = trees.before.jobs
  let after = trees.after.jobs
  let changed = before.keys.sorted().filter { before[$0] != after[$0] }
  #expect(!changed.isEmpty, "no job changed, so nothing is compared")
  for name in changed {
    guard let old = before[name], let new = after[name] else {
      Issue.record("\(name) is gone")
      continue
    }
    expectBuildKitImage(of: new, name, arguments: item.settings.arguments)
    for comparison in try JobComparison.both(of: name, old, new, item) {
      let differences = comparison.differences
      #expect(differences == [], "\(comparison.transcripts)")
    }
  }
}

private func expectBuildKitImage(of job: ResolvedJob, _ name: String, arguments: [String]) {
  let option = arguments.firstIndex(of: "--image").map { arguments[$0 + 1] }
  let wanted = option ?? "moby/buildkit:rootless"
  #expect(job.image?.name == wanted, "image of \(name)")
  #expect(job.image?.entrypoint == [""], "entrypoint of \(name): the image's own would start the daemon instead")
}

/// The inputs themselves: a case whose original job does not even run would compare nothing.
@Test(arguments: CorpusCase.all.filter { $0.settings.behaviour.isTrue })
func originalJobsCallTheExecutor(_ item: CorpusCase) throws {
  let resolved = try CorpusTrees.of(item).before
  #expect(resolved.error == nil)
  var calls = 0
  for (name, job) in resolved.jobs.sorted(by: { $0.key < $1.key }) where job.pointsAtKaniko {
    let run = try JobRun.perform(job, on: .kaniko, tree: item.input, settings: item.settings, buildsFail: false)
    let refused = run.recordings.compactMap { $0.files["refused"] }.filter { !$0.hasPrefix("the stand-in knows no") }
    #expect(refused.isEmpty, "\(name): \(run.transcript)")
    calls += run.recordings.count { $0.program == "executor" }
  }
  #expect(calls > 0)
}

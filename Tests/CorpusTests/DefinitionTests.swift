import Foundation
import TestSupport
import Testing

/// The keys of a job that a migration may change.
private let plannedKeys: Set<String> = ["after_script", "before_script", "image", "script", "variables"]

@Test(arguments: CorpusCase.all.filter { $0.diff != nil })
func effectiveDefinitionsChangeAsPlanned(_ item: CorpusCase) throws {
  let trees = try CorpusTrees.of(item)
  let stillLoads = (trees.before.error == nil) == (trees.after.error == nil)
  #expect(stillLoads, "\(trees.after.error ?? "")")
  let before = trees.before.jobs
  let after = trees.after.jobs
  #expect(before.keys.sorted() == after.keys.sorted(), "only hidden jobs may be added")
  for (name, old) in before.sorted(by: { $0.key < $1.key }) {
    guard let new = after[name] else { continue }
    let changed = Set(old.definition.keys).union(new.definition.keys).filter {
      old.definition[$0] != new.definition[$0]
    }
    if old.pointsAtKaniko {
      #expect(changed.isSubset(of: plannedKeys), "\(name) changes \(changed.sorted())")
    } else {
      #expect(changed.isEmpty, "\(name) is not Kaniko and changes \(changed.sorted())")
    }
  }
}

/// The promise of the whole product: a job is migrated completely, or it stays as it was and is reported.
@Test(arguments: CorpusCase.all.filter { $0.diff != nil })
func noJobIsHalfMigrated(_ item: CorpusCase) throws {
  let trees = try CorpusTrees.of(item)
  let summary = try String(contentsOf: item.expectedSummary, encoding: .utf8)
  for (name, old) in trees.before.jobs.sorted(by: { $0.key < $1.key }) {
    guard let new = trees.after.jobs[name] else { continue }
    if new != old {
      #expect(ExecutorTrace.all(in: new) == [], "\(name) is changed, and not completely")
    } else if !ExecutorTrace.uses(in: old).isEmpty {
      let job = String(name.split(separator: " ", maxSplits: 1)[1])
      #expect(summary.contains("= job: \(job)\n"), "\(name) stays as it was, and nothing is said about it")
    }
  }
}

/// The judge must see what it is there for.
@Test(arguments: [
  "/kaniko/executor --context .", "cd app && /kaniko/executor -c .", "echo x; /kaniko/warmer",
  "cat $CA >> /kaniko/ssl/certs/x.pem", "echo {} > /kaniko/.docker/config.json",
])
func tracesAreSeen(_ command: String) throws {
  let item = try #require(CorpusCase.all.first { $0.name == "documentation/p1-one-line" })
  let job = try #require(try CorpusTrees.of(item).after.jobs.values.first)
  #expect(ExecutorTrace.all(in: job) == [])
  let wrong = job.replacing("buildctl-daemonless.sh build \\\n", with: "\(command)\n")
  #expect(!ExecutorTrace.all(in: wrong).isEmpty)
}

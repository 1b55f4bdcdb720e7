import Foundation
import TestSupport
import Testing

/// The keys of a job that a migration may change.
private let plannedKeys: Set<String> = ["after_script", "before_script", "image", "script", "variables"]

/// What differs between a repository before and after beyond what a migration may change, by the independent resolver.
func unplannedChanges(from before: ResolvedDirectory, to after: ResolvedDirectory) -> [String] {
  var problems: [String] = []
  if (before.error == nil) != (after.error == nil) {
    problems.append(after.error ?? "the result loads, the input did not")
  }
  if before.jobs.keys.sorted() != after.jobs.keys.sorted() { problems.append("the names of the jobs change") }
  let old = before.jobs.merging(before.otherDefinitions) { first, _ in first }
  let new = after.jobs.merging(after.otherDefinitions) { first, _ in first }
  for (name, job) in old.sorted(by: { $0.key < $1.key }) {
    guard let other = new[name] else {
      problems.append("\(name) is gone")
      continue
    }
    let keys = Set(job.definition.keys).union(other.definition.keys)
    let changed = keys.filter { job.definition[$0] != other.definition[$0] }
    let unplanned = job.runsKaniko ? changed.subtracting(plannedKeys) : changed
    if !unplanned.isEmpty { problems.append("\(name) changes \(unplanned.sorted())") }
  }
  return problems
}

@Test(arguments: CorpusCase.all.filter { $0.diff != nil })
func effectiveDefinitionsChangeAsPlanned(_ item: CorpusCase) throws {
  let trees = try CorpusTrees.of(item)
  #expect(unplannedChanges(from: trees.before, to: trees.after) == [])
}

/// A comparison of what did not load would compare nothing.
@Test(arguments: CorpusCase.all.filter { !$0.name.hasPrefix("broken/") })
func theResolverReadsTheRepository(_ item: CorpusCase) throws {
  let before = try CorpusTrees.of(item).before
  #expect(before.error == nil)
  #expect(!before.pipelines.isEmpty || !before.templates.isEmpty)
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

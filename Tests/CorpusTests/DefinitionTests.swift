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

@Test(arguments: CorpusCase.all.filter { $0.diff != nil && $0.settings.status == 0 })
func nothingOfKanikoIsLeftInMigratedJobs(_ item: CorpusCase) throws {
  let trees = try CorpusTrees.of(item)
  for (name, job) in trees.after.jobs.sorted(by: { $0.key < $1.key }) where job != trees.before.jobs[name] {
    let image = job.image?.name ?? ""
    #expect(image.range(of: "kaniko") == nil, "image of \(name)")
    for command in job.commands {
      let code = command.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
      let left = code.filter { $0.contains("/kaniko/") }
      #expect(left == [], "\(name): \(command)")
    }
  }
}

import KanikoMigration
import Testing

@testable import GeneratedPipelines

/// Flags that no generated call has, with the reason.
private let leftOut: [String: String] = [
  "git": "only for contexts that are fetched from a git server",
  "ignore-path": "never migrated", "push-ignore-immutable-tag-errors": "never migrated",
  "skip-default-registry-fallback": "never migrated", "materialize": "never migrated", "dryrun": "never migrated",
]

@Test func everyFlagIsGenerated() {
  let generated = Set(FlagGenerator.names + ["context", "dockerfile", "context-sub-path"])
  for flag in KanikoFlag.all {
    #expect(generated.contains(flag.name) != (leftOut[flag.name] != nil), "--\(flag.name)")
  }
}

@Test func theSameSeedMakesTheSameJob() {
  for seed in UInt64(1)...50 {
    #expect(PipelineText(JobGenerator.job(seed: seed)).text == PipelineText(JobGenerator.job(seed: seed)).text)
  }
}

@Test func jobsGetSmallerUntilTheyWouldPass() throws {
  let job = JobGenerator.job(seed: 3)
  let shrinker = Shrinker { jobs in jobs.map { !$0.calls.isEmpty } }
  let smallest = try shrinker.shrink(job, rounds: 200)
  #expect(smallest.steps.count == 1)
  #expect(smallest.calls.map(\.text) == ["/kaniko/executor"])
  #expect(smallest.layout == PipelineLayout())
}

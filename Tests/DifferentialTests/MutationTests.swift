import Testing

@testable import GeneratedPipelines

/// Migrated jobs into which mistakes are put: those that pass as they are.
private let originals = Result { try passing(buildsFail: false) }
private let failingOriginals = Result { try passing(buildsFail: true) }

/// What comes after a failed build may never run, so that a mistake in it shows nothing: those have one call each.
private func passing(buildsFail: Bool) throws -> [MigratedJob] {
  let items = (UInt64(1_000_000)..<1_000_400).map { seed in
    var job = JobGenerator.job(seed: seed)
    job.buildsFail = buildsFail
    return MigratedJob(seed: seed, job: job)
  }.filter { !buildsFail || $0.job.calls.count == 1 }
  return try Verdict.judge(items.filter(\.isMigrated)).filter { !$0.failed }.map(\.item)
}

/// A comparison that would let mistakes pass proves nothing.
@Test(arguments: Mutation.all)
func everyMistakeIsNoticed(_ mutation: Mutation) throws {
  let items = try (mutation.needsFailure ? failingOriginals : originals).get()
  let mutants = items.lazy.compactMap { item in
    mutation.apply(item.migrated).map { MigratedJob(item, migrated: $0) }
  }.prefix(8)
  #expect(!mutants.isEmpty, "no job has a place for this mistake")
  let verdicts = try Verdict.judge(Array(mutants))
  let unnoticed = verdicts.filter { !$0.failed }.map { "\n\($0.report)" }
  #expect(unnoticed == [], "\(unnoticed.count) of \(verdicts.count)")
}

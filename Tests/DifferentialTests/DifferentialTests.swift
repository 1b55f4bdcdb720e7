import Foundation
import Testing

@testable import GeneratedPipelines

/// The seeds of this run: fixed, unless somebody asks for others.
private struct Seeds {
  let first: UInt64
  let count: Int
  /// Whether these are the ones that everybody runs.
  let areUsual: Bool

  static let current: Seeds = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["KANIKO2BUILDKIT_SEED"].flatMap { UInt64($0) }
    let count = environment["KANIKO2BUILDKIT_CASES"].flatMap { Int($0) }
    return Seeds(first: first ?? 1, count: count ?? 5000, areUsual: first == nil && count == nil)
  }()

  /// The seeds of as many jobs as are asked for, in portions that one batch takes.
  var portions: [[UInt64]] {
    let all = (UInt64(0)...).lazy.map { first &+ $0 }
    let seeds = Array(all.filter { count == 1 || Restriction.allows(JobGenerator.job(seed: $0)) }.prefix(max(count, 0)))
    return stride(from: 0, to: seeds.count, by: 200).map { Array(seeds[$0..<min($0 + 200, seeds.count)]) }
  }
}

/// The share of generated jobs that are migrated, at least. The others are left as they are, for a reason that is
/// reported: mostly registries that cannot be known, or calls that Kaniko itself would refuse.
private let leastShare = 0.6

@Test func generatedJobsBuildTheSame() async throws {
  let verdicts = try await judged(Seeds.current.portions)
  if !Seeds.current.areUsual { print(RunSummary(verdicts).text) }
  let failed = verdicts.filter(\.failed)
  for verdict in firstOfEachKind(failed).prefix(8) { Issue.record("\(try shrunk(verdict).report)") }
  let failedSeeds = failed.map(\.item.seed)
  #expect(failedSeeds == [], "\(failed.count) of \(verdicts.count)")
  let refused = verdicts.filter { $0.item.failedItsOwnChecks }.map(\.item.seed)
  #expect(refused == [], "the migration did not pass its own checks")
  guard Seeds.current.areUsual else { return }
  let migrated = verdicts.count { $0.item.isMigrated }
  #expect(Double(migrated) >= leastShare * Double(verdicts.count), "\(migrated) of \(verdicts.count) were migrated")
}

/// Judges portions of cases, as many at the same time as there are processors.
private func judged(_ portions: [[UInt64]]) async throws -> [Verdict] {
  try await withThrowingTaskGroup(of: [Verdict].self) { group in
    for portion in portions {
      group.addTask { try Verdict.judge(portion.map { MigratedJob(seed: $0, job: JobGenerator.job(seed: $0)) }) }
    }
    return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.item.seed < $1.item.seed }
  }
}

/// One of all that fail in the same way.
private func firstOfEachKind(_ verdicts: [Verdict]) -> [Verdict] {
  var known: Set<String?> = []
  return verdicts.filter { known.insert($0.kind).inserted }
}

/// The smallest job that fails like this one.
private func shrunk(_ verdict: Verdict) throws -> Verdict {
  let seed = verdict.item.seed
  let shrinker = Shrinker { jobs in
    try Verdict.judge(jobs.map { MigratedJob(seed: seed, job: $0) }).map { $0.kind == verdict.kind }
  }
  let smallest = try shrinker.shrink(verdict.item.job)
  return try Verdict.judge([MigratedJob(seed: seed, job: smallest)]).first ?? verdict
}

@testable import GeneratedPipelines

/// What a run with other seeds than the usual ones showed, in a few lines for a person.
struct RunSummary {
  private let verdicts: [Verdict]

  init(_ verdicts: [Verdict]) {
    self.verdicts = verdicts
  }

  var text: String {
    if let only = verdicts.first, verdicts.count == 1 { return only.report }
    let migrated = verdicts.count { $0.item.isMigrated }
    let left = verdicts.filter { !$0.item.isMigrated }
    return
      (["migrated \(migrated) of \(verdicts.count)"]
      + Self.counted(left.flatMap { verdict in Set(verdict.item.reasons).map { ($0, verdict.item.seed) } }, "left")
      + Self.counted(verdicts.compactMap { verdict in verdict.kind.map { ($0, verdict.item.seed) } }, "failed"))
      .joined(separator: "\n")
  }

  /// How often each text occurs, with the first seeds, most frequent first.
  private static func counted(_ entries: [(text: String, seed: UInt64)], _ word: String) -> [String] {
    let groups = Dictionary(grouping: entries) { String($0.text.prefix(100)) }
    return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { text, group in
      "\(word) \(group.count): \(text) \(group.map(\.seed).sorted().prefix(5))"
    }
  }
}

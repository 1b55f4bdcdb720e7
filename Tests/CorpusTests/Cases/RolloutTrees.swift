import Foundation
import TestSupport

/// Every case that a migration changes, after `migrate --shadow --shadow-compare` and after `migrate --finish` on top of it.
struct RolloutTrees: Sendable {
  /// One case.
  struct Pair: Sendable {
    let shadowed: FileTree
    let finished: FileTree
    /// The pipelines with twins, by the independent resolver.
    let resolved: ResolvedDirectory
    /// What `--shadow` says becomes of each job.
    let outcomes: [String]

    /// Whether every job that could be migrated got a twin.
    let hasAllTwins: Bool
    /// Whether a job got one.
    var hasTwins: Bool { outcomes.contains { $0.hasPrefix("shadowed") } }
  }

  private let pairs: [String: Pair]

  /// The cases that a migration changes.
  static let cases = CorpusCase.all.filter { !($0.diff ?? Data()).isEmpty }
  private static let all = Result { try RolloutTrees() }

  /// The trees of a case.
  static func of(_ item: CorpusCase) throws -> Pair {
    guard let pair = try all.get().pairs[item.name] else { throw ResolverFailed(reason: "no case \(item.name)") }
    return pair
  }

  private struct Document: Decodable {
    struct Repository: Decodable {
      struct Job: Decodable {
        let outcome: String
      }
      let repository: String
      let jobs: [Job]
    }
    let repositories: [Repository]
  }

  private init() throws {
    let scratch = try TemporaryFolder.untilExit()
    func folder(_ item: CorpusCase) -> URL { scratch.appending(path: item.name) }
    for item in Self.cases {
      try FileManager.default.createDirectory(at: folder(item), withIntermediateDirectories: true)
      try FileTree(readingFrom: item.input).write(to: folder(item))
    }
    let plain = try Self.migrate([], Self.cases, folder)
    let shadow = try Self.migrate(["--shadow", "--shadow-compare", "--write", "--allow-dirty"], Self.cases, folder)
    let shadowed = try Self.cases.map { try FileTree(readingFrom: folder($0)) }
    let resolved = try ResolvedDirectory.resolve(Self.cases.map { ResolverInput($0, in: folder($0)) })
    _ = try Self.migrate(["--finish", "--write", "--allow-dirty"], Self.cases, folder)
    var pairs: [String: Pair] = [:]
    for (number, item) in Self.cases.enumerated() {
      let outcomes = shadow[folder(item).path] ?? []
      let migrated = (plain[folder(item).path] ?? []).count { $0 == "safe" || $0 == "reviewed" }
      pairs[item.name] = Pair(
        shadowed: shadowed[number], finished: try FileTree(readingFrom: folder(item)), resolved: resolved[number],
        outcomes: outcomes, hasAllTwins: migrated > 0 && migrated == outcomes.count { $0.hasPrefix("shadowed") })
    }
    self.pairs = pairs
  }

  /// Runs `migrate` on many folders, in one process for all cases with the same arguments.
  ///
  /// - Returns: the outcomes of the jobs, by folder.
  private static func migrate(
    _ arguments: [String], _ cases: [CorpusCase], _ folder: (CorpusCase) -> URL
  ) throws -> [String: [String]] {
    var result: [String: [String]] = [:]
    let groups = Dictionary(grouping: cases) { item in
      item.settings.arguments
        + item.projects.sorted { $0.key < $1.key }.flatMap { ["--include-map", "\($0.key)=\($0.value)"] }
    }
    for (own, items) in groups {
      let run = try Command.run(
        try Repository.product(), ["migrate", "--format", "json"] + arguments + own + items.map { folder($0).path },
        seconds: 900)
      for repository in try JSONDecoder().decode(Document.self, from: run.output).repositories {
        result[repository.repository] = repository.jobs.map(\.outcome)
      }
    }
    return result
  }
}

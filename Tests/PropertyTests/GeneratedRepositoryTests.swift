import Foundation
import GeneratedPipelines
import GitLabCI
import Invariants
import KanikoMigration
import SourceText
import TestSupport
import Testing

/// A generated repository with its migration.
private struct Migrated: Sendable {
  let seed: UInt64
  let repository: GeneratedRepository
  let invariants: MigrationInvariants

  init(seed: UInt64) {
    self.seed = seed
    repository = GeneratedRepository(seed: seed)
    invariants = MigrationInvariants(repository.sources, acceptsReview: true, failsOfChecks: true)
  }

  var plan: MigrationPlan { invariants.plan }

  /// The files of the repository as they are.
  var tree: FileTree {
    FileTree(files: Dictionary(uniqueKeysWithValues: repository.files.map { ($0.path, Data($0.text.utf8)) }))
  }

  /// The files after the migration, as the plan has them.
  var migratedTree: FileTree {
    FileTree(
      files: Dictionary(uniqueKeysWithValues: repository.sources.map { ($0.path, Data(invariants.changed($0))) }))
  }

  var shown: String { repository.files.map { "=== \($0.path)\n\($0.text)" }.joined() }
}

/// The repositories that every run checks, or those that `PROPERTY_SEEDS=from:to` in the environment names.
private let all: [Migrated] = {
  let named = ProcessInfo.processInfo.environment["PROPERTY_SEEDS"]?.split(separator: ":").compactMap { UInt64($0) }
  let seeds = named.flatMap { $0.count == 2 && $0[0] < $0[1] ? $0[0]..<$0[1] : nil } ?? 0..<240
  return seeds.map { Migrated(seed: $0) }
}()

@Test func migrationsInEveryStyleKeepTheInvariants() {
  for item in all { #expect(item.invariants.problems == [], "seed \(item.seed)\n\(item.shown)") }
}

/// Repositories that the product cannot read, or leaves alone, prove nothing.
@Test func generatedRepositoriesAreReadAndMigrated() {
  let unreadable = all.filter(\.plan.project.hasUnreadableFiles).map(\.seed)
  #expect(unreadable == [])
  let migrated = all.reduce(0) { $0 + $1.plan.jobs.count(where: \.isMigrated) }
  #expect(migrated > all.count, "\(migrated) jobs of \(all.count) repositories")
  let files = all.flatMap { $0.repository.files.filter { $0.path.hasSuffix(".yml") } }.map(\.text)
  let styles = [
    ": |", ": >", ": '", ": \"", "- |", "- >-", "\r\n", "\u{FEFF}", "<<:", ": *", "&", "!reference", "\t#", "🚀",
  ]
  for style in styles { #expect(files.count { $0.contains(style) } > all.count / 80, "\(style.debugDescription)") }
  #expect(files.count { !$0.hasSuffix("\n") } > all.count / 80)
}

@Test func whatIsWrittenIsWhatGitApplies() throws {
  try TemporaryFolder.with { scratch in
    let git = try Command.locate("git", advice: "install git")
    let changed = all.filter { !$0.plan.edits.isEmpty }
    for item in changed {
      for side in ["applied", "written"] { try item.tree.write(to: scratch.appending(path: "\(side)/\(item.seed)")) }
      let diff = Data(UnifiedDiff(item.plan.fileChanges).bytes)
      let folder = scratch.appending(path: "applied/\(item.seed)")
      let result = try Command.run(git, ["apply", "-"], in: folder.path, input: diff)
      #expect(result.status == 0, "seed \(item.seed): \(result.errorText)")
    }
    let arguments = ["migrate", "--review", "--write"] + changed.map { "\($0.seed)" }
    let run = try Command.run(
      try Repository.product(), arguments, in: scratch.appending(path: "written").path, seconds: 300)
    #expect([0, 1, 4].contains(run.status), "\(run.errorText)")
    for item in changed {
      let trees = try ["applied", "written"].map {
        try FileTree(readingFrom: scratch.appending(path: "\($0)/\(item.seed)"))
      }
      #expect(trees[0].differences(from: item.migratedTree) == [], "applied, seed \(item.seed)")
      #expect(trees[1].differences(from: item.migratedTree) == [], "written, seed \(item.seed)\n\(item.shown)")
    }
  }
}

/// The independent resolver reads both versions of every pipeline, in one process.
@Test func jobsThatAreNotMigratedStayTheSameForRuby() throws {
  try TemporaryFolder.with { scratch in
    let changed = all.filter { !$0.plan.edits.isEmpty }
    for item in changed {
      try item.tree.write(to: scratch.appending(path: "before/\(item.seed)"))
      try item.migratedTree.write(to: scratch.appending(path: "after/\(item.seed)"))
    }
    let folders = changed.flatMap { item in
      ["before", "after"].map { scratch.appending(path: "\($0)/\(item.seed)").path }
    }
    let pipelines = try ResolvedPipelines(of: folders)
    var compared = 0
    for (number, item) in changed.enumerated() {
      let before = try pipelines.jobs(of: folders[2 * number])
      let after = try pipelines.jobs(of: folders[2 * number + 1])
      let migrated = Set(item.plan.jobs.filter(\.isMigrated).map(\.name))
      #expect(Set(before.keys) == Set(after.keys), "seed \(item.seed)")
      for (name, definition) in before where !migrated.contains(name) {
        #expect(after[name] == definition, "seed \(item.seed), \(name)\n\(item.shown)")
        compared += 1
      }
      for name in migrated where before[name] != nil {
        #expect(before[name] != after[name], "seed \(item.seed), \(name)")
      }
    }
    #expect(compared > changed.count / 3, "\(compared) jobs were compared")
  }
}

/// What `resolve.rb` makes of folders.
private struct ResolvedPipelines {
  private let folders: [String: Any]

  init(of folders: [String]) throws {
    let ruby = try Command.locate("ruby", advice: "install ruby, whose Psych is the parser that GitLab uses")
    let program = Repository.root.appending(path: "Tests/CorpusTests/Oracles/resolve.rb").path
    let environment = Command.scrubbed.merging(["LANG": "C.UTF-8"]) { $1 }
    let result = try Command.run(ruby, [program] + folders, environment: environment)
    try #require(result.status == 0, "\(result.errorText)")
    self.folders = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  /// The jobs that run in the pipeline of a folder, each as JSON.
  func jobs(of folder: String) throws -> [String: String] {
    let resolved = try #require(folders[folder] as? [String: Any])
    try #require(resolved["error"] == nil, "\(folder): \(resolved["error"] ?? "")")
    let pipelines = try #require(resolved["pipelines"] as? [String: Any])
    let entry = try #require(pipelines[InputFiles.entry] as? [String: Any])
    let jobs = try #require(entry["jobs"] as? [String: Any])
    return try jobs.mapValues {
      String(decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self)
    }
  }
}

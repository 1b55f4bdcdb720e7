import Foundation
import JobBehaviour
import TestSupport
import Testing

private let suffix = "-buildkit"

/// The promise of the two steps: together they end in the bytes of the one.
@Test(arguments: RolloutTrees.cases)
func twinsLeadToTheMigration(_ item: CorpusCase) throws {
  let pair = try RolloutTrees.of(item)
  let input = try FileTree(readingFrom: item.input)
  if pair.hasAllTwins {
    let migrated = try FileTree(readingFrom: try CorpusTrees.of(item).migrated)
    #expect(pair.finished.differences(from: migrated) == [])
  } else if !pair.hasTwins {
    #expect(pair.outcomes.contains("manual"), "a refusal has its reason")
    #expect(pair.finished.differences(from: input) == [], "what is refused stays as it is")
  } else {
    #expect(pair.outcomes.contains("manual"), "a refusal has its reason")
  }
  #expect(pair.shadowed.differences(from: input).isEmpty != pair.hasTwins)
}

/// Most of the corpus can be tried beside Kaniko first: else the steps would be of no use.
@Test func nineInTenCasesGetTwins() throws {
  let accepted = try RolloutTrees.cases.filter { try RolloutTrees.of($0).hasAllTwins }
  #expect(accepted.count * 10 >= RolloutTrees.cases.count * 9, "\(accepted.count) of \(RolloutTrees.cases.count)")
}

/// Twins are added, and no line of a file goes or moves.
@Test(arguments: RolloutTrees.cases)
func twinsAreOnlyAdded(_ item: CorpusCase) throws {
  let pair = try RolloutTrees.of(item)
  let input = try FileTree(readingFrom: item.input)
  #expect(Set(pair.shadowed.files.keys) == Set(input.files.keys))
  for (path, old) in input.files {
    let new = try #require(pair.shadowed.files[path])
    guard old != new else { continue }
    var rest = old.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    for line in new.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) where line == rest.first {
      rest.removeFirst()
    }
    #expect(rest.isEmpty, "\(path): \(rest.first.map { String(decoding: $0, as: UTF8.self) } ?? "")")
  }
}

/// By the independent resolver: every job stays, and a twin is the migrated job but for what it may not have.
@Test(arguments: RolloutTrees.cases)
func twinsAreTheMigratedJobs(_ item: CorpusCase) throws {
  let pair = try RolloutTrees.of(item)
  let trees = try CorpusTrees.of(item)
  var jobs = pair.resolved.jobs
  for (name, old) in trees.before.jobs { #expect(jobs.removeValue(forKey: name) == old, "\(name)") }
  #expect((pair.resolved.error == nil) == (trees.before.error == nil))
  for (name, twin) in jobs {
    #expect(twin.definition["allow_failure"] == .bool(true))
    for key in Array(withoutKeys) { #expect(twin.definition[key]?.withoutNull ?? .null == .null, "\(name): \(key)") }
    if name.hasSuffix(":compare") { continue }
    #expect(name.hasSuffix(":buildkit"))
    guard pair.hasAllTwins else { continue }
    let migrated = try #require(trees.after.jobs[String(name.dropLast(":buildkit".count))])
    let own = withoutKeys.union(["allow_failure", "extends"])
    for key in Set(twin.definition.keys).union(migrated.definition.keys).subtracting(own) {
      let value = key == "image" ? twin.definition[key]?.withoutNull : twin.definition[key]
      let same = value?.withoutSuffix == migrated.definition[key]?.withoutSuffix
      #expect(same, "\(name): \(key)")
    }
  }
}

/// Keys of which a twin and a comparison have none.
private let withoutKeys: Set = ["artifacts", "environment", "pages", "publish", "release", "resource_group"]

/// What the function of a call that is translated when the job runs has more in a twin.
private let functionTag = "$(case ${_value##*/} in (*:*) ;; (*) echo :latest ;; esac)\(suffix)"

extension JSONValue {
  /// The value without what GitLab takes for nothing: null, also in a mapping, and artifacts of files that are not there.
  fileprivate var withoutNull: JSONValue {
    guard case .object(let members) = self else { return self }
    let rest = members.filter { $0.value != .null && !($0.key == "untracked" && $0.value == .bool(false)) }
    return rest.isEmpty ? .null : .object(rest)
  }

  /// The value without the suffixes of twins, and without `latest` where a twin had to say it.
  fileprivate var withoutSuffix: JSONValue {
    switch self {
    case .string(let text):
      .string(
        text.replacing(functionTag, with: "").replacing(":latest\(suffix)", with: "")
          .replacing(suffix, with: "").replacing(":latest", with: ""))
    case .array(let items): .array(items.map(\.withoutSuffix))
    case .object(let members): .object(members.mapValues(\.withoutSuffix))
    case .null, .bool, .number: self
    }
  }
}

/// Every tenth case whose jobs are run: each behaviour test of a migrated job says the rest.
private let compared = RolloutTrees.cases.filter(\.settings.behaviour.isTrue).enumerated()
  .filter { $0.offset % 10 == 0 || ["arguments/assembled", "calls/fallback-tags"].contains($0.element.name) }
  .map(\.element)

@Test(arguments: compared)
func twinsBuildTheSameUnderTheirOwnTag(_ item: CorpusCase) throws {
  let pair = try RolloutTrees.of(item)
  let before = try CorpusTrees.of(item).before.jobs
  for (name, twin) in pair.resolved.jobs.sorted(by: { $0.key < $1.key })
  where before[name] == nil && !name.hasSuffix(":compare") {
    let job = try #require(before[String(name.dropLast(":buildkit".count))])
    for comparison in try JobComparison.both(of: name, job, twin, item) {
      let differences = comparison.differences.filter { !$0.hasPrefix("destinations: ") }
      #expect(differences == [], "\(comparison.transcripts)")
      let old = try builds(of: comparison.old, "executor", RecordedBuild.init(kaniko:))
      let new = try builds(of: comparison.new, "buildctl", RecordedBuild.init(buildctl:))
      #expect(!new.isEmpty)
      #expect(new == old.map { $0.map { $0 + suffix } })
    }
  }
}

/// The names under which each build of a job pushes.
private func builds(
  of run: JobRun, _ program: String, _ read: (Recording) throws -> RecordedBuild
) throws -> [[String]] {
  try run.recordings.filter { $0.program == program && !["version", "--version"].contains($0.arguments.first) }
    .map { try read($0).destinations }
}

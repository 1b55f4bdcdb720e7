import Foundation
import JobBehaviour
import TestSupport
import Testing

/// What gitlabci-local, a program that runs pipelines on one's own machine, makes of a job.
private struct GcilJob: Decodable {
  let image: String?
  let entrypoint: [String]?
  let variables: [String: JSONValue]?
  let beforeScript: [String]?
  let script: [String]?

  private enum CodingKeys: String, CodingKey {
    case image, entrypoint, variables, script
    case beforeScript = "before_script"
  }

  /// The image that it gives a job without one.
  private static let ownImage = "ruby:3.1"

  /// The parts in which it differs from the independent resolver.
  func differences(from job: ResolvedJob) -> [String] {
    let values = (variables ?? [:]).mapValues { value -> String in
      if case .string(let text) = value { text } else { "\(value)" }
    }
    let expected = Dictionary(job.variables.map { ($0.name, $0.value) }) { $1 }
    var result: [String] = []
    if (image == Self.ownImage ? "" : image ?? "") != job.image?.name ?? "" { result.append("image") }
    if entrypoint != job.image?.entrypoint { result.append("entrypoint") }
    if values != expected { result.append("variables") }
    if beforeScript ?? [] != job.beforeScript { result.append("before_script") }
    if script ?? [] != job.script { result.append("script") }
    return result
  }
}

/// Ways in which gitlabci-local 13.2.0 departs from GitLab, each with the jobs of the corpus that show it.
///
/// Of the jobs that it reads here it has nine in ten as the resolver has them. What is left out of the comparison: jobs
/// that trigger pipelines, which it drops, and those with a matrix, which it splits.
private let departures: [(reason: String, jobs: Set<String>)] = [
  ("it does not know `inherit`", ["chains/inherit build", "reuse/inherit-nothing build"]),
  (
    "to it a key wins over a merge key that follows",
    ["chains/merge-order build", "reuse/merge-after-own-keys build"]
  ),
  ("it takes a referenced string apart into letters", ["chains/odd-hidden-jobs test"]),
  ("it expands variables in the image", ["reuse/image-tag-variable build", "reuse/image-variable build"]),
  ("an image that names another loses the entrypoint of its base", ["reuse/child-overrides-name scan"]),
  (
    "it does not read files of other projects",
    [
      "components/mapped-other-tool build", "includes/project-mapped-kaniko build",
      "includes/project-mapped-kaniko lint",
    ]
  ),
]

/// Cases that gitlabci-local cannot read, or of which it reads a part.
private let unread: [(reason: String, cases: Set<String>)] = [
  ("it crashes on a script item that is a comment alone", ["bytes/comments-everywhere"]),
  (
    "it puts no inputs in place", ["components/inputs-script", "components/inputs-twice", "components/own-tested-here"]
  ),
  ("it reads no files of other projects", ["components/mapped", "includes/project-mapped-image"]),
  ("it includes a file once", ["includes/included-twice"]),
  ("it fetches remote files", ["includes/remote-unrelated"]),
  ("it drops jobs without a script", ["elsewhere/template-include", "includes/arguments-for-elsewhere"]),
  ("`**` stands for folders alone to it", ["includes/wildcard-any-depth"]),
]

private struct GcilComparison {
  /// The departures of each job, by case and name; empty where both agree.
  var jobs: [String: [String]] = [:]
  /// The cases of which it did not read every job.
  var incomplete: Set<String> = []

  init() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracles/read_with_gcil.py").path
    let scratch = try TemporaryFolder.untilExit()
    var cases: [String: CorpusCase] = [:]
    for item in CorpusCase.all {
      guard try CorpusTrees.of(item).before.pipelines[".gitlab-ci.yml"] != nil else { continue }
      let folder = scratch.appending(path: item.name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileTree(readingFrom: item.input).write(to: folder)
      cases[folder.path] = item
    }
    let result = try Command.run(try Oracle.program("python"), [script] + cases.keys.sorted(), seconds: 600)
    guard result.status == 0 else { throw ResolverFailed(reason: result.errorText) }
    let found = try JSONDecoder().decode([String: [String: GcilJob]?].self, from: result.output)
    for (folder, item) in cases { compare(found[folder].flatMap(\.self), item, try CorpusTrees.of(item).before) }
  }

  private mutating func compare(_ found: [String: GcilJob]?, _ item: CorpusCase, _ tree: ResolvedDirectory) {
    for (name, job) in tree.pipelines[".gitlab-ci.yml"]?.jobs ?? [:] {
      guard job.definition["trigger"] == nil, job.definition["parallel"] == nil else { continue }
      if let other = found?[name] {
        jobs["\(item.name) \(name)"] = other.differences(from: job)
      } else {
        incomplete.insert(item.name)
      }
    }
  }
}

@Test func gitlabciLocalReadsTheSameJobs() throws {
  let comparison = try GcilComparison()
  let different = comparison.jobs.filter { !$0.value.isEmpty }
  let expected = departures.reduce(into: Set<String>()) { $0.formUnion($1.jobs) }
  for (name, parts) in different.sorted(by: { $0.key < $1.key }) where !expected.contains(name) {
    Issue.record("\(name): \(parts.joined(separator: ", "))")
  }
  // An exception that is none any more is removed.
  #expect(expected.subtracting(different.keys).sorted() == [])
  #expect(comparison.incomplete.sorted() == unread.reduce(into: Set<String>()) { $0.formUnion($1.cases) }.sorted())
  #expect(comparison.jobs.count > 250)
}

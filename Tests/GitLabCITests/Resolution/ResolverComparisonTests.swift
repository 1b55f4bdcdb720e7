import Foundation
import GitLabCI
import Invariants
import SourceText
import TestSupport
import Testing

/// Effective jobs of generated repositories, compared with the resolver that is written in Ruby.
@Test(arguments: 1...4) func effectiveJobsAreThoseOfTheIndependentResolver(seed: UInt64) throws {
  var generator = PipelineGenerator(seed: seed)
  let repositories = (0..<150).map { _ in generator.repository() }
  try TemporaryFolder.with { root in
    let folders = try repositories.enumerated().map { index, files in
      let folder = root.appending(path: "\(index)")
      try FileTree(files: files.mapValues { Data($0.utf8) }).write(to: folder)
      return folder.path
    }
    let resolved = try Ruby.resolve(folders)
    var expected: [ExpectedJob] = []
    var own: [Int: [String: String]] = [:]
    for (index, folder) in folders.enumerated() {
      let oracle = try #require(resolved[folder] as? [String: Any])
      let project = load(repositories[index])
      if let error = oracle["error"] {
        #expect(!project.diagnostics.isEmpty, "GitLab refuses \(repositories[index]): \(error)")
        continue
      }
      #expect(project.messages == [], "the resolver accepts \(repositories[index])")
      let jobs = try jobs(of: oracle, repository: index)
      own[index] = lines(of: project)
      #expect(own[index].map { Set($0.keys) } == Set(jobs.map(\.name)))
      expected += jobs
    }
    #expect(expected.count > 200)
    let wanted = try Ruby.canonical(JSONSerialization.data(withJSONObject: expected.map(\.definition)))
    for (job, line) in zip(expected, wanted) {
      let found = own[job.repository]?[job.name] ?? "nothing"
      guard found != line else { continue }
      Issue.record("\(job.name) of \(repositories[job.repository]) is\n\(line)\nhere it is\n\(found)")
      return
    }
  }
}

/// A job as the resolver prints it.
private struct ExpectedJob {
  let repository: Int
  /// The file of the pipeline and the name.
  let name: String
  let definition: Any
}

/// Every job that the resolver found in a repository.
private func jobs(of oracle: [String: Any], repository: Int) throws -> [ExpectedJob] {
  var result: [ExpectedJob] = []
  for (file, pipeline) in try #require(oracle["pipelines"] as? [String: [String: [String: [String: Any]]]]) {
    for (name, job) in pipeline["jobs"] ?? [:] {
      let definition = try #require(job["definition"])
      result.append(ExpectedJob(repository: repository, name: "\(file) \(name)", definition: definition))
    }
  }
  return result.sorted { $0.name < $1.name }
}

/// The canonical line of every job of a project, by the file of its pipeline and its name.
private func lines(of project: Project) -> [String: String] {
  var result: [String: String] = [:]
  for pipeline in project.pipelines {
    let file = project.documents[pipeline.entryFile].path
    for job in pipeline.jobs where !job.isHidden { result["\(file) \(job.name)"] = resolvedLine(job.effective) }
  }
  return result
}

/// A job in the form of the resolver: scripts flattened, variables as value and rawness, an image always a mapping.
func resolvedLine(_ job: CIMapping) -> String {
  var pairs: [(String, String)] = []
  for entry in job.entries where !["extends", "inherit", "variables"].contains(entry.key) {
    switch entry.key {
    case "script", "before_script", "after_script", "rules":
      let items = flattened(entry.value).map { Canonical.line($0, sorted: true) }
      pairs.append((entry.key, entry.value.isNull ? "n" : "[\(items.joined(separator: ","))]"))
    case "image" where entry.value.scalar?.type == .string:
      pairs.append((entry.key, Canonical.pairs([("name", Canonical.line(entry.value))], sorted: true)))
    default: pairs.append((entry.key, Canonical.line(entry.value, sorted: true)))
    }
  }
  let variables = (job["variables"]?.mapping?.entries ?? []).map { ($0.key, variable($0.value)) }
  pairs.append(("variables", Canonical.pairs(variables, sorted: true)))
  return Canonical.pairs(pairs, sorted: true)
}

private func flattened(_ value: CIValue) -> [CIValue] {
  if case .reference = value.kind { return [] }
  return value.items.map { $0.flatMap(flattened) } ?? [value]
}

private func variable(_ value: CIValue) -> String {
  let text = value.text ?? value.mapping?["value"]?.text ?? ""
  let isRaw = value.mapping?["expand"]?.text == "false"
  return Canonical.pairs([("value", "s" + Canonical.text(text)), ("raw", "b\(isRaw)")], sorted: true)
}

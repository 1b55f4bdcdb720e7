import Foundation
import GitLabCI
import SourceText
import TestSupport
import Testing

/// Effective jobs of the corpus, compared with the resolver that is written in Ruby.
@Test func effectiveJobsOfTheCorpusAreThoseOfTheIndependentResolver() throws {
  let cases = try ResolvedCase.all()
  let arguments = try cases.map {
    String(decoding: try JSONSerialization.data(withJSONObject: $0.input), as: UTF8.self)
  }
  let resolved = try Ruby.resolve(arguments)
  var jobs: [(name: String, definition: Any)] = []
  var own: [String: [String]] = [:]
  for item in cases {
    let oracle = try #require(resolved[item.folder.path] as? [String: Any])
    guard oracle["error"] == nil else { continue }
    jobs += try expectedJobs(of: oracle).map { ("\(item.name): \($0.name)", $0.definition) }
    for (name, line) in lines(of: try item.project()) { own["\(item.name): \(name)", default: []].append(line) }
  }
  #expect(jobs.count > 300)
  let canonical = try Ruby.canonical(JSONSerialization.data(withJSONObject: jobs.map(\.definition)))
  let expected = Dictionary(grouping: zip(jobs.map(\.name), canonical), by: \.0).mapValues { $0.map(\.1).sorted() }
  #expect(Set(own.keys).symmetricDifference(expected.keys).sorted() == [])
  for (name, lines) in expected.sorted(by: { $0.key < $1.key }) {
    #expect(own[name]?.sorted() == lines, "\(name)")
  }
}

/// A case of the corpus as far as its pipelines go.
private struct ResolvedCase {
  let name: String
  let folder: URL
  let projects: [String: URL]

  /// What the resolver is told.
  var input: [String: Any] { ["directory": folder.path, "projects": projects.mapValues(\.path)] }

  static func all() throws -> [ResolvedCase] {
    let files = FileManager.default
    let corpus = Repository.corpus
    return try files.contentsOfDirectory(atPath: corpus.path).sorted().flatMap { group in
      try files.contentsOfDirectory(atPath: corpus.appending(path: group).path).sorted().map { name in
        let folder = corpus.appending(path: "\(group)/\(name)")
        let settings = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: "case.json")))
        let names = (settings as? [String: Any])?["projects"] as? [String] ?? []
        let projects = names.map { ($0, folder.appending(path: "projects/\($0)")) }
        return ResolvedCase(
          name: "\(group)/\(name)", folder: folder.appending(path: "input"),
          projects: Dictionary(projects) { first, _ in first })
      }
    }
  }

  /// The case as the product reads it.
  func project() throws -> Project {
    ProjectLoader.load(
      entries: [(".gitlab-ci.yml", .entry)],
      from: ProjectFiles(
        try Self.sources(in: folder), projects: try projects.mapValues { ProjectFiles(try Self.sources(in: $0)) }))
  }

  private static func sources(in folder: URL) throws -> [SourceFile] {
    try FileTree(readingFrom: folder).files.filter { $0.key.hasSuffix("yml") || $0.key.hasSuffix("yaml") }
      .map { SourceFile(path: $0.key, bytes: Array($0.value)) }
  }
}

/// The jobs that the resolver found, named by the files of their pipeline.
private func expectedJobs(of oracle: [String: Any]) throws -> [(name: String, definition: Any)] {
  var result: [(String, Any)] = []
  for (files, pipeline) in try #require(oracle["pipelines"] as? [String: [String: [String: [String: Any]]]]) {
    // Inputs stand behind the files; pipelines that differ in nothing else are compared together.
    let paths = files.split(separator: " ").filter { !$0.contains("=") }.joined(separator: " ")
    for (name, job) in pipeline["jobs"] ?? [:] { result.append(("\(paths) \(name)", try #require(job["definition"]))) }
  }
  return result
}

private func lines(of project: Project) -> [(name: String, line: String)] {
  project.pipelines.flatMap { pipeline in
    let paths = pipeline.entryFiles.map { project.documents[$0].path }.joined(separator: " ")
    return pipeline.jobs.filter { !$0.isHidden }.map { ("\(paths) \($0.name)", resolvedLine($0.effective)) }
  }
}

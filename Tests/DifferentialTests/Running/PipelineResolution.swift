import Foundation
import JobBehaviour
import TestSupport

@testable import GeneratedPipelines

/// A job as the independent resolver of the corpus sees it.
struct EffectiveJob: Decodable, Sendable {
  let variables: [JobVariable]
  let beforeScript: [String]
  let script: [String]

  private enum CodingKeys: String, CodingKey {
    case variables, script
    case beforeScript = "before_script"
  }

  /// The items that the runner puts into one shell session.
  var commands: [String] { beforeScript + script }
}

/// What the resolver makes of one pipeline.
struct EffectivePipeline: Decodable, Sendable {
  private struct File: Decodable, Sendable {
    let jobs: [String: EffectiveJob]
  }

  private let pipelines: [String: File]
  let error: String?

  /// The job that runs.
  var job: EffectiveJob? { pipelines[".gitlab-ci.yml"]?.jobs[PipelineText.jobName] }

  /// Resolves texts in one process.
  ///
  /// - Returns: one result a text, in the same order.
  static func resolve(_ texts: [String]) throws -> [EffectivePipeline] {
    try TemporaryFolder.with { scratch in
      let folders = try texts.enumerated().map { number, text in
        let folder = scratch.appending(path: "\(number)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try Data(text.utf8).write(to: folder.appending(path: ".gitlab-ci.yml"))
        return folder.path
      }
      let ruby = try Command.locate("ruby", advice: "install ruby, whose Psych is the parser that GitLab uses")
      let program = Repository.root.appending(path: "Tests/CorpusTests/Oracles/resolve.rb").path
      let environment = Command.scrubbed.merging(["LANG": "C.UTF-8"]) { $1 }
      let result = try Command.run(ruby, [program] + folders, environment: environment)
      let all = try JSONDecoder().decode([String: EffectivePipeline].self, from: result.output)
      return folders.compactMap { all[$0] }
    }
  }
}

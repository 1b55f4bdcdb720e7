import Foundation
import JobBehaviour
import TestSupport

/// Any JSON value, so that definitions can be compared as a whole.
indirect enum JSONValue: Decodable, Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}

/// The effective job, as GitLab would run it.
struct ResolvedJob: Decodable, Sendable, Equatable {
  struct Image: Decodable, Sendable, Equatable {
    let name: String
    let entrypoint: [String]?
  }

  let definition: [String: JSONValue]
  let image: Image?
  let variables: [JobVariable]
  let beforeScript: [String]
  let script: [String]
  let afterScript: [String]

  private enum CodingKeys: String, CodingKey {
    case definition, image, variables, script
    case beforeScript = "before_script"
    case afterScript = "after_script"
  }

  /// The items that the runner puts into one shell session.
  var commands: [String] { beforeScript + script }

  /// The same job with a part of its commands and variables replaced, to see whether that is noticed.
  func replacing(_ text: String, with other: String) -> ResolvedJob {
    let change = { (command: String) in command.replacingOccurrences(of: text, with: other) }
    return ResolvedJob(
      definition: definition, image: image,
      variables: variables.map { JobVariable(name: $0.name, value: change($0.value), raw: $0.raw) },
      beforeScript: beforeScript.map(change), script: script.map(change), afterScript: afterScript.map(change))
  }

  /// Whether image or script name Kaniko, by themselves or through a variable that they use: only such a job may change.
  var runsKaniko: Bool {
    let text = ([image?.name ?? ""] + commands).joined(separator: "\n")
    if text.range(of: "kaniko", options: .caseInsensitive) != nil { return true }
    return variables.contains { variable in
      variable.value.range(of: "kaniko", options: .caseInsensitive) != nil
        && (text.contains("$\(variable.name)") || text.contains("${\(variable.name)"))
    }
  }

  /// Whether image, script or any variable point at Kaniko. Deliberately blunt: it decides what is run, not what is right.
  var pointsAtKaniko: Bool {
    let text = ([image?.name ?? ""] + commands + variables.map(\.value)).joined(separator: "\n")
    return text.range(of: "kaniko", options: .caseInsensitive) != nil
  }
}

/// What the resolver is told about a repository.
struct ResolverInput: Encodable {
  let directory: String
  let entry: String
  let projects: [String: String]

  /// The tree of a case, before or after its migration.
  init(_ item: CorpusCase, in folder: URL) {
    directory = folder.path
    entry = item.entry
    projects = item.projects
  }
}

/// Every pipeline of one directory: the entry file's, those of child pipelines, and those of files that none of them
/// includes.
struct ResolvedDirectory: Decodable, Sendable {
  struct Pipeline: Decodable, Sendable {
    let jobs: [String: ResolvedJob]
    /// Hidden jobs that are complete: others may extend them from elsewhere.
    let hidden: [String: ResolvedJob]
  }

  let pipelines: [String: Pipeline]
  let templates: [String: Pipeline]
  let error: String?

  /// Jobs by `file: job`.
  var jobs: [String: ResolvedJob] { Self.named(pipelines) { $0.jobs } }

  /// Jobs of templates, and complete hidden jobs, by `file: job`.
  var otherDefinitions: [String: ResolvedJob] {
    Self.named(templates) { $0.jobs.merging($0.hidden) { first, _ in first } }
      .merging(Self.named(pipelines) { $0.hidden }) { first, _ in first }
  }

  private static func named(
    _ pipelines: [String: Pipeline], _ jobs: (Pipeline) -> [String: ResolvedJob]
  ) -> [String: ResolvedJob] {
    var result: [String: ResolvedJob] = [:]
    for (file, pipeline) in pipelines {
      for (name, job) in jobs(pipeline) { result["\(file): \(name)"] = job }
    }
    return result
  }

  /// Resolves directories with the independent resolver, in one process.
  ///
  /// - Returns: one result a directory, in the same order.
  static func resolve(_ folders: [ResolverInput]) throws -> [ResolvedDirectory] {
    let ruby = try Command.locate("ruby", advice: "install ruby, whose Psych is the parser that GitLab uses")
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "resolve.rb").path
    let arguments = try folders.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    let result = try Command.run(ruby, [script] + arguments)
    guard result.status == 0 else { throw ResolverFailed(reason: result.errorText) }
    let all = try JSONDecoder().decode([String: ResolvedDirectory].self, from: result.output)
    return try folders.map { folder in
      guard let found = all[folder.directory] else {
        throw ResolverFailed(reason: "no answer for \(folder.directory)")
      }
      return found
    }
  }
}

/// A resolver itself did not work.
struct ResolverFailed: Error, CustomStringConvertible {
  let reason: String
  var description: String { "the resolver failed: \(reason)" }
}

import Foundation
import TestSupport
import Testing

/// Either `true`, or the reason why a check does not apply to a case.
enum Applies: Decodable, Sendable {
  case yes
  case no(reason: String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      guard flag else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "write the reason instead of false")
      }
      self = .yes
    } else {
      self = .no(reason: try container.decode(String.self))
    }
  }

  /// Whether the check applies.
  var isTrue: Bool {
    if case .yes = self { true } else { false }
  }
}

/// What `case.json` says. Unknown keys are an error, so that a misspelt one is noticed.
struct CaseSettings: Decodable, Sendable {
  /// What the case shows, as a sentence.
  var description: String
  /// Arguments of `migrate` beside the path.
  var arguments: [String] = []
  /// Other projects that are at hand, in `projects/` beside `input/`: each stands in a folder with its path.
  var projects: [String] = []
  /// The exit status of `migrate`.
  var status: Int32 = 0
  /// CI/CD variables of the project; they win over variables in YAML, as in GitLab.
  var environment: [String: String] = [:]
  /// CI/CD variables of type file: name to content.
  var fileVariables: [String: String] = [:]
  /// Files that earlier jobs left in the project: path to content.
  var artifacts: [String: String] = [:]
  /// Files that may differ after the job, by path relative to the project.
  var differs: [String] = []
  /// Whether the schema check applies to the pipeline.
  var schema: Applies = .yes
  /// Whether the jobs are run and compared.
  var behaviour: Applies

  private enum Key: String, CodingKey, CaseIterable {
    case description, arguments, projects, status, environment, fileVariables, artifacts, differs, schema, behaviour
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys where Key(rawValue: key.stringValue) == nil {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [key], debugDescription: "unknown key \(key.stringValue) in case.json"))
    }
    let values = try decoder.container(keyedBy: Key.self)
    description = try values.decode(String.self, forKey: .description)
    arguments = try values.decodeIfPresent([String].self, forKey: .arguments) ?? []
    projects = try values.decodeIfPresent([String].self, forKey: .projects) ?? []
    status = try values.decodeIfPresent(Int32.self, forKey: .status) ?? 0
    environment = try values.decodeIfPresent([String: String].self, forKey: .environment) ?? [:]
    fileVariables = try values.decodeIfPresent([String: String].self, forKey: .fileVariables) ?? [:]
    artifacts = try values.decodeIfPresent([String: String].self, forKey: .artifacts) ?? [:]
    differs = try values.decodeIfPresent([String].self, forKey: .differs) ?? []
    schema = try values.decodeIfPresent(Applies.self, forKey: .schema) ?? .yes
    behaviour = try values.decode(Applies.self, forKey: .behaviour)
  }
}

/// One golden case: `Corpus/<group>/<case>/` with `case.json`, `input/`, `expected.diff` and `expected.txt`.
struct CorpusCase: Sendable, CustomTestStringConvertible {
  /// Group and case, as `bytes/crlf`.
  let name: String
  /// What `case.json` says.
  let settings: CaseSettings

  var testDescription: String { name }
  var folder: URL { Repository.corpus.appending(path: name) }
  var input: URL { folder.appending(path: "input") }
  /// The folder of each project that is at hand.
  var projects: [String: String] {
    let pairs = settings.projects.map { ($0, folder.appending(path: "projects/\($0)").path) }
    return Dictionary(pairs) { first, _ in first }
  }
  /// The entry file of the pipeline.
  var entry: String {
    let index = settings.arguments.firstIndex(of: "--ci-config")
    return index.flatMap { settings.arguments[($0 + 1)...].first } ?? ".gitlab-ci.yml"
  }
  var expectedDiff: URL { folder.appending(path: "expected.diff") }
  var expectedSummary: URL { folder.appending(path: "expected.txt") }

  /// The recorded diff; nil when nobody has recorded or written one yet.
  var diff: Data? { try? Data(contentsOf: expectedDiff) }

  /// Every case of the corpus, sorted by name. Cases are found, not listed.
  ///
  /// - Throws: when a `case.json` is missing or says what cannot be read.
  static func discover() throws -> [CorpusCase] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: Repository.corpus.path).sorted().flatMap { group in
      let folder = Repository.corpus.appending(path: group)
      return try files.contentsOfDirectory(atPath: folder.path).sorted().map { name in
        let description = try Data(contentsOf: folder.appending(path: "\(name)/case.json"))
        let settings = try JSONDecoder().decode(CaseSettings.self, from: description)
        return CorpusCase(name: "\(group)/\(name)", settings: settings)
      }
    }
  }

  /// Every case; empty when one cannot be read, which a test of its own reports.
  static let all = (try? discover()) ?? []

  /// The cases whose jobs are run and that have an expected result.
  static let compared = all.filter { $0.settings.behaviour.isTrue && $0.diff != nil }

  /// Applies a diff with git, as a user would.
  static func apply(_ diff: Data, in folder: URL, options: [String] = []) throws {
    let git = try Command.locate("git", advice: "install git")
    let result = try Command.run(git, ["apply"] + options + ["-"], in: folder.path, input: diff)
    guard result.status == 0 else { throw DiffRefused(reason: result.errorText) }
  }
}

/// git could not apply a diff.
struct DiffRefused: Error, CustomStringConvertible {
  let reason: String
  var description: String { "git apply refused the diff: \(reason)" }
}

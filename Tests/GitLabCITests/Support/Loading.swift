import Diagnostics
import GitLabCI
import SourceText
import Testing
import YAMLSyntax

/// Loads a project from texts; `.gitlab-ci.yml` is its entry.
func load(
  _ files: [String: String], projects: [String: [String: String]] = [:], templates: [String] = []
) -> Project {
  ProjectLoader.load(
    entries: [(".gitlab-ci.yml", .entry)] + templates.map { ($0, .template) },
    from: ProjectFiles(sources(files), projects: projects.mapValues { ProjectFiles(sources($0)) }))
}

/// Loads a project of one file.
func load(_ text: String) -> Project { load([".gitlab-ci.yml": text]) }

private func sources(_ files: [String: String]) -> [SourceFile] {
  files.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) }
}

/// The first pipeline of a project that has no diagnostics.
func pipeline(
  _ files: [String: String], projects: [String: [String: String]] = [:],
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Pipeline {
  let project = load(files, projects: projects)
  #expect(project.diagnostics.map(\.message) == [], sourceLocation: sourceLocation)
  return try #require(project.pipelines.first, sourceLocation: sourceLocation)
}

/// The only pipeline of one file without diagnostics.
func pipeline(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Pipeline {
  try pipeline([".gitlab-ci.yml": text], sourceLocation: sourceLocation)
}

/// A job of the only pipeline of one file without diagnostics.
func job(_ name: String, in text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Job {
  try #require(
    try pipeline(text, sourceLocation: sourceLocation).job(named: name), sourceLocation: sourceLocation)
}

extension Job {
  /// A value of the effective definition in one line, or nil.
  func shown(_ key: String) -> String? { effective[key].map(flow) }
}

extension Project {
  /// The messages of the diagnostics with their severity.
  var messages: [String] { diagnostics.map { "\($0.severity): \($0.message)" } }
}

/// A value in flow style: strings in quotes, other scalars with their type where it is not plain to see.
func flow(_ value: CIValue) -> String {
  switch value.kind {
  case .scalar(let scalar):
    switch scalar.type {
    case .string: "'\(scalar.value)'"
    case .null: "null"
    case .symbol: ":\(scalar.value)"
    default: scalar.value
    }
  case .sequence(let items): "[\(items.map(flow).joined(separator: ", "))]"
  case .mapping(let mapping): flow(mapping)
  case .reference(let path): "!reference [\(path.joined(separator: ", "))]"
  }
}

/// A mapping in flow style.
func flow(_ mapping: CIMapping) -> String {
  "{\(mapping.entries.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", "))}"
}

/// The configuration of one file in flow style, without `extends` and the like resolved.
func content(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
  flow(try pipeline(text, sourceLocation: sourceLocation).root)
}

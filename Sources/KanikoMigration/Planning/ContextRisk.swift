import GitLabCI

/// Finds out whether files of the build context may have been written by another user, so that BuildKit, which runs as
/// uid 1000, may not read them.
///
/// It sends such a file as an empty one, without an error (tonistiigi/fsutil, `send.go`). Files that the job itself
/// writes belong to its own user, and GitLab checks out with a mask that lets everybody read.
struct ContextRisk {
  let job: Job
  let pipeline: Pipeline

  /// What may bring such files.
  enum Source: Hashable {
    case artifacts(job: String)
    case cache
  }

  /// The first source of such files in a context.
  ///
  /// - Parameters:
  ///   - directories: the directories that the context may be, relative to the project's; nil where that is not known.
  ///   - ignored: the lines of the context's `.dockerignore`.
  func source(in directories: [String]?, ignored: [String]) -> Source? {
    func reaches(_ paths: [String]) -> Bool {
      guard let directories else { return !paths.isEmpty }
      return paths.contains { path in
        directories.contains { Self.overlap(path, $0) && !Self.isIgnored(path, in: $0, by: ignored) }
      }
    }
    for name in jobsWithArtifacts {
      guard let other = pipeline.job(named: name) else { continue }
      if reaches(Self.paths(of: other.effective["artifacts"]?.mapping)) { return .artifacts(job: name) }
    }
    let cache = job.effective["cache"]
    let caches = cache?.items?.compactMap(\.mapping) ?? cache?.mapping.map { [$0] } ?? []
    return caches.contains { $0["policy"]?.text != "push" && reaches(Self.paths(of: $0)) } ? .cache : nil
  }

  /// The jobs whose artifacts the job asks for by name; `dependencies` wins over `needs`.
  private var jobsWithArtifacts: [String] {
    if let items = job.effective["dependencies"]?.items { return items.compactMap(\.text) }
    let needs = job.effective["needs"]?.items ?? []
    return needs.compactMap { need in
      guard let mapping = need.mapping else { return need.text }
      guard mapping["artifacts"]?.text != "false", mapping["project"] == nil, mapping["pipeline"] == nil else {
        return nil
      }
      return mapping["job"]?.text
    }
  }

  private static func paths(of mapping: CIMapping?) -> [String] {
    guard mapping?["untracked"]?.text != "true" else { return [""] }
    return mapping?["paths"]?.items?.compactMap(\.text) ?? []
  }

  /// Whether a path of artifacts and a directory have files in common, as far as the literal part of the path tells.
  private static func overlap(_ path: String, _ directory: String) -> Bool {
    let literal = literalComponents(path)
    let other = directory.split(separator: "/")
    return zip(literal, other).allSatisfy { $0 == $1 }
  }

  /// The components in front of the first wildcard or variable.
  private static func literalComponents(_ path: String) -> [Substring] {
    let components = path.split(separator: "/").filter { $0 != "." }
    let known = components.first == "$CI_PROJECT_DIR" ? components.dropFirst() : components[...]
    return Array(known.prefix { !$0.contains { "*?[$".contains($0) } })
  }

  /// Whether `.dockerignore` names the path or a directory above it; exceptions to its lines are not followed.
  static func isIgnored(_ path: String, in directory: String, by lines: [String]) -> Bool {
    guard !lines.contains(where: { $0.hasPrefix("!") }) else { return false }
    let parts = literalComponents(path)
    let depth = directory.split(separator: "/").count
    guard parts.count > depth else { return false }
    let inside = parts[depth...].joined(separator: "/") + "/"
    return lines.contains { line in
      let name = line.split(separator: "/").joined(separator: "/")
      return !name.isEmpty && !name.contains { "*?[\\".contains($0) } && inside.hasPrefix(name + "/")
    }
  }
}

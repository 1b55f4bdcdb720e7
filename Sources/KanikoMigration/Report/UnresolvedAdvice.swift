import Diagnostics
import GitLabCI

/// What is said about a definition that is in none of the files here.
struct UnresolvedAdvice {
  let project: Project
  let pipeline: Pipeline

  /// The advice for a definition in a project whose checkout may be at hand.
  static let onProject = [
    "migrate the project that defines it first",
    "or name its checkout with `--include-map PROJECT=DIR`, so that both are read together",
  ]

  /// The includes that may bring the definition, as related places.
  var labels: [Label] {
    pipeline.unresolvedIncludes.map { include in
      Label(location: project.location(of: include.site), message: "may be defined in \(include.description)")
    }
  }

  /// What to do, by the kinds of includes that may bring the definition.
  var help: [String] {
    var result: [String] = []
    for include in pipeline.unresolvedIncludes {
      for line in Self.lines(for: include) where !result.contains(line) { result.append(line) }
    }
    // A file for other projects: whoever includes it defines the rest.
    return result.isEmpty ? Self.onProject : result
  }

  private static func lines(for include: Include) -> [String] {
    switch include.target {
    case .project, .component: onProject
    case .remote: ["migrate the remote file first, or copy it into this repository and include the copy"]
    case .template(OfficialTemplate.name):
      [
        "write `\(OfficialTemplate.job)` with BuildKit in this repository and remove the include:"
          + " GitLab removes the template together with Kaniko"
      ]
    case .template: ["write what the template brings into this repository, and migrate that"]
    case .local: ["put the included file back, or write its path without variables"]
    case .artifact, .invalid: []
    }
  }
}

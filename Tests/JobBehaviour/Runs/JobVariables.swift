/// A variable of a job, in the order of the definition.
package struct JobVariable: Decodable, Sendable, Equatable {
  package let name: String
  package let value: String
  /// Whether `expand: false` stands beside the value.
  package let raw: Bool

  /// A variable with a value.
  package init(name: String, value: String, raw: Bool = false) {
    self.name = name
    self.value = value
    self.raw = raw
  }
}

/// The environment of a job: GitLab's precedence and expansion of variables.
package enum JobVariables {
  package static let projectFolder = "/builds/group/project"

  /// What GitLab predefines, the lowest precedence.
  package static let predefined = [
    "CI": "true", "GITLAB_CI": "true", "CI_SERVER": "yes", "CI_PROJECT_DIR": projectFolder, "CI_BUILDS_DIR": "/builds",
    "CI_PROJECT_NAME": "project", "CI_PROJECT_PATH": "group/project", "CI_PROJECT_NAMESPACE": "group",
    "CI_PROJECT_PATH_SLUG": "group-project", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "main",
    "CI_COMMIT_REF_NAME": "main", "CI_COMMIT_REF_SLUG": "main", "CI_PIPELINE_ID": "1001", "CI_PIPELINE_IID": "17",
    "CI_JOB_ID": "5005", "CI_JOB_NAME": "job", "CI_JOB_NAME_SLUG": "job", "CI_JOB_TOKEN": "job-token",
    "CI_COMMIT_SHA": "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "CI_COMMIT_SHORT_SHA": "0a1b2c3d",
    "CI_REGISTRY": "registry.example.com", "CI_REGISTRY_IMAGE": "registry.example.com/group/project",
    "CI_REGISTRY_USER": "gitlab-ci-token", "CI_REGISTRY_PASSWORD": "registry password, a $ign",
    "CI_DEPENDENCY_PROXY_SERVER": "gitlab.example.com:443", "CI_DEPENDENCY_PROXY_USER": "proxy-user",
    "CI_DEPENDENCY_PROXY_PASSWORD": "proxy-password",
    "CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX": "gitlab.example.com:443/group/dependency_proxy/containers",
  ]

  /// What the article has the user set for the project; project settings win over YAML.
  package static let settings = [
    "ECR_REGISTRY": "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "ECR_REPOSITORY": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "aws secret",
  ]

  /// The variables of a job, expanded.
  ///
  /// - Parameters:
  ///   - variables: those of the pipeline, in order.
  ///   - projectSettings: those of the project beside ``settings``; they win over the pipeline's.
  ///   - fileVariables: names of variables of type file.
  package static func expanded(
    _ variables: [JobVariable], projectSettings: [String: String] = [:], fileVariables: [String] = []
  ) -> [String: String] {
    var values = predefined
    var raw: Set<String> = Set(predefined.keys)
    for variable in variables {
      values[variable.name] = variable.value
      if variable.raw { raw.insert(variable.name) } else { raw.remove(variable.name) }
    }
    let files = fileVariables.map { ($0, "\(projectFolder).tmp/\($0)") }
    for (name, value) in Array(settings) + Array(projectSettings) + files {
      values[name] = value
      raw.insert(name)
    }
    return values.reduce(into: [:]) { result, entry in
      result[entry.key] = expand(entry.value, values, raw, within: raw.contains(entry.key) ? nil : [entry.key])
    }
  }

  /// Replaces `$NAME` and `${NAME}`; what is unknown becomes empty, `$$` a dollar sign.
  private static func expand(
    _ text: String, _ values: [String: String], _ raw: Set<String>, within names: Set<String>?
  ) -> String {
    guard let names else { return text }
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        result += "$"
        rest.removeFirst()
      } else if let name = takeName(&rest) {
        guard !names.contains(name), let value = values[name] else { continue }
        result += expand(value, values, raw, within: raw.contains(name) ? nil : names.union([name]))
      } else {
        result += "$"
      }
    }
    return result + rest
  }

  private static func takeName(_ rest: inout Substring) -> String? {
    if rest.first == "{", let end = rest.firstIndex(of: "}") {
      let name = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      return String(name)
    }
    let name = rest.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
    guard let first = name.first, !first.isNumber else { return nil }
    rest = rest[name.endIndex...]
    return String(name)
  }
}

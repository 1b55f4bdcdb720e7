internal import TOMLKit

/// What a runner's `config.toml` says that matters to rootless BuildKit.
///
/// Names and nesting are those of GitLab's advanced configuration of runners; everything else in the file is passed over.
struct RunnerConfiguration: Decodable {
  var runners: [Runner] = []

  struct Runner: Decodable {
    var name: String?
    var executor: String?
    var docker: Docker?
    var kubernetes: Kubernetes?
  }

  struct Docker: Decodable {
    var privileged: Bool?
    var user: String?
    var security_opt: [String]?
    var cap_drop: [String]?
    var allowed_images: [String]?
    var disable_entrypoint_overwrite: Bool?
  }

  struct Kubernetes: Decodable {
    var privileged: Bool?
    var allow_privilege_escalation: Bool?
    var allowed_images: [String]?
    var cap_drop: [String]?
    var pod_annotations: [String: String]?
    var pod_security_context: SecurityContext?
    var build_container_security_context: SecurityContext?
  }

  struct SecurityContext: Decodable {
    var run_as_user: Int?
    var run_as_group: Int?
    var privileged: Bool?
    var allow_privilege_escalation: Bool?
    var seccomp_profile: Profile?
    var app_armor_profile: Profile?
    var capabilities: Capabilities?
  }

  struct Profile: Decodable { var type: String? }

  struct Capabilities: Decodable { var drop: [String]? }

  private enum CodingKeys: CodingKey { case runners }

  init(from decoder: any Decoder) throws {
    runners = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([Runner].self, forKey: .runners) ?? []
  }

  /// Reads a `config.toml`.
  ///
  /// - Throws: ``RunnerConfigurationError`` when it is no TOML, or a setting has a type that the runner does not take.
  init(toml text: String) throws(RunnerConfigurationError) {
    do {
      self = try TOMLDecoder().decode(Self.self, from: text)
    } catch let error as TOMLParseError {
      throw RunnerConfigurationError(line: error.source.begin.line, message: error.description)
    } catch let DecodingError.typeMismatch(_, context) {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw RunnerConfigurationError(line: nil, message: "\(path) has a value of another type than the runner takes")
    } catch {
      throw RunnerConfigurationError(line: nil, message: "the settings of the runner cannot be read")
    }
  }
}

/// Why the settings of a runner cannot be read.
public struct RunnerConfigurationError: Error, Sendable {
  /// The line, counted from 1, where it is known.
  public let line: Int?
  /// What is the matter.
  public let message: String
}

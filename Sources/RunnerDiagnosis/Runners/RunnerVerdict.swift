public import Diagnostics
internal import KanikoMigration

/// What the settings of a runner say about rootless BuildKit.
public struct RunnerVerdict: Sendable {
  /// One thing that the settings say.
  public struct Finding: Sendable {
    /// Whether jobs will fail because of it; otherwise it depends on the machine, which the file does not show.
    public let refuses: Bool
    /// The setting, as `runners.docker.security_opt`.
    public let setting: String
    /// What it is and what that means.
    public let message: String
    /// Lines to copy; empty where there are none.
    public let settings: String
    /// The rule that says more.
    public let rule: RuleID?
  }

  /// The name of the runner as the file has it, or its position.
  public let runner: String
  /// The executor, as `docker`.
  public let executor: String
  /// What is said, what refuses first.
  public let findings: [Finding]

  /// Whether jobs will fail on this runner.
  public var refuses: Bool { findings.contains(where: \.refuses) }

  /// Reads the runners of a `config.toml`, or of the values of GitLab's Helm chart that hold one.
  ///
  /// - Parameters:
  ///   - text: the content of the file.
  ///   - isHelmValues: whether the file holds the values of the chart, which are YAML.
  ///   - image: the image that jobs will use.
  /// - Throws: ``RunnerConfigurationError``.
  public static func all(
    in text: String, isHelmValues: Bool, image: String
  ) throws(RunnerConfigurationError) -> [RunnerVerdict] {
    let toml = isHelmValues ? try HelmValues.configuration(in: text) ?? "" : text
    let configuration = try RunnerConfiguration(toml: toml)
    return configuration.runners.enumerated().map { number, runner in
      RunnerVerdict(runner, number: number + 1, image: image)
    }
  }

  private init(_ runner: RunnerConfiguration.Runner, number: Int, image: String) {
    self.runner = runner.name ?? "runner \(number)"
    executor = runner.executor ?? "unknown"
    let found: [Finding]
    switch executor {
    case "docker", "docker+machine", "docker-autoscaler", "docker-windows":
      found = DockerAssessment(runner.docker ?? .init(), image: image).findings
    case "kubernetes":
      found = KubernetesAssessment(runner.kubernetes ?? .init(), image: image).findings
    default:
      found = [
        Finding(
          refuses: true, setting: "runners.executor",
          message: "jobs of the executor \(executor) run on the machine itself and not in an image", settings: "",
          rule: nil)
      ]
    }
    findings = found.filter(\.refuses) + found.filter { !$0.refuses }
  }
}

extension RunnerVerdict.Finding {
  /// A finding that a rule about runners explains.
  init(refuses: Bool, _ setting: String, _ message: String, rule: Rule) {
    var settings = ""
    if case .runner(_, let text) = rule.evidence { settings = text }
    self.init(refuses: refuses, setting: setting, message: message, settings: settings, rule: rule.id)
  }

  /// A finding when none of the patterns fits the image.
  ///
  /// The patterns are those of doublestar: `*` stays within a part of the path, `**` does not; here each `*` may cross
  /// `/`, so an image that no pattern could fit is never taken for one that fits.
  static func disallowed(_ image: String, by patterns: [String]?, setting: String) -> Self? {
    guard let patterns, !patterns.isEmpty, !patterns.contains(where: { NamePattern($0).matches(image) }) else {
      return nil
    }
    return Self(
      refuses: true, setting: setting, message: "\(image) is not among the images that the runner allows",
      settings: "allowed_images = [\"\(image)\"]\n", rule: nil)
  }
}

public import Diagnostics

/// The identities of what can be wrong with the files themselves.
public enum ConfigurationRules {
  /// A file is not YAML that GitLab could load.
  public static let syntax = RuleID(code: "K001", name: "yaml-syntax")
  /// A file cannot be read.
  public static let unreadable = RuleID(code: "K002", name: "unreadable-file")
  /// An included file is not in the repository.
  public static let missingInclude = RuleID(code: "K003", name: "missing-include")
  /// GitLab would refuse the configuration: a cycle, or nesting beyond its limits.
  public static let invalidConfiguration = RuleID(code: "K004", name: "invalid-configuration")
}

extension RuleID {
  /// Whether the rule is about a file that cannot be read: nothing may keep quiet about that.
  public var isAboutUnreadableFile: Bool { self == ConfigurationRules.syntax || self == ConfigurationRules.unreadable }
}

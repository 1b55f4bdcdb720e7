/// Names that GitLab gives a meaning to (lib/gitlab/ci/config/entry/root.rb and default.rb).
enum Keywords {
  /// Top-level keys that are never jobs.
  static let reservedTopLevel: Set<String> = [
    "include", "before_script", "image", "services", "after_script", "variables", "stages", "cache",
  ]
  /// Top-level keys that are jobs only when they look like one.
  static let specialTopLevel: Set<String> = ["default", "workflow", "spec"]
  /// Keys that a job takes from `default:` when it has none of its own.
  static let defaults = [
    "before_script", "after_script", "hooks", "cache", "image", "services", "interruptible", "timeout", "retry", "tags",
    "artifacts", "id_tokens", "identity",
  ]
  /// The deprecated global keys that mean the same as those in `default:`.
  static let globals: Set<String> = ["image", "services", "before_script", "after_script", "cache"]
}

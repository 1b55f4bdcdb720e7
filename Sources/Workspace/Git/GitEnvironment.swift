/// The environment in which git is run.
public enum GitEnvironment {
  /// The variables that tie git to one repository (`git rev-parse --local-env-vars`), but for those that carry settings.
  private static let redirecting: Set<String> = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX",
    "GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_CEILING_DIRECTORIES",
  ]

  /// The variables of a process without those that would point git to another repository or make it write traces, and
  /// with those that keep it from taking optional locks, asking questions, and speaking another language.
  public static func scrubbed(_ environment: [String: String]) -> [String: String] {
    var environment = environment.filter { !redirecting.contains($0.key) && !$0.key.hasPrefix("GIT_TRACE") }
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    return environment
  }
  /// The variables with settings of git besides those that they carry already.
  public static func adding(
    _ settings: [(name: String, value: String)], to environment: [String: String]
  ) -> [String: String] {
    guard !settings.isEmpty else { return environment }
    var environment = environment
    let known = environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
    environment["GIT_CONFIG_COUNT"] = String(known + settings.count)
    for (index, setting) in settings.enumerated() {
      environment["GIT_CONFIG_KEY_\(known + index)"] = setting.name
      environment["GIT_CONFIG_VALUE_\(known + index)"] = setting.value
    }
    return environment
  }
}

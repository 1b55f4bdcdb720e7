public import KanikoMigration

/// How the repositories of a fleet are planned.
public struct PlanOptions: Sendable {
  /// The step that is planned.
  public var step = RolloutStep.migrate
  /// Whether migrations that rest on a stated assumption are made too.
  public var acceptsReview = false
  /// The settings of every repository in place of its own file; nil for its own.
  public var settings: MigrationSettings?
  /// What the command line decides, over either.
  public var overlay: @Sendable (inout MigrationSettings) -> Void = { _ in }
  /// How many repositories are worked on at a time.
  public var jobs = 1

  /// Creates the defaults.
  public init() {}
}

/// What bounds the work of parsing one script.
public struct ShellLimits: Sendable, Hashable {
  /// How many commands, quotes and expansions may lie inside each other. Deeper text is opaque, with a problem.
  public let nestingDepth: Int

  /// Creates limits.
  public init(nestingDepth: Int = 200) {
    self.nestingDepth = nestingDepth
  }

  /// The limits used where nothing else is asked for.
  public static let `default` = ShellLimits()
}

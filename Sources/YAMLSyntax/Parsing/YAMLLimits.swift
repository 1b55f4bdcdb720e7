/// What a file may ask of the parser.
public struct YAMLLimits: Sendable, Hashable {
  /// The size in bytes up to which a file is read.
  public let maximumBytes: Int
  /// The number of collections that may lie inside one another.
  public let maximumDepth: Int

  /// Creates limits.
  public init(maximumBytes: Int, maximumDepth: Int = 1_000) {
    self.maximumBytes = maximumBytes
    self.maximumDepth = maximumDepth
  }

  /// The size that GitLab accepts by default (`max_yaml_size_bytes`, 2 MiB), and 1,000 levels.
  public static let gitLab = YAMLLimits(maximumBytes: 2 * 1_024 * 1_024)
}

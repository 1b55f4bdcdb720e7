/// What is known about the place in which a Kaniko call runs.
public struct InvocationEnvironment: Sendable {
  /// The values that variables may have as far as YAML says, with `$NAME` for other variables inside. A value is used
  /// to decide between forms, never written in place of its variable.
  public var values: [String: [String]]
  /// The working directory of the call relative to the project's directory, empty for the project's directory itself,
  /// or nil when it is not known.
  public var workingDirectory: String?
  /// Tells whether a file exists, by its path relative to the project's directory; nil when that is not known, for
  /// example because the job may create it.
  public var checkout: @Sendable (String) -> Bool?
  /// Gives the bytes of a file of the checkout, by its path relative to the project's directory, or nil.
  public var readFile: @Sendable (String) -> [UInt8]?
  /// What the site or the repository decides.
  public var settings: MigrationSettings
  /// Tells whether the script may change a file of the checkout before the call, by its path relative to the project's
  /// directory.
  var mayChange: @Sendable (String) -> Bool = { _ in false }
  /// Where files below `/kaniko` are after the migration, nil where no script is at hand.
  var movedPaths: MovedPaths?

  /// Creates an environment; without arguments, a call in the project's directory about which nothing else is known.
  public init(
    values: [String: [String]] = [:], workingDirectory: String? = "",
    checkout: @escaping @Sendable (String) -> Bool? = { _ in nil },
    readFile: @escaping @Sendable (String) -> [UInt8]? = { _ in nil },
    settings: MigrationSettings = MigrationSettings()
  ) {
    self.values = values
    self.workingDirectory = workingDirectory
    self.checkout = checkout
    self.readFile = readFile
    self.settings = settings
  }
}

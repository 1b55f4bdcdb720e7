public import SourceText

/// The reason why a file is not read as YAML.
public struct YAMLSyntaxError: Error, Sendable, Hashable {
  /// What is the matter, in lower case.
  public let message: String
  /// The bytes where it shows; empty where the parser names a place between bytes.
  public let range: ByteRange
  /// The path of the file.
  public let path: String
  /// What to do about it, where that is known.
  public let help: String?

  /// Creates an error.
  public init(message: String, range: ByteRange, path: String, help: String? = nil) {
    self.message = message
    self.range = range
    self.path = path
    self.help = help
  }
}

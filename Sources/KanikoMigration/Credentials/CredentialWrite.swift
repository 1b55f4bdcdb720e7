public import SourceText

/// A command that writes registry credentials.
public struct CredentialWrite: Sendable, Hashable {
  /// Which file is written.
  public enum Place: String, Sendable, Hashable, CaseIterable {
    /// `/kaniko/.docker/config.json`, which Kaniko reads.
    case kaniko
    /// `config.json` in a directory that the job itself names in `DOCKER_CONFIG`: read before and after.
    case configured
    /// `$HOME/.docker/config.json`: Kaniko does not read it, because its image sets `DOCKER_CONFIG`; BuildKit does.
    case home
    /// `/root/.docker/config.json`: as ``home``, and the user of the BuildKit image may not write there.
    case root
  }

  /// What is written.
  public enum Content: Sendable, Hashable {
    /// JSON that can be read.
    case config(DockerConfigText)
    /// The value of a variable, which the script does not show.
    case variable(String)
    /// A file.
    case file
    /// Something that cannot be told.
    case unknown
  }

  /// The command.
  public let command: ByteRange
  /// The top-level statement that holds the command.
  public let statement: ByteRange
  /// Which file is written.
  public let place: Place
  /// What is written.
  public let content: Content
  /// Whether the text is added to the file.
  public let appends: Bool
  /// Whether the command runs only under a condition.
  public let isConditional: Bool
}

/// The registries that the text of a `config.json` names.
public struct DockerConfigText: Sendable, Hashable {
  /// The registries under `auths`, in order.
  public let auths: [RegistryHost]
  /// The registries under `credHelpers`, in order, each with the helper where it is literal.
  public let credHelpers: [Helper]
  /// The helper for every registry, which hides `auths`.
  public let credsStore: String?
  /// Whether a part that may name registries cannot be read.
  public let isPartial: Bool

  /// A registry with its credential helper.
  public struct Helper: Sendable, Hashable {
    /// The registry.
    public let host: RegistryHost
    /// What follows `docker-credential-` in the name of the program.
    public let name: String?
  }
}

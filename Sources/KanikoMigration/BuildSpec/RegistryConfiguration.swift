public import ShellSyntax

/// What the daemon has to know about one registry: a table `[registry."HOST"]` of `buildkitd.toml`.
public struct RegistryConfiguration: Sendable, Hashable {
  /// The host, with its port if it has one; `docker.io` for Docker Hub.
  public let host: ShellFragment
  /// Whether it is reached over plain HTTP.
  public var usesHTTP = false
  /// Whether its certificate is accepted unverified.
  public var isInsecure = false
  /// Files with certificates that are trusted besides the system's.
  public var certificates: [ShellFragment] = []
  /// Files with client certificates and their keys.
  public var keyPairs: [KeyPair] = []
  /// The hosts, with a path if they have one, that are asked first, in order.
  public var mirrors: [ShellFragment] = []

  /// A client certificate.
  public struct KeyPair: Sendable, Hashable {
    /// The file with the certificate.
    public let certificate: ShellFragment
    /// The file with its key.
    public let key: ShellFragment
  }

  /// Creates the entry of a host with nothing said about it.
  public init(host: ShellFragment) {
    self.host = host
  }
}

/// How `buildctl` reaches one registry when it fetches tokens: a value of `--registry-auth-tlscontext`.
///
/// The key is the host of the registry, not of the token server, and without a scheme: BuildKit ignores anything else
/// silently (`session/auth/authprovider/authprovider.go`).
public struct TokenTransport: Sendable, Hashable {
  /// The host of the registry.
  public let host: ShellFragment
  /// Whether certificates are accepted unverified.
  public var isInsecure = false
  /// A file with a certificate that is trusted besides the system's.
  public var certificate: ShellFragment?
  /// A client certificate.
  public var keyPair: RegistryConfiguration.KeyPair?

  /// Creates the entry of a host with nothing said about it.
  public init(host: ShellFragment) {
    self.host = host
  }
}

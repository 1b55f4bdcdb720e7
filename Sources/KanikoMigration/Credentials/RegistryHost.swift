public import ShellSyntax
internal import SourceText

/// A registry as a script names it: a host that may be written with variables.
public struct RegistryHost: Sendable, Hashable {
  /// What kind of registry it is, which decides where Kaniko found credentials for it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The registry of the GitLab instance.
    case gitLab
    /// The dependency proxy of the GitLab instance.
    case dependencyProxy
    /// Amazon Elastic Container Registry, private or public.
    case ecr
    /// Google Container Registry or Artifact Registry.
    case google
    /// Azure Container Registry.
    case azure
    /// Docker Hub.
    case dockerHub
    /// Any other registry, or one that the script does not tell.
    case other
  }

  /// How sure it is that the registry is of its kind.
  public enum Evidence: Int, Sendable, Hashable, Comparable {
    /// The name of a variable says so.
    case name
    /// The host says so.
    case host

    /// Orders from weak to strong.
    public static func < (left: Evidence, right: Evidence) -> Bool { left.rawValue < right.rawValue }
  }

  /// The same text for the same host: lower case, variables as `${NAME}`, without scheme and path; `docker.io` for every
  /// name of Docker Hub.
  public let identity: String
  /// How a script writes the host, to be put between double quotes.
  public let fragment: ShellFragment
  /// The variable that names the registry where it is used, however many values it may have.
  let variable: String?
  /// What kind of registry it is.
  public let kind: Kind
  /// What the kind rests on.
  public let evidence: Evidence

  /// Creates a host from its symbolic text, which may have a scheme and a path as keys of `config.json` have.
  ///
  /// - Parameters:
  ///   - text: the host, its literal text and its variables.
  ///   - written: how the script writes it, where that differs.
  public init(_ text: ShellFragment, written: ShellFragment? = nil) {
    let host = Self.withoutSchemeAndPath(text)
    let identity = Self.identity(of: host)
    let isHub = Self.dockerHubNames.contains(identity)
    self.identity = isHub ? "docker.io" : identity
    fragment = written ?? host
    variable = host.singleVariable
    (kind, evidence) = isHub ? (.dockerHub, .host) : Self.classify(identity)
  }

  /// Creates a host from its parts.
  init(identity: String, fragment: ShellFragment, variable: String?, kind: Kind, evidence: Evidence) {
    self.identity = identity
    self.variable = variable
    self.fragment = fragment
    self.kind = kind
    self.evidence = evidence
  }

  /// The registry of the GitLab instance, `$CI_REGISTRY`.
  public static let gitLab = RegistryHost(.variable("CI_REGISTRY"))
  /// The dependency proxy of the GitLab instance, with its port, as `config.json` must name it.
  public static let dependencyProxy = RegistryHost(.variable("CI_DEPENDENCY_PROXY_SERVER"))
  /// Docker Hub.
  public static let dockerHub = RegistryHost(ShellFragment([.literal("docker.io", .double)]))

  /// The host as messages show it; never the value of a variable.
  public var shown: String { fragment.doubleQuotedContent }

  /// Whether two names mean the same registry, as far as the script tells.
  public func isSame(as other: RegistryHost) -> Bool {
    if identity == other.identity { return true }
    if let variable, variable == other.variable { return true }
    // The registry of GitLab.com is what `$CI_REGISTRY` holds there.
    return kind == .gitLab && other.kind == .gitLab && Set([identity, other.identity]) == Self.gitLabNames
  }

  private static let gitLabNames: Set<String> = ["${CI_REGISTRY}", "registry.gitlab.com"]

  private static let dockerHubNames: Set<String> = [
    "docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com",
  ]

  private static func withoutSchemeAndPath(_ text: ShellFragment) -> ShellFragment {
    var pieces = text.pieces
    if case .literal(let first, let quoting)? = pieces.first {
      for scheme in ["https://", "http://"] where first.hasPrefix(scheme) {
        pieces[0] = .literal(String(first.dropFirst(scheme.count)), quoting)
      }
    }
    let host = ShellFragment(pieces)
    return host.splitAtFirst("/")?.head ?? host
  }

  /// The text that is the same for the same host.
  static func identity(of host: ShellFragment) -> String {
    host.pieces.map { piece in
      switch piece {
      case .literal(let text, _): text.lowercased()
      case .expansion(_, let name?, _): "${\(name)}"
      case .expansion(let source, nil, _): source
      }
    }.joined()
  }

  // MARK: - Kinds

  private static func classify(_ identity: String) -> (Kind, Evidence) {
    let name = withoutPort(identity)
    switch name {
    case "${CI_REGISTRY}": return (.gitLab, .host)
    case "registry.gitlab.com": return (.gitLab, .name)
    case "${CI_DEPENDENCY_PROXY_SERVER}", "${CI_SERVER_HOST}", "${CI_SERVER_FQDN}": return (.dependencyProxy, .host)
    case "gcr.io": return (.google, .host)
    case "public.ecr.aws", "ecr-public.aws.com": return (.ecr, .host)
    default: break
    }
    if name.holds(".dkr.ecr.") || name.holds(".dkr-ecr.") || name.holds(".dkr.ecr-fips.") {
      return (.ecr, .host)
    }
    if name.hasSuffix(".gcr.io") || name.hasSuffix(".pkg.dev") { return (.google, .host) }
    if [".azurecr.io", ".azurecr.cn", ".azurecr.us", ".azurecr.de"].contains(where: name.hasSuffix) {
      return (.azure, .host)
    }
    return (kind(ofNames: name), .name)
  }

  /// The kind that the names of variables say: `ECR` in `${AWS_ECR_REGISTRY}`.
  private static func kind(ofNames identity: String) -> Kind {
    guard identity.holds("$") else { return .other }
    let words = identity.uppercased().parts { $0 < 0x80 && !$0.isASCIILetter && !$0.isASCIIDigit }
    if words.contains("ECR") { return .ecr }
    if words.contains("GCR") || words.contains("GAR") { return .google }
    if words.contains("ACR") { return .azure }
    return .other
  }

  private static func withoutPort(_ identity: String) -> String {
    let bytes = identity.utf8
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return identity }
    let port = bytes[bytes.index(after: colon)...]
    return !port.isEmpty && port.allSatisfy(\.isASCIIDigit) ? String(identity[..<colon]) : identity
  }
}

extension ShellFragment {
  /// A variable between double quotes.
  static func variable(_ name: String) -> ShellFragment {
    ShellFragment([.expansion(source: "$\(name)", name: name, .double)])
  }
}

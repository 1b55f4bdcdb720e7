internal import ShellSyntax

/// A registry that the job uses, with where its credentials come from.
public struct CredentialNeed: Sendable, Hashable {
  /// Where the credentials come from.
  public enum Source: Sendable, Hashable {
    /// The job writes them itself.
    case written
    /// The job names the helper of Amazon's registries for it, which the Kaniko image brings and the BuildKit image
    /// lacks.
    case writtenHelper
    /// The job writes a file that cannot be read and may hold them.
    case assumed
    /// Kaniko asked a helper in its image, so that the job needs an entry now.
    case helper(Sureness)
    /// Kaniko asked a helper in its image if this is the registry of the GitLab instance, which the job does not show.
    case perhapsGitLab
    /// Kaniko asked a helper in its image, and what the job shows is not enough to write an entry.
    case unavailable
    /// No file of the repository gives credentials: the runner mounts them, or none are needed.
    case elsewhere
  }

  /// How sure it is that Kaniko's helper served the registry.
  public enum Sureness: Int, Sendable, Hashable, Comparable {
    /// Names of variables say so.
    case likely
    /// The host says so.
    case sure

    /// Orders from less to more sure.
    public static func < (left: Sureness, right: Sureness) -> Bool { left.rawValue < right.rawValue }
  }

  /// The registry.
  public let host: RegistryHost
  /// What the job does with it, in the order of ``RegistryReference/Role``.
  public let roles: [RegistryReference.Role]
  /// Where the credentials come from.
  public let source: Source
}

/// Decides registry by registry, as Kaniko did, where credentials come from.
///
/// Kaniko asks `config.json`, then Google's, Amazon's, Azure's and GitLab's helpers (Kaniko, `pkg/creds/creds.go`).
public struct CredentialNeeds: Sendable {
  /// The registries, in the order of the references.
  public let needs: [CredentialNeed]
  /// The references whose registry the script does not tell.
  public let unresolved: [RegistryReference]

  /// Decides for the references of a job.
  public init(_ references: [RegistryReference], analysis: CredentialAnalysis) {
    var hosts: [(host: RegistryHost, roles: Set<RegistryReference.Role>)] = []
    var unresolved: [RegistryReference] = []
    for reference in references {
      let found = analysis.resolver.hosts(of: reference.fragment)
      if found.isEmpty { unresolved.append(reference) }
      for host in found {
        if let index = hosts.firstIndex(where: { $0.host.isSame(as: host) }) {
          hosts[index].roles.insert(reference.role)
        } else {
          hosts.append((host, [reference.role]))
        }
      }
    }
    let judge = Judge(analysis)
    needs = hosts.map { host, roles in
      let ordered = RegistryReference.Role.allCases.filter(roles.contains)
      return CredentialNeed(host: host, roles: ordered, source: judge.source(of: host, ordered))
    }
    self.unresolved = unresolved
  }

  /// Whether an image is pushed to a registry for which neither the job nor Kaniko has credentials: then the runner
  /// mounts a file that has them.
  func restOnMountedFile(_ analysis: CredentialAnalysis) -> Bool {
    analysis.documents.isEmpty && !analysis.values.isSet("DOCKER_CONFIG")
      && needs.contains { need in
        need.source == .elsewhere && need.roles != [.base] && !need.host.mayBeECR && !need.host.isLocal
      }
  }

  private struct Judge {
    let coverage: CredentialCoverage
    let analysis: CredentialAnalysis

    init(_ analysis: CredentialAnalysis) {
      coverage = CredentialCoverage(analysis)
      self.analysis = analysis
    }

    func source(of host: RegistryHost, _ roles: [RegistryReference.Role]) -> CredentialNeed.Source {
      switch coverage.state(of: host) {
      case .written: return .written
      case .helper: return .writtenHelper
      case .opaque: return .assumed
      case .missing: break
      }
      let isPulledOnly = roles == [.base]
      switch host.kind {
      case .gitLab where isPulledOnly && host.evidence == .name: return .perhapsGitLab
      case .gitLab: return .helper(host.evidence == .host ? .sure : .likely)
      case .dependencyProxy: return .helper(.sure)
      case .ecr:
        if isPulledOnly, !host.isPrivateECR { return .elsewhere }
        return .helper(host.evidence == .host || hasAWSVariables ? .sure : .likely)
      case .google:
        if analysis.shows("GOOGLE_APPLICATION_CREDENTIALS") { return .helper(.likely) }
        return isPulledOnly ? .elsewhere : .unavailable
      case .azure:
        let isVisible = analysis.shows("AZURE_CLIENT_ID") && analysis.shows("AZURE_CLIENT_SECRET")
        return isVisible ? .helper(.likely) : isPulledOnly ? .elsewhere : .unavailable
      // A variable may name any registry: what becomes of a push there is a question of its own.
      case .other where (isPulledOnly || !host.mayBeECR) && !host.isPublic && !host.isLocal: return .perhapsGitLab
      case .dockerHub, .other: return .elsewhere
      }
    }

    private var hasAWSVariables: Bool {
      ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_PROFILE"]
        .contains(where: analysis.shows)
    }
  }
}

extension RegistryHost {
  /// Whether it is a registry of an Amazon account, from which nobody pulls without credentials.
  var isPrivateECR: Bool { kind == .ecr && identity != "public.ecr.aws" && identity != "ecr-public.aws.com" }

  /// Whether it is a registry that everybody knows, and so not that of a GitLab instance.
  var isPublic: Bool { Self.publicRegistries.contains(identity) }

  /// Whether it is a registry of the machine or the pod that builds, and so not that of a GitLab instance.
  var isLocal: Bool {
    let name = identity.split(separator: ":").first ?? ""
    return name == "localhost" || name.hasPrefix("127.")
  }

  private static let publicRegistries: Set<String> = [
    "cgr.dev", "container-registry.oracle.com", "docker.elastic.co", "docker.n8n.io", "ghcr.io", "icr.io", "lscr.io",
    "mcr.microsoft.com", "nvcr.io", "quay.io", "registry.access.redhat.com", "registry.fedoraproject.org",
    "registry.k8s.io", "registry.opensuse.org", "registry.redhat.io", "registry.suse.com",
  ]
}

extension CredentialAnalysis {
  /// Whether the job shows a variable: set in YAML, set in the script, or used in it.
  func shows(_ name: String) -> Bool { values.isSet(name) || outline.variableUses[name] != nil }
}

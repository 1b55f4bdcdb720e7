public import ShellSyntax
internal import SourceText

/// An image reference that the job pushes or pulls.
public struct RegistryReference: Sendable, Hashable {
  /// What the reference is there for.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// The image is pushed there.
    case destination
    /// The cache is pushed there and pulled from there.
    case cache
    /// The Dockerfile builds on it.
    case base
  }

  /// The reference, with its variables.
  public let fragment: ShellFragment
  /// What it is there for.
  public let role: Role

  /// Creates a reference.
  public init(_ fragment: ShellFragment, role: Role) {
    self.fragment = fragment
    self.role = role
  }
}

/// Finds the registries on which references lie, following variables.
struct RegistryHostResolver: Sendable {
  /// Values are followed this deep; deeper ones are variables that refer to themselves.
  static let depthLimit = 8
  /// So many values are followed for one reference; variables with many values each would multiply.
  static let stepLimit = 1_000

  /// The known values of variables, each as fragments.
  let values: [String: [ShellFragment]]

  /// Creates a resolver.
  ///
  /// - Parameters:
  ///   - variables: the values that YAML gives to variables.
  ///   - assignments: the values that the script gives to variables.
  init(variables: [String: [String]], assignments: [String: [ShellFragment]] = [:]) {
    var values = assignments
    for (name, texts) in variables {
      let fragments = texts.map { ShellFragment(FragmentText.pieces(ofVariableValue: $0)) }
      values[name] = fragments + (values[name] ?? [])
    }
    self.values = values
  }

  /// The registries that a reference may mean, in the order of the values; empty where the script does not tell.
  func hosts(of reference: ShellFragment) -> [RegistryHost] {
    var result: [RegistryHost] = []
    var steps = 0
    for host in hosts(of: reference, depth: 0, steps: &steps) where !result.contains(where: host.isSame) {
      result.append(host)
    }
    return result
  }

  /// The host of a key of `config.json`, with a variable followed to the one value that it is known to have.
  func host(ofKey key: ShellFragment) -> RegistryHost {
    let host = RegistryHost(key)
    guard host.identity.holds("$") else { return host }
    let found = hosts(of: host.fragment + "/")
    guard found.count == 1, let only = found.first else { return host }
    return RegistryHost(
      identity: only.identity, fragment: host.fragment, variable: host.variable, kind: only.kind,
      evidence: only.evidence)
  }

  // MARK: - Reading references

  private static let proxyPrefixes: Set<String> = [
    "CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX", "CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX",
    "CI_DEPENDENCY_PROXY_SERVER",
  ]

  private func hosts(of reference: ShellFragment, depth: Int, steps: inout Int) -> [RegistryHost] {
    steps += 1
    guard steps <= Self.stepLimit else { return [] }
    // Empty quotes behind a variable add nothing to its value.
    let reference = reference.withoutEmptyLiterals
    let split = reference.splitAtFirst("/")
    let head = split?.head ?? reference
    if let literal = head.staticValue { return hosts(ofLiteral: literal, hasPath: split != nil, head: head) }
    guard case .expansion(let source, let name, _)? = head.pieces.first else {
      return split == nil ? [] : [RegistryHost(head)]
    }
    guard let name else { return wellKnown(in: source).map { [$0] } ?? [] }
    if name == "CI_REGISTRY_IMAGE" { return [.gitLab] }
    if name == "CI_REGISTRY", head.pieces.count == 1 { return [.gitLab] }
    if Self.proxyPrefixes.contains(name) { return [.dependencyProxy] }
    let known = (values[name] ?? []).filter { !$0.isEmpty && $0.singleVariable != name }
    if !known.isEmpty, depth < Self.depthLimit {
      let rest = ShellFragment(Array(reference.pieces.dropFirst()))
      var result: [RegistryHost] = []
      for value in known { result += hosts(of: value, rest: rest, variable: name, depth: depth, steps: &steps) }
      return result
    }
    return unknown(name, head: head, hasPath: split != nil)
  }

  /// The registry of a reference that starts with a variable whose value is known.
  private func hosts(
    of value: ShellFragment, rest: ShellFragment, variable: String, depth: Int, steps: inout Int
  ) -> [RegistryHost] {
    let found = hosts(of: value + rest, depth: depth + 1, steps: &steps)
    // `$REGISTRY/app`: the variable is the host itself; in `$IMAGE` the host is only its beginning.
    let isHost = !value.holds("/") && rest.splitAtFirst("/")?.head.isEmpty == true
    let isLiteral = value.staticValue != nil
    let written = isHost ? ShellFragment.variable(variable) : Self.hostPart(of: variable)
    return found.map { host in
      RegistryHost(
        identity: host.identity, fragment: isLiteral && host.kind != .dockerHub ? written : host.fragment,
        variable: isHost ? variable : host.variable, kind: host.kind, evidence: host.evidence)
    }
  }

  private func hosts(ofLiteral literal: String, hasPath: Bool, head: ShellFragment) -> [RegistryHost] {
    let isHost = hasPath && (literal.holds(".") || literal.holds(":") || literal == "localhost")
    return [isHost ? RegistryHost(head) : .dockerHub]
  }

  private func unknown(_ name: String, head: ShellFragment, hasPath: Bool) -> [RegistryHost] {
    guard head.pieces.count == 1 || !hasPath else { return [RegistryHost(head)] }
    guard head.pieces.count == 1 || head.startsWithTag else { return [] }
    if hasPath {
      let written = Self.saysHost(name) ? head : Self.hostPart(of: name)
      return [RegistryHost(head, written: written)]
    }
    if let sibling = sibling(of: name) { return [RegistryHost(.variable(sibling))] }
    let part = Self.hostPart(of: name)
    let kind = RegistryHost(.variable(name))
    return [
      RegistryHost(identity: "${\(name)%%/*}", fragment: part, variable: nil, kind: kind.kind, evidence: kind.evidence)
    ]
  }

  /// A known variable that by its name holds the registry of the repository in another: `ECR_REGISTRY` for
  /// `ECR_REPOSITORY`.
  private func sibling(of name: String) -> String? {
    for ending in ["REPOSITORY", "REPO", "IMAGE", "IMAGE_NAME"] where name.hasSuffix("_\(ending)") {
      let candidate = String(name.dropLast(ending.count)) + "REGISTRY"
      if values[candidate] != nil { return candidate }
    }
    return nil
  }

  /// The registry that a longer expansion names, such as `${IMAGE:-$CI_REGISTRY_IMAGE}`.
  private func wellKnown(in source: String) -> RegistryHost? {
    if source.holds("CI_REGISTRY") { return .gitLab }
    return source.holds("CI_DEPENDENCY_PROXY") ? .dependencyProxy : nil
  }

  private static func hostPart(of name: String) -> ShellFragment {
    ShellFragment([.expansion(source: "${\(name)%%/*}", name: nil, .double)])
  }

  private static func saysHost(_ name: String) -> Bool {
    ["REGISTRY", "HOST", "SERVER", "DOMAIN", "FQDN", "HUB"].contains { name.hasSuffix($0) }
  }
}

extension ShellFragment {
  /// The variable of a fragment that is one plain expansion.
  var singleVariable: String? {
    guard pieces.count == 1, case .expansion(_, let name, _) = pieces[0] else { return nil }
    return name
  }

  /// Whether what follows the first piece is a tag or a digest, so that the first piece is a whole repository.
  fileprivate var startsWithTag: Bool {
    guard pieces.count > 1, case .literal(let text, _) = pieces[1] else { return false }
    return text.hasPrefix(":") || text.hasPrefix("@")
  }
}

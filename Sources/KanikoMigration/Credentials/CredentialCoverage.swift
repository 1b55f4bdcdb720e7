internal import SourceText

/// Which registries the credentials that a job writes for Kaniko are for.
struct CredentialCoverage: Sendable {
  /// What the written credentials say about a registry.
  enum State: Sendable, Hashable {
    /// There are credentials for it, whichever way the script goes.
    case written
    /// Amazon's helper is named for it.
    case helper
    /// There may be credentials for it in what cannot be read.
    case opaque
    /// There are none, at least on one way through the script.
    case missing
  }

  /// The documents that are in effect when the build runs: from the last one that is always written on.
  let documents: [CredentialDocument]
  /// What the documents say, nil for those that cannot be read.
  let configs: [DockerConfigText?]
  /// Whether the script writes a file in every case.
  let isAlwaysWritten: Bool
  private let isSetElsewhere: Bool

  /// Reads what a job writes.
  ///
  /// - Parameter includesHome: whether credentials below the home directory count: they do for BuildKit.
  init(_ analysis: CredentialAnalysis, includesHome: Bool = false) {
    let live = analysis.documents.filter { includesHome || $0.place == .kaniko || $0.place == .configured }
    let start = live.lastIndex { $0.branch.isEmpty }
    documents = Array(live[(start ?? live.startIndex)...])
    configs = documents.map(\.config)
    isAlwaysWritten = Self.isAlwaysWritten(documents.map(\.branch), in: analysis.outline.alternatives)
    let directory = analysis.values.path(.variable("DOCKER_CONFIG"))
    isSetElsewhere = live.isEmpty && analysis.values.isSet("DOCKER_CONFIG") && directory != "/kaniko/.docker"
  }

  /// Whether one of the places is reached whichever way the script goes.
  private static func isAlwaysWritten(_ branches: [[Int]], in alternatives: [[Int]]) -> Bool {
    var branches = branches
    // Every round takes one level off, where all ways through an `if` or `case` write.
    for _ in 0..<ScriptOutline.depthLimit {
      if branches.contains([]) { return true }
      let complete = alternatives.first { regions in
        regions.allSatisfy { region in branches.contains { $0.last == region } }
      }
      guard let complete, let first = complete.first, let inner = branches.first(where: { $0.last == first }) else {
        return false
      }
      branches.removeAll { branch in branch.last.map(complete.contains) ?? false }
      branches.append(Array(inner.dropLast()))
    }
    return false
  }

  /// What the credentials say about a registry.
  func state(of host: RegistryHost) -> State {
    let states = configs.map { Self.state(of: host, in: $0) }
    if states.isEmpty { return isSetElsewhere ? .opaque : .missing }
    if states.contains(.missing) { return .missing }
    if !isAlwaysWritten { return .missing }
    if states.contains(.helper) { return .helper }
    return states.contains(.opaque) ? .opaque : .written
  }

  /// Whether one document has credentials for a registry.
  static func state(of host: RegistryHost, in config: DockerConfigText?) -> State {
    guard let config else { return .opaque }
    if let helper = config.credHelpers.first(where: { $0.host.isSame(as: host) }) {
      return helper.name == "ecr-login" ? .helper : .written
    }
    if let store = config.credsStore {
      return store == "ecr-login" && (host.kind == .ecr || host.mayBeECR) ? .helper : .missing
    }
    if config.auths.contains(where: { $0.isSame(as: host) }) { return .written }
    return config.isPartial ? .opaque : .missing
  }
}

extension RegistryHost {
  /// Whether only the run tells which registry it is, so that a helper for every registry may have served it.
  var mayBeECR: Bool { kind == .other && identity.holds("$") }
}

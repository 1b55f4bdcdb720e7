import Foundation

/// What a call builds, said without the words of either tool.
///
/// Two calls build the same when these fields are equal. Every field is text, so that a difference can be shown.
package struct RecordedBuild {
  /// Files of the context, with checksums; or the address of a context elsewhere.
  package var context = ""
  /// The Dockerfile's text.
  package var dockerfile = ""
  /// Image names with registry and tag, sorted.
  package var destinations: [String] = []
  /// Whether the destinations are pushed.
  package var pushes = false
  /// Build arguments with their values.
  package var arguments: [String: String] = [:]
  /// Labels with their values.
  package var labels: [String: String] = [:]
  /// The target stage.
  package var target = ""
  /// The platform.
  package var platform = ""
  /// Secrets in BuildKit's notation, sorted.
  package var secrets: [String] = []
  /// References that layers are taken from, sorted.
  package var cacheImports: [String] = []
  /// References that layers are written to, sorted.
  package var cacheExports: [String] = []
  /// Files that the image is written to.
  package var archives: [String] = []
  /// What reaches each registry host that matters here.
  package var credentials: [String: String] = [:]
  /// What reaches hosts that matter only to the other side.
  var credentialsOfOthers: @Sendable (String) -> String = { _ in "anonymous" }
  /// Departures from checked TLS and from the registry itself: `host: what`, sorted.
  package var registries: [String] = []
  /// Hosts for which the call asks for such departures, whether it reaches them or not.
  var exceptedHosts: Set<String> = []
  /// Certificate authorities beside the system's.
  package var authorities: [String] = []
  /// Attributes of the image: compression, annotations, timestamps, media types where they are asked for.
  package var attributes: [String: String] = [:]

  /// How the other build differs, one line a field.
  package func differences(from other: RecordedBuild) -> [String] {
    var lines: [String] = []
    func compare<Value: Equatable>(_ name: String, _ path: KeyPath<RecordedBuild, Value>) {
      if self[keyPath: path] != other[keyPath: path] {
        lines.append("\(name): Kaniko \(Self.shown(self[keyPath: path])), BuildKit \(Self.shown(other[keyPath: path]))")
      }
    }
    compare("context", \.context)
    compare("Dockerfile", \.dockerfile)
    compare("destinations", \.destinations)
    compare("pushes", \.pushes)
    compare("build arguments", \.arguments)
    compare("labels", \.labels)
    compare("target", \.target)
    compare("platform", \.platform)
    compare("secrets", \.secrets)
    compare("cache imports", \.cacheImports)
    compare("cache exports", \.cacheExports)
    compare("archives", \.archives)
    lines += credentialDifferences(from: other)
    lines += registryDifferences(from: other)
    compare("authorities", \.authorities)
    compare("attributes", \.attributes)
    return lines
  }

  /// A host that only one side mentions is compared with what the other would use for it.
  private func credentialDifferences(from other: RecordedBuild) -> [String] {
    Set(credentials.keys).union(other.credentials.keys).sorted().compactMap { host in
      let ours = credentials[host] ?? credentialsOfOthers(host)
      let theirs = other.credentials[host] ?? other.credentialsOfOthers(host)
      return ours == theirs ? nil : "credentials of \(host): Kaniko \(ours), BuildKit \(theirs)"
    }
  }

  private static func shown(_ value: Any) -> String {
    guard let pairs = value as? [String: String] else { return "\(value)" }
    return pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.description
  }

  /// BuildKit has one switch where Kaniko has two, so it may allow more for a host that Kaniko made an exception for,
  /// and never anything for another host.
  private func registryDifferences(from other: RecordedBuild) -> [String] {
    let host = { (entry: String) in entry.components(separatedBy: ": ")[0] }
    let missing = registries.filter { !other.registries.contains($0) }
    let known = Set(registries.map(host)).union(exceptedHosts)
    let added = other.registries.filter { !known.contains(host($0)) }
    return missing.map { "registries: BuildKit lacks \($0)" } + added.map { "registries: BuildKit adds \($0)" }
  }
}

/// A call that its tool would refuse, or that the harness cannot read.
package struct UnreadableCall: Error, CustomStringConvertible {
  package let reason: String
  package var description: String { reason }
}

/// An image reference taken apart.
struct ImageName {
  /// The registry's host with its port; `docker.io` where none is named.
  let host: String
  /// The repository below the host.
  let path: String
  /// The tag, `latest` where none is named.
  let tag: String

  init(_ text: String) {
    var name = Substring(text)
    if let digest = name.firstIndex(of: "@") { name = name[..<digest] }
    let lastSlash = name.lastIndex(of: "/") ?? name.startIndex
    if let colon = name[lastSlash...].lastIndex(of: ":") {
      tag = String(name[name.index(after: colon)...])
      name = name[..<colon]
    } else {
      tag = "latest"
    }
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0].contains(where: { ".:".contains($0) }) || parts[0] == "localhost" {
      host = Self.canonicalHost(parts[0])
      path = parts[1]
    } else {
      host = "docker.io"
      path = parts.count == 2 ? String(name) : "library/\(name)"
    }
  }

  var repository: String { "\(host)/\(path)" }
  var text: String { "\(repository):\(tag)" }

  /// A host as configuration files name it: without scheme and path, Docker Hub by its short name.
  static func canonicalHost(_ text: String) -> String {
    var name = Substring(text)
    for scheme in ["https://", "http://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
    let host = String(name.split(separator: "/").first ?? "")
    return ["index.docker.io", "registry-1.docker.io"].contains(host) ? "docker.io" : host
  }
}

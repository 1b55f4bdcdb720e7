import Foundation

/// The command line of an executor call, taken apart by pflag's rules.
struct KanikoCall {
  private static let switches: Set<String> = [
    "cache", "cache-copy-layers", "cache-run-layers", "cleanup", "compressed-caching", "dryrun",
    "force", "force-build-metadata", "ignore-var-run", "insecure", "insecure-pull", "log-timestamp", "materialize",
    "no-push", "no-push-cache", "pre-cleanup", "preserve-context", "push-ignore-immutable-tag-errors", "reproducible",
    "single-snapshot",
    "skip-default-registry-fallback", "skip-push-permission-check", "skip-tls-verify", "skip-tls-verify-pull",
    "skip-unused-stages", "use-new-run", "whitelist-var-run",
  ]
  private static let short: [Character: String] = [
    "b": "bucket", "c": "context", "d": "destination", "f": "dockerfile", "v": "verbosity",
  ]
  private static let old = [
    "customPlatform": "custom-platform", "tarPath": "tar-path", "snapshotMode": "snapshot-mode",
  ]

  private var values: [String: [String]] = [:]

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      var name: String
      var value: String?
      if word.hasPrefix("--") {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts[0])
        value = parts.count == 2 ? String(parts[1]) : nil
      } else if word.hasPrefix("-"), let letter = word.dropFirst().first, let long = Self.short[letter] {
        name = long
        let attached = word.dropFirst(2)
        value = attached.isEmpty ? nil : String(attached.hasPrefix("=") ? attached.dropFirst() : attached)
      } else {
        throw UnreadableCall(reason: "executor takes no argument \(word)")
      }
      name = Self.old[name] ?? name
      if value == nil, !Self.switches.contains(name) { value = rest.popFirst() }
      values[name, default: []].append(value ?? "true")
    }
  }

  /// The value that counts of a flag that holds one.
  func last(_ name: String) -> String? { values[name]?.last }
  /// Every value of a flag that may be repeated.
  func all(_ name: String) -> [String] { values[name] ?? [] }
  /// Whether a switch is on.
  func isOn(_ name: String) -> Bool { ["true", "1", "t", "T", "TRUE", "True"].contains(last(name) ?? "false") }
}

extension RecordedBuild {
  /// What an executor call builds.
  init(kaniko recording: Recording) throws {
    let call = try KanikoCall(recording.arguments)
    let environment = recording.environment
    context = recording.files["context"] ?? "nothing"
    dockerfile = recording.files["Dockerfile"] ?? "nothing"
    let names = call.all("destination").map(ImageName.init)
    pushes = !(call.isOn("no-push") || environment["KANIKO_NO_PUSH"] == "true") && !names.isEmpty
    for argument in call.all("build-arg") {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      arguments[parts[0]] = parts.count == 2 ? parts[1] : environment[parts[0]] ?? ""
    }
    labels = Self.pairs(call.all("label"))
    target = call.last("target") ?? ""
    platform = call.last("custom-platform") ?? ""
    archives = ["tar-path", "oci-layout-path"].compactMap(call.last).map { Self.absolute($0, recording.folder) }
    // A name that nothing carries away is no name.
    destinations = pushes || !archives.isEmpty ? names.map(\.text).sorted() : []
    readCache(call, names)
    readRegistries(call, names)
    readAttributes(call)
    if let text = recording.files["certificates"] { authorities = Self.certificates(in: text) }
    try readCredentials(recording)
  }

  private mutating func readCache(_ call: KanikoCall, _ names: [ImageName]) {
    guard call.isOn("cache") else { return }
    let reference: String
    if let repository = call.last("cache-repo") {
      reference = "\(ImageName(repository).repository):buildcache"
    } else if let first = names.first {
      reference = "\(first.repository):buildcache"
    } else {
      return
    }
    cacheImports = [reference]
    if !call.isOn("no-push-cache") { cacheExports = [reference] }
  }

  private mutating func readRegistries(_ call: KanikoCall, _ names: [ImageName]) {
    var found: Set<String> = []
    let pushed = Set(names.map(\.host))
    let pulled = baseHosts(of: dockerfile)
    func add(_ what: String, push: some Sequence<String>, pull: some Sequence<String>) {
      for host in push where pushed.contains(host) { found.insert("\(host): push \(what)") }
      for host in pull where pulled.contains(host) { found.insert("\(host): pull \(what)") }
    }
    if call.isOn("insecure") { add("plain HTTP", push: pushed, pull: []) }
    if call.isOn("skip-tls-verify") { add("unverified", push: pushed, pull: []) }
    if call.isOn("insecure-pull") { add("plain HTTP", push: [], pull: pulled) }
    if call.isOn("skip-tls-verify-pull") { add("unverified", push: [], pull: pulled) }
    add("plain HTTP", push: call.all("insecure-registry"), pull: call.all("insecure-registry"))
    add("unverified", push: call.all("skip-tls-verify-registry"), pull: call.all("skip-tls-verify-registry"))
    for mirror in call.all("registry-mirror") { found.insert("docker.io: mirror \(mirror)") }
    for map in call.all("registry-map").flatMap({ $0.split(separator: ";").map(String.init) }) {
      let (host, mirror) = Self.pairs([map]).first ?? ("", "")
      found.insert("\(host == "index.docker.io" ? "docker.io" : host): mirror \(mirror)")
    }
    for (host, pair) in Self.pairs(call.all("registry-client-cert")) { found.insert("\(host): client \(pair)") }
    for (host, path) in Self.pairs(call.all("registry-certificate")) {
      // What a job puts into Kaniko's directory it puts into its own one for BuildKit.
      let moved = path.replacingOccurrences(of: "/kaniko/ssl/certs/", with: "/home/user/certs/")
      found.insert("\(host): authority \(moved)")
    }
    registries = found.sorted()
  }

  private mutating func readAttributes(_ call: KanikoCall) {
    if let value = call.last("compression"), value != "gzip" { attributes["compression"] = value }
    if let value = call.last("compression-level") { attributes["compression-level"] = value }
    if call.isOn("reproducible") { attributes["timestamps"] = "rewritten" }
    for (key, value) in Self.pairs(call.all("annotation")) { attributes["annotation.\(key)"] = value }
    attributes["media types"] = call.last("image-format")
    for secret in call.all("secret") { attributes["secret \(secret)"] = "" }
  }

  private mutating func readCredentials(_ recording: Recording) throws {
    let configuration = DockerCredentials(recording, readsVariable: false)
    if configuration.isBroken { throw UnreadableCall(reason: "the case itself is wrong, its config.json is no JSON") }
    for host in Self.hosts(of: self, configuration) {
      credentials[host] =
        configuration.configured(for: host)
        ?? DockerCredentials.bundled(for: host, environment: recording.environment) ?? "anonymous"
    }
    if let host = recording.environment["CI_REGISTRY"] {
      unaskedCredentials[host] = DockerCredentials.bundled(for: host, environment: recording.environment)
    }
  }

  static func pairs(_ texts: [String]) -> [String: String] {
    texts.reduce(into: [:]) { result, text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      result[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
  }

  static func absolute(_ path: String, _ folder: String) -> String {
    let full = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    return "/" + full.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The hosts whose credentials matter: where the build pushes, pulls and caches, and what the job signs in to.
  static func hosts(of build: RecordedBuild, _ configuration: DockerCredentials) -> [String] {
    let images = (build.destinations + build.cacheImports + build.cacheExports).map { ImageName($0).host }
    return Set(images).union(baseHosts(of: build.dockerfile)).union(configuration.hosts).sorted()
  }

  /// The certificates in a bundle, but for the line that stands for the system's own.
  static func certificates(in text: String) -> [String] {
    text.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst()
      .compactMap { $0.components(separatedBy: "-----END CERTIFICATE-----").first }
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.sorted()
  }
}

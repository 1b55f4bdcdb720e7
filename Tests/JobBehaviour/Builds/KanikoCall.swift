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
  private static let old = ["tarPath": "tar-path"]

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
        // An equals sign counts only in front of something: `-d=` has the value `=`.
        let hasEquals = attached.count > 1 && attached.hasPrefix("=")
        value = attached.isEmpty ? nil : String(hasEquals ? attached.dropFirst() : attached)
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
  package init(kaniko recording: Recording) throws {
    let call = try KanikoCall(recording.arguments)
    let environment = recording.environment
    context = recording.context
    dockerfile = recording.files["Dockerfile"] ?? "nothing"
    let names = call.all("destination").map(ImageName.init)
    pushes = !(call.isOn("no-push") || environment["KANIKO_NO_PUSH"] == "true") && !names.isEmpty
    for argument in call.all("build-arg") {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      arguments[parts[0]] = parts.count == 2 ? parts[1] : environment[parts[0]] ?? ""
    }
    labels = Self.pairs(call.all("label"))
    target = call.last("target") ?? ""
    // The old spelling has a variable of its own, which wins wherever it stands.
    platform =
      [call.last("customPlatform"), call.last("custom-platform")].compactMap(\.self).first { !$0.isEmpty } ?? ""
    archives = [call.last("tar-path"), call.last("oci-layout-path")].compactMap(\.self)
      .map { Self.absolute($0, recording.folder) }.sorted()
    secrets = call.all("secret").sorted()
    // A name that nothing carries away is no name, and a layout holds none.
    destinations = pushes || call.last("tar-path") != nil ? Set(names.map(\.text)).sorted() : []
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
    let pushed = Set((pushes ? names : []).map(\.host) + cacheExports.map { ImageName($0).host })
    let pulled = baseHosts(of: dockerfile)
    func add(_ what: String, push: some Sequence<String>, pull: some Sequence<String>) {
      for host in push where pushed.contains(host) { found.insert("\(host): push \(what)") }
      for host in pull where pulled.contains(host) { found.insert("\(host): pull \(what)") }
    }
    if call.isOn("insecure") { add("plain HTTP", push: pushed, pull: []) }
    if call.isOn("skip-tls-verify") { add("unverified", push: pushed, pull: []) }
    // Docker Hub is reached by checked TLS whatever a call allows for registries that it does not name.
    let allowed = pulled.subtracting(["docker.io"])
    if call.isOn("insecure-pull") { add("plain HTTP", push: [], pull: allowed) }
    if call.isOn("skip-tls-verify-pull") { add("unverified", push: [], pull: allowed) }
    add("plain HTTP", push: call.all("insecure-registry"), pull: call.all("insecure-registry"))
    add("unverified", push: call.all("skip-tls-verify-registry"), pull: call.all("skip-tls-verify-registry"))
    for (host, list) in mirrors(of: call) { found.insert("\(host): mirrors \(list.joined(separator: ", "))") }
    for (host, files) in Self.pairs(call.all("registry-client-cert")) { found.insert("\(host): key pair \(files)") }
    for (host, path) in Self.pairs(call.all("registry-certificate")) {
      // What a job puts into Kaniko's directory it puts into its own one for BuildKit.
      let moved = path.replacingOccurrences(of: "/kaniko/ssl/certs/", with: "/home/user/certs/")
      found.insert("\(host): authority \(moved)")
    }
    registries = found.sorted()
    exceptedHosts = Set(call.all("insecure-registry") + call.all("skip-tls-verify-registry"))
    exceptedHosts.formUnion(Self.pairs(call.all("registry-certificate")).keys)
  }

  /// The mirrors of each registry in the order in which they are asked.
  private func mirrors(of call: KanikoCall) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for entry in call.all("registry-map").flatMap({ $0.split(separator: ";").map(String.init) }) {
      for (host, mirror) in Self.pairs([entry]) { result[ImageName.canonicalHost(host), default: []].append(mirror) }
    }
    for mirror in call.all("registry-mirror") { result["docker.io", default: []].append(mirror) }
    return result
  }

  private mutating func readAttributes(_ call: KanikoCall) {
    let hasDigest = !["digest-file", "image-name-with-digest-file", "image-name-tag-with-digest-file"]
      .allSatisfy { call.last($0) == nil }
    guard pushes || !archives.isEmpty || hasDigest else { return }
    if let format = call.last("image-format") { attributes["media types"] = format }
    if let value = call.last("compression"), value != "gzip" { attributes["compression"] = value }
    if let value = call.last("compression-level") { attributes["compression-level"] = value }
    if call.isOn("reproducible") { attributes["timestamps"] = "rewritten" }
    for (key, value) in Self.pairs(call.all("annotation")) { attributes["annotation.\(key)"] = value }
  }

  private mutating func readCredentials(_ recording: Recording) throws {
    let configuration = DockerCredentials(recording, readsVariable: false)
    if configuration.isBroken { throw UnreadableCall(reason: "the case itself is wrong, its config.json is no JSON") }
    let environment = recording.environment
    credentialsOfOthers = { host in
      configuration.configured(for: host) ?? DockerCredentials.bundled(for: host, environment: environment)
        ?? "anonymous"
    }
    for host in Self.hosts(of: self, configuration) { credentials[host] = credentialsOfOthers(host) }
  }

  static func pairs(_ texts: [String]) -> [String: String] {
    texts.reduce(into: [:]) { result, text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      result[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
  }

  package static func absolute(_ path: String, _ folder: String) -> String {
    let full = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    return "/" + full.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The hosts whose credentials matter: where the build pushes, pulls and caches, and what the job signs in to.
  static func hosts(of build: RecordedBuild, _ configuration: DockerCredentials) -> [String] {
    let pushed = build.pushes ? build.destinations : []
    let images = (pushed + build.cacheImports + build.cacheExports).map { ImageName($0).host }
    return Set(images).union(baseHosts(of: build.dockerfile)).union(configuration.hosts).sorted()
  }

  /// The certificates in a bundle, but for the line that stands for the system's own.
  static func certificates(in text: String) -> [String] {
    text.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst()
      .compactMap { $0.components(separatedBy: "-----END CERTIFICATE-----").first }
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.sorted()
  }
}

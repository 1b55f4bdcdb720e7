import Foundation

/// The command line of a `buildctl build` call, and the rules that buildctl applies to its values.
struct BuildctlCall {
  private(set) var values: [String: [String]] = [:]

  init(_ arguments: [String]) throws {
    var rest = arguments.drop { $0 == "--debug" }
    guard rest.popFirst() == "build" else { throw UnreadableCall(reason: "not a build: \(arguments)") }
    while let word = rest.popFirst() {
      if word == "--no-cache" {
        values["no-cache"] = ["true"]
        continue
      }
      let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0] == "o" ? "output" : String(parts.first ?? "")
      guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
        throw UnreadableCall(reason: "\(word) has no value")
      }
      values[name, default: []].append(value)
    }
  }

  /// Values of `--local` or `--opt`, split at the first equals sign.
  func pairs(_ name: String) throws -> [(key: String, value: String)] {
    try (values[name] ?? []).map { text in
      guard let equals = text.firstIndex(of: "=") else { throw UnreadableCall(reason: "invalid value \(text)") }
      return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
  }

  /// Values that hold comma-separated fields, keys in lower case.
  func fields(_ name: String) throws -> [[String: String]] {
    try (values[name] ?? []).map { text in
      try Self.commaSeparated(text).reduce(into: [:]) { result, field in
        guard let equals = field.firstIndex(of: "=") else { throw UnreadableCall(reason: "invalid value \(field)") }
        result[field[..<equals].lowercased()] = String(field[field.index(after: equals)...])
      }
    }
  }

  /// One line of comma-separated values: a field that starts with a quote ends with it, and doubles it inside.
  static func commaSeparated(_ text: String) throws -> [String] {
    var fields: [String] = []
    var rest = Substring(text)
    while true {
      var field = ""
      if rest.first == "\"" {
        rest.removeFirst()
        while true {
          guard let character = rest.popFirst() else { throw UnreadableCall(reason: "open quote in \(text)") }
          if character == "\"" {
            guard rest.first == "\"" else { break }
            rest.removeFirst()
          }
          field.append(character)
        }
      } else {
        field = String(rest.prefix { $0 != "," })
        rest = rest.dropFirst(field.count)
        guard !field.contains("\"") else { throw UnreadableCall(reason: "bare quote in \(text)") }
      }
      fields.append(field)
      guard let comma = rest.popFirst() else { return fields }
      guard comma == "," else { throw UnreadableCall(reason: "text after a quoted field in \(text)") }
    }
  }
}

extension RecordedBuild {
  /// What a buildctl call builds.
  package init(buildctl recording: Recording) throws {
    let call = try BuildctlCall(recording.arguments)
    guard call.values["frontend"]?.last == "dockerfile.v0" else { throw UnreadableCall(reason: "no frontend") }
    let flags = (recording.environment["BUILDKITD_FLAGS"] ?? "").split(separator: " ")
    guard flags.contains("--oci-worker-no-process-sandbox") else {
      throw UnreadableCall(reason: "BUILDKITD_FLAGS holds no --oci-worker-no-process-sandbox: \(flags)")
    }
    context = recording.context
    dockerfile = recording.files["Dockerfile"] ?? "nothing"
    try readOptions(call)
    try readOutputs(call, recording)
    try readCache(call)
    secrets = (call.values["secret"] ?? []).sorted()
    readSettings(recording.files["buildkitd.toml"] ?? "")
    try readTokens(call)
    if let text = recording.files["certificates"] { authorities = Self.certificates(in: text) }
    let configuration = DockerCredentials(recording, readsVariable: true)
    if configuration.isBroken { throw UnreadableCall(reason: "config.json is no JSON") }
    credentialsOfOthers = { configuration.configured(for: $0) ?? "anonymous" }
    for host in Self.hosts(of: self, configuration) { credentials[host] = credentialsOfOthers(host) }
  }

  private mutating func readOptions(_ call: BuildctlCall) throws {
    for (key, value) in try call.pairs("opt") {
      if key == "build-arg:SOURCE_DATE_EPOCH" {
        attributes["timestamps"] = "fixed"
      } else if key.hasPrefix("build-arg:") {
        arguments[String(key.dropFirst("build-arg:".count))] = value
      } else if key.hasPrefix("label:") {
        labels[String(key.dropFirst("label:".count))] = value
      } else if key == "target" {
        target = value
      } else if key == "platform" {
        platform = value
      }
    }
  }

  private mutating func readOutputs(_ call: BuildctlCall, _ recording: Recording) throws {
    var names: Set<String> = []
    var isNamed = false
    for output in try call.fields("output") {
      for name in (output["name"] ?? "").split(separator: ",") { names.insert(ImageName(String(name)).text) }
      switch output["type"] {
      case "image"?:
        pushes = pushes || output["push"] == "true"
        if output["push"] == "true", output["registry.insecure"] == "true" { for name in names { trust(name) } }
      case "docker"?, "oci"?:
        guard let path = output["dest"] else { throw UnreadableCall(reason: "an archive without dest") }
        archives.append(Self.absolute(path, recording.folder))
        isNamed = isNamed || output["tar"] != "false"
      default: throw UnreadableCall(reason: "output of type \(output["type"] ?? "none")")
      }
      for (key, value) in output where key.hasPrefix("annotation") || key.hasPrefix("compression") {
        attributes[key] = value
      }
      if output["rewrite-timestamp"] == "true" { attributes["timestamps"] = "rewritten" }
      if let isOCI = output["oci-mediatypes"] { attributes["media types"] = isOCI == "true" ? "oci" : "docker" }
    }
    archives.sort()
    destinations = pushes || isNamed ? names.sorted() : []
    // What the image is like shows only where it goes somewhere or where its digest is asked for.
    if !pushes, archives.isEmpty, call.values["metadata-file"] == nil { attributes = [:] }
  }

  private mutating func readCache(_ call: BuildctlCall) throws {
    for entry in try call.fields("import-cache") {
      guard entry["type"] == "registry", let reference = entry["ref"] else {
        throw UnreadableCall(reason: "cache import \(entry.sorted { $0.key < $1.key })")
      }
      cacheImports.append(ImageName(reference).text)
    }
    for entry in try call.fields("export-cache") {
      guard entry["type"] == "registry", let reference = entry["ref"] else {
        throw UnreadableCall(reason: "cache export \(entry.sorted { $0.key < $1.key })")
      }
      // Kaniko caches every stage's layers, and a failed cache push is a warning only.
      guard entry["mode"] == "max", entry["ignore-error"] == "true" else {
        throw UnreadableCall(reason: "cache export without mode=max,ignore-error=true")
      }
      cacheExports.append(ImageName(reference).text)
      if entry["registry.insecure"] == "true" { trust(reference) }
    }
    cacheImports.sort()
    cacheExports.sort()
  }

  /// `registry.insecure` switches verification off and allows plain HTTP.
  private mutating func trust(_ name: String) {
    registries += ["plain HTTP", "unverified"].map { "\(ImageName(name).host): push \($0)" }
    registries = Set(registries).sorted()
  }

  /// The few tables of buildkitd.toml that matter here.
  private mutating func readSettings(_ text: String) {
    var host = ""
    var key = ""
    var found = Set(registries)
    for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line.hasPrefix("[registry.\"") || line.hasPrefix("[[registry.\"") {
        host = line.components(separatedBy: "\"")[1]
      }
      let words = line.components(separatedBy: "\"")
      let values = stride(from: 1, to: words.count, by: 2).map { words[$0] }
      for use in ["push", "pull"] where line.hasSuffix("true") {
        if line.hasPrefix("http") { found.insert("\(host): \(use) plain HTTP") }
        if line.hasPrefix("insecure") { found.insert("\(host): \(use) unverified") }
      }
      if line.hasPrefix("mirrors") { found.insert("\(host): mirrors \(values.joined(separator: ", "))") }
      if line.hasPrefix("key ") { key = values.first ?? "" }
      if line.hasPrefix("cert ") { found.insert("\(host): key pair \(values.first ?? ""),\(key)") }
      if line.hasPrefix("ca ") { for path in values { found.insert("\(host): authority \(path)") } }
    }
    registries = found.sorted()
  }

  /// Tokens are fetched by buildctl itself, which has settings of its own.
  private func readTokens(_ call: BuildctlCall) throws {
    let trusted = try call.fields("registry-auth-tlscontext").filter { $0["insecure"] == "true" }.map { $0["host"] }
    for entry in registries where entry.hasSuffix("unverified") {
      let host = entry.components(separatedBy: ": ")[0]
      // `registry.insecure` switches both off; a registry that was only ever reached by plain HTTP needs no more.
      if registries.contains(entry.replacingOccurrences(of: "unverified", with: "plain HTTP")) { continue }
      if !trusted.contains(host) {
        throw UnreadableCall(reason: "\(entry), but tokens are fetched with verification")
      }
    }
  }
}

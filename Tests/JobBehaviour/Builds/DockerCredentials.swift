import Foundation

/// The credentials that a build presents to a registry, by both tools' rules.
struct DockerCredentials: Sendable {
  private struct File: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
      var auth: String?
      var username: String?
      var password: String?
    }
    var auths: [String: Entry]?
    var credHelpers: [String: String]?
    var credsStore: String?
  }

  private let file: File?
  private let variable: File?
  private let helpers: Set<String>
  /// Whether there is a file that no tool could read.
  let isBroken: Bool

  /// Reads what a stand-in recorded.
  ///
  /// - Parameter readsVariable: whether the tool honours `DOCKER_AUTH_CONFIG`.
  init(_ recording: Recording, readsVariable: Bool) {
    let text = recording.files["config.json"]
    file = text.flatMap { try? JSONDecoder().decode(File.self, from: Data($0.utf8)) }
    isBroken = text != nil && file == nil
    let named = readsVariable ? recording.environment["DOCKER_AUTH_CONFIG"] : nil
    variable = named.flatMap { try? JSONDecoder().decode(File.self, from: Data($0.utf8)) }
    helpers = Set((recording.files["helpers"] ?? "").split(separator: "\n").map(String.init))
  }

  /// The hosts that the configuration names.
  var hosts: Set<String> {
    let keys = Array((file?.auths ?? [:]).keys) + Array((file?.credHelpers ?? [:]).keys)
    return Set(keys.map(ImageName.canonicalHost))
  }

  /// What the configuration gives for a host; nil means anonymous.
  func configured(for host: String) -> String? {
    if let pair = Self.pair(in: variable, host) { return pair }
    let helper = file?.credHelpers?.first { ImageName.canonicalHost($0.key) == host }?.value ?? file?.credsStore
    guard let helper else { return Self.pair(in: file, host) }
    guard helper == "ecr-login" else { return "helper \(helper)" }
    guard helpers.contains(helper) else { return "helper ecr-login, which is not in PATH" }
    return Self.isECR(host) ? "ecr" : nil
  }

  private static func pair(in file: File?, _ host: String) -> String? {
    guard let entry = file?.auths?.first(where: { ImageName.canonicalHost($0.key) == host })?.value else { return nil }
    if let auth = entry.auth, let data = Data(base64Encoded: auth, options: .ignoreUnknownCharacters) {
      return "pair \(String(decoding: data, as: UTF8.self))"
    }
    return "pair \(entry.username ?? ""):\(entry.password ?? "")"
  }

  /// What Kaniko's bundled helpers give where the configuration gives nothing.
  static func bundled(for host: String, environment: [String: String]) -> String? {
    if host == "gcr.io" || host.hasSuffix(".gcr.io") || host.hasSuffix(".pkg.dev") { return "google" }
    if isECR(host) { return "ecr" }
    if host.hasSuffix(".azurecr.io") { return "azure" }
    let name = { (text: String) in String(text.split(separator: ":").first ?? "") }
    guard let registry = environment["CI_REGISTRY"], !registry.isEmpty, name(registry) == name(host),
      let user = environment["CI_REGISTRY_USER"], let password = environment["CI_REGISTRY_PASSWORD"]
    else { return nil }
    return "pair \(user):\(password)"
  }

  static func isECR(_ host: String) -> Bool {
    host == "public.ecr.aws" || (host.contains(".dkr.ecr.") && host.contains(".amazonaws.com"))
  }
}

/// The registries that a Dockerfile's `FROM` lines name.
func baseHosts(of dockerfile: String) -> Set<String> {
  var stages: Set<String> = ["scratch"]
  var hosts: Set<String> = []
  for line in dockerfile.split(separator: "\n") {
    let words = line.split(separator: " ").filter { !$0.hasPrefix("--") }.map(String.init)
    guard words.count > 1, words[0].uppercased() == "FROM" else { continue }
    if !stages.contains(words[1]), !words[1].contains("$") { hosts.insert(ImageName(words[1]).host) }
    if words.count > 3, words[2].uppercased() == "AS" { stages.insert(words[3]) }
  }
  return hosts
}

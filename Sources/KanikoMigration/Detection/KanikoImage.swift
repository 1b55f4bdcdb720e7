import SourceText

/// A container image that carries Kaniko, as a job names it.
public struct KanikoImage: Sendable, Hashable {
  /// Where the image comes from, as far as its name tells.
  public enum Source: String, Sendable, Hashable {
    /// The image of the Kaniko project or of one of its forks, from the project's own registry.
    case official
    /// An official image behind GitLab's dependency proxy.
    case dependencyProxy
    /// An official image's name in another registry.
    case mirror
    /// Another image whose name says Kaniko, or that the settings name.
    case wrapper
  }

  /// The reference as GitLab would expand it with what is known here.
  public let reference: String
  /// Where it comes from.
  public let source: Source
  /// Whether a version tag or a digest pins it.
  public let isPinned: Bool
  /// The prefix to keep in front of another image, such as `${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/`.
  public let proxyPrefix: String

  /// Repositories of the project, its forks, and earlier names of these (KANIKO facts, image layout).
  private static let official = [
    "gcr.io/kaniko-project/executor", "gcr.io/kaniko-project/warmer", "ghcr.io/osscontainertools/kaniko",
    "ghcr.io/mzihlmann/kaniko", "docker.io/martizih/kaniko", "martizih/kaniko", "cgr.dev/chainguard/kaniko",
    "ghcr.io/kaniko-build/dist/chainguard-dev-kaniko/executor",
    "ghcr.io/kaniko-build/dist/chainguard-dev-kaniko/warmer",
  ]
  /// Endings that an official image keeps when it is copied to another registry.
  private static let copied = [
    "/kaniko-project/executor", "/kaniko-project/warmer", "/osscontainertools/kaniko", "/mzihlmann/kaniko",
    "/martizih/kaniko", "/chainguard/kaniko", "/chainguard-dev-kaniko/executor", "/kaniko/executor",
  ]
  private static let name = ByteSearch("kaniko", ignoresCase: true)
  private static let proxyVariables = [
    "CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX", "CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX",
  ]

  /// Recognises an image reference, or returns nil when nothing about it says Kaniko.
  ///
  /// - Parameters:
  ///   - reference: the image as the job names it, variables that are known here replaced.
  ///   - patterns: further image names from the settings.
  public init?(_ reference: String, patterns: [NamePattern] = []) {
    // Every image that is known says the name; most images say no such thing.
    guard !patterns.isEmpty || Self.name.isIn(Array(reference.utf8)) else { return nil }
    let (prefix, rest) = Self.withoutProxy(reference)
    let repository = Self.repository(of: rest)
    let source: Source
    if Self.official.contains(repository) {
      source = prefix.isEmpty ? .official : .dependencyProxy
    } else if Self.copied.contains(where: { ("/" + repository).hasSuffix($0) }) {
      source = prefix.isEmpty ? .mirror : .dependencyProxy
    } else if Self.saysKaniko(repository) || patterns.contains(where: { Self.matches($0, rest) }) {
      source = .wrapper
    } else {
      return nil
    }
    self.reference = reference
    self.source = source
    proxyPrefix = source == .dependencyProxy ? prefix : ""
    isPinned = Self.isPinned(rest)
  }

  /// The reference without tag and digest.
  private static func repository(of reference: String) -> String {
    let name = reference.utf8.prefix { $0 != UInt8(ascii: "@") }
    let lastSlash = name.lastIndex(of: UInt8(ascii: "/")) ?? name.startIndex
    guard let colon = name[lastSlash...].firstIndex(of: UInt8(ascii: ":")) else { return String(Substring(name)) }
    return String(Substring(name[..<colon]))
  }

  /// Whether a component of the name says Kaniko. `kaniko-cache` and the like name images that Kaniko wrote.
  private static func saysKaniko(_ repository: String) -> Bool {
    repository.lowercased().parts(between: UInt8(ascii: "/")).suffix(2).contains { KanikoName.isWord(of: $0) }
  }

  private static func withoutProxy(_ reference: String) -> (prefix: String, rest: String) {
    guard reference.utf8.first == UInt8(ascii: "$") else { return ("", reference) }
    for name in proxyVariables {
      for spelling in ["${\(name)}/", "$\(name)/"] where reference.hasPrefix(spelling) {
        return (spelling, String(reference.droppingBytes(spelling.utf8.count)))
      }
    }
    return ("", reference)
  }

  private static func isPinned(_ reference: String) -> Bool {
    if reference.holds("@sha256:") { return true }
    let bytes = reference.utf8
    let lastSlash = bytes.lastIndex(of: UInt8(ascii: "/")) ?? bytes.startIndex
    guard let colon = bytes[lastSlash...].firstIndex(of: UInt8(ascii: ":")) else { return false }
    return bytes[colon...].contains(where: \.isASCIIDigit)
  }

  /// Whether a pattern matches a reference, with or without its tag.
  private static func matches(_ pattern: NamePattern, _ reference: String) -> Bool {
    pattern.matches(reference) || pattern.matches(repository(of: reference))
  }
}

/// A place that git can clone from: a URL, or `host:path` as ssh writes it.
struct RemoteLocation: Sendable, Hashable {
  private static let schemes: Set<String> = ["file", "git", "http", "https", "ssh"]

  /// The URL as git takes it.
  let url: String
  /// The path on the server without `.git`.
  let path: String

  /// Whether git goes to a repository of this machine, whose hooks a push would run.
  var isOfThisMachine: Bool { url.lowercased().hasPrefix("file:") }

  /// Reads a URL.
  ///
  /// - Returns: nil for a text that is no URL, such as the path of a file.
  /// - Throws: ``GitFailure`` for a URL that is not used: another scheme, or a password in it.
  init?(_ text: String) throws(GitFailure) {
    url = text
    let rest: Substring
    if let scheme = text.firstRange(of: "://") {
      let name = text[..<scheme.lowerBound].lowercased()
      guard Self.schemes.contains(name) else {
        throw GitFailure("\(GitFailure.withoutPassword(text)): only file, git, http, https and ssh URLs are cloned")
      }
      rest = text[scheme.upperBound...]
      if let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@"), name != "ssh" || rest[..<at].contains(":") {
        throw GitFailure(
          "\(GitFailure.withoutPassword(text)): the URL holds a user or a password; use a credential helper of git, "
            + "or GITLAB_TOKEN")
      }
      path = Self.path(name == "file" ? rest : rest.drop { $0 != "/" })
    } else if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"), !text.hasPrefix("-") {
      guard !text[colon...].hasPrefix("::") else {
        throw GitFailure("\(text): transports that run programs are not used")
      }
      path = Self.path(text[text.index(after: colon)...])
    } else {
      return nil
    }
  }

  /// A path without what only decorates it: slashes at both ends and `.git`.
  static func path(_ text: some StringProtocol) -> String {
    var parts = String(text).split(separator: "/").map(String.init)
    if let last = parts.last, last.hasSuffix(".git"), last != ".git" {
      parts[parts.count - 1] = String(last.dropLast(4))
    }
    if parts.last == ".git" { parts.removeLast() }
    return parts.joined(separator: "/")
  }
}

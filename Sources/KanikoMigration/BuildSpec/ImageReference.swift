internal import ShellSyntax
internal import SourceText

/// A name of an image, taken apart as far as it is known before the job runs.
struct ImageReference {
  /// The name as written.
  let fragment: ShellFragment
  /// What is known about its variables.
  let environment: InvocationEnvironment

  /// Whether a name has a tag.
  enum TagState: Hashable {
    /// The separator stands in the name itself.
    case visible
    /// Every known value of a variable brings a tag.
    case insideVariable
    /// There is none.
    case absent
    /// That shows only when the job runs.
    case unknown
  }

  /// Where the tag is.
  var tag: TagState {
    if Self.tagSeparator(in: fragment) != nil { return .visible }
    let shapes = environment.shapes(of: fragment)
    if shapes.allSatisfy({ Self.tagSeparator(in: $0) != nil }) { return .insideVariable }
    let hasNone = shapes.allSatisfy { shape in
      Self.tagSeparator(in: shape) == nil && Self.lastComponent(of: shape).pieces.allSatisfy(Self.isTagless)
    }
    return hasNone ? .absent : .unknown
  }

  /// The name without its tag; a colon before the last slash belongs to a port.
  var repository: ShellFragment {
    switch tag {
    case .absent: return fragment
    case .visible:
      guard let (head, tail) = fragment.splitAtLast("/"), let (name, _) = tail.splitAtLast(":") else {
        return fragment.splitAtLast(":")?.head ?? fragment
      }
      return ShellFragment(head.pieces + [.literal("/", head.pieces.last?.quoting ?? .none)] + name.pieces)
    case .insideVariable:
      if case .expansion(_, let name?, let quoting)? = fragment.pieces.last,
        environment.values[name]?.allSatisfy({ Self.hasTag($0) }) == true
      {
        let stripped = ShellFragment.Piece.expansion(source: "${\(name)%:*}", name: nil, quoting)
        return ShellFragment(fragment.pieces.dropLast() + [stripped])
      }
      return strippedAtRunTime
    case .unknown: return strippedAtRunTime
    }
  }

  private var strippedAtRunTime: ShellFragment {
    let source = "$(printf '%s' \"\(fragment.doubleQuotedContent)\" | sed 's/:[^:/]*$//')"
    return ShellFragment([.expansion(source: source, name: nil, .double)])
  }

  /// The registry's host as a fragment, `docker.io` where the name has none; nil when that cannot be told.
  var host: ShellFragment? {
    let head = fragment.splitAtFirst("/")?.head
    if let head, let text = head.staticValue {
      return ShellFragment(literal: Self.isHost(text) ? Self.daemonHost(text) : "docker.io")
    }
    guard case .expansion(_, let name?, _)? = fragment.pieces.first else {
      if let text = fragment.staticValue, !text.holds("/") { return ShellFragment(literal: "docker.io") }
      return head
    }
    if name == "CI_REGISTRY_IMAGE", environment.values[name] == nil {
      return ShellFragment([.expansion(source: "$CI_REGISTRY", name: "CI_REGISTRY", .double)])
    }
    if let head, head.pieces.count > 1 || name == "CI_REGISTRY" { return head }
    return ShellFragment([.expansion(source: "${\(name)%%/*}", name: nil, .double)])
  }

  /// The name as Kaniko prints it (go-containerregistry `name.Repository.Name`): Docker Hub is `index.docker.io`, and
  /// its own images lie below `library`.
  ///
  /// - Returns: The name, with whether it is known to be that.
  func printedName(withTag: Bool) -> (name: ShellFragment, isCertain: Bool) {
    let joined = fragment.joiningLiterals
    if joined != fragment {
      return ImageReference(fragment: joined, environment: environment).printedName(withTag: withTag)
    }
    var name = withTag ? fragment : repository
    var isCertain = !withTag || tag != .unknown
    if withTag && tag == .absent { name = name + ":latest" }
    let shapes = environment.shapes(of: fragment)
    guard case .literal(let text, let quoting)? = fragment.pieces.first else {
      let haveHosts = shapes.allSatisfy { Self.beginsWithHost($0) }
      return (name, isCertain && haveHosts)
    }
    let hasSlash = fragment.holds("/")
    let first = String(text[..<(text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex)])
    if !text.holds("/") && fragment.pieces.count > 1 {
      // The host may go on in a variable: `registry.$DOMAIN/app`.
      isCertain = isCertain && first.contains(".")
      return (name, isCertain)
    }
    if hasSlash && Self.isHost(first) {
      guard Self.daemonHost(first) == "docker.io" else { return (name, isCertain) }
      let path = String(text.dropFirst(first.count + 1))
      let library = !path.holds("/") && fragment.staticValue != nil ? "library/" : ""
      let pieces = [.literal("index.docker.io/" + library + path, quoting)] + fragment.pieces.dropFirst()
      return ImageReference(fragment: ShellFragment(Array(pieces)), environment: environment).cut(withTag, isCertain)
    }
    return ("index.docker.io/" + (hasSlash ? "" : "library/") + name, isCertain)
  }

  private func cut(_ withTag: Bool, _ isCertain: Bool) -> (ShellFragment, Bool) {
    guard withTag else { return (repository, isCertain) }
    return (tag == .absent ? fragment + ":latest" : fragment, isCertain)
  }

  /// Whether the host is one that Kaniko reaches over plain HTTP without being told to, and BuildKit is not: private
  /// IPv4 addresses and `*.local` (go-containerregistry `pkg/name/registry.go`, `Scheme`).
  var isPrivateHost: Bool {
    guard let text = fragment.splitAtFirst("/")?.head.staticValue else { return false }
    let name = text.split(separator: ":").first.map(String.init) ?? text
    if name.hasSuffix(".local") { return true }
    let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 4, let first = numbers[0], let second = numbers[1], numbers[2] != nil, numbers[3] != nil
    else { return false }
    return first == 10 || first == 192 && second == 168 || first == 172 && (16...31).contains(second)
  }

  // MARK: - Parts

  /// The part after the last literal slash.
  private static func lastComponent(of fragment: ShellFragment) -> ShellFragment {
    fragment.splitAtLast("/")?.tail ?? fragment
  }

  private static func tagSeparator(in fragment: ShellFragment) -> ShellFragment? {
    lastComponent(of: fragment).splitAtLast(":")?.tail
  }

  private static func hasTag(_ text: String) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).last?.contains(":") == true
  }

  /// Whether a piece cannot hold a tag: literal text without a colon, or a variable that GitLab fills with a name.
  private static func isTagless(_ piece: ShellFragment.Piece) -> Bool {
    switch piece {
    case .literal: true
    case .expansion(_, let name, _): name?.hasPrefix("CI_") == true
    }
  }

  private static func isHost(_ text: String) -> Bool {
    text == "localhost" || text.holds(".") || text.holds(":")
  }

  private static func beginsWithHost(_ shape: ShellFragment) -> Bool {
    switch shape.pieces.first {
    case .expansion(_, let name, _): return name == "CI_REGISTRY" || name == "CI_REGISTRY_IMAGE"
    case .literal:
      let text = shape.leadingText
      guard let slash = text.firstIndex(of: "/") else { return false }
      let host = String(text[..<slash])
      return isHost(host) && daemonHost(host) != "docker.io"
    case nil: return false
    }
  }

  /// The host as BuildKit writes it: Docker Hub is `docker.io`.
  static func daemonHost(_ host: String) -> String {
    host == "index.docker.io" || host == "registry-1.docker.io" ? "docker.io" : host
  }
}

internal import ShellSyntax
internal import SourceText

extension SpecBuilder {
  /// Reads `--context`, `--context-sub-path`, `--bucket` and `--git`
  /// (Kaniko `cmd/executor/cmd/root.go` `resolveSourceContext`, `pkg/buildcontext/buildcontext.go`).
  mutating func translateContext() {
    let subdirectory = value(of: "context-sub-path")
    guard let (index, use) = uses(of: "context").last, let value = use.value else {
      guard invocation.isComplete, invocation.subcommand == .build else { return }
      imply(
        "context", .manual, "without --context kaniko builds from /workspace, which is empty in a gitlab job",
        advice: KanikoFlag.named("context")?.advice)
      return
    }
    guard !value.isEmpty else {
      lower(index, to: .manual, "the context is empty", advice: "name the directory to build from")
      return
    }
    let shapes = environment.shapes(of: value)
    let schemes = Set(shapes.map(Self.scheme))
    guard schemes.count == 1, let scheme = schemes.first else {
      lower(
        index, to: .manual, "the context is a directory for some values of its variable and an address for others",
        advice: "write one call for each kind of context")
      return
    }
    translateBucket(ignored: scheme == nil)
    guard let scheme else {
      translateDirectory(index, value, shapes: shapes)
      if let subdirectory { drop(subdirectory.index, "kaniko ignores it for a context that is a plain path") }
      return
    }
    guard Self.scheme(value) != nil else {
      lower(
        index, to: .manual, "the context's variable holds an address",
        advice: "write the address into the call, so that it can be translated")
      return
    }
    translateAddress(index, value, scheme: scheme, subdirectory: subdirectory?.value)
  }

  /// The scheme of a context, or nil where it is a plain path or not known.
  private static func scheme(_ fragment: ShellFragment) -> String? {
    let text = fragment.leadingText
    for scheme in ["dir", "tar", "git", "https", "http", "gs", "s3"] where text.hasPrefix(scheme + "://") {
      return scheme
    }
    return fragment.staticValue?.holds("://") == true ? "unknown" : nil
  }

  private mutating func translateBucket(ignored: Bool) {
    guard let (index, _) = value(of: "bucket") else { return }
    if ignored {
      drop(index, "kaniko ignores it for a context that is a plain path")
    } else {
      lower(index, to: .manual, outcomes[index].reason, advice: outcomes[index].advice)
    }
  }

  private mutating func translateDirectory(_ index: Int, _ value: ShellFragment, shapes: [ShellFragment]) {
    spec.context = .directory(value)
    let isUnknown = shapes.contains { shape in
      PathShape(shape, in: environment).anchor == .unknown && !shape.holds("/")
    }
    if isUnknown {
      lower(
        index, to: .review, "the value of the context is not known here; it is taken for a directory",
        advice: "check that it never holds an address such as git:// or tar://")
    }
  }

  private mutating func translateAddress(
    _ index: Int, _ value: ShellFragment, scheme: String, subdirectory: ShellFragment?
  ) {
    let rest = value.dropping(scheme.count + "://".count)
    switch scheme {
    case "dir": spec.context = .directory(rest.appending(path: subdirectory))
    case "tar" where rest.staticValue == "stdin": spec.context = .standardInput(subdirectory: subdirectory)
    case "tar": spec.context = .archive(rest, subdirectory: subdirectory)
    case "git": translateGit(index, rest, subdirectory: subdirectory)
    case "https": translateArchiveAddress(index, value, subdirectory: subdirectory)
    case "gs", "s3":
      lower(
        index, to: .manual, "buildkit cannot read a build context from a bucket",
        advice: "download and unpack the context in an earlier job and pass it as an artifact")
    default:
      lower(index, to: .manual, "kaniko refuses this kind of context", advice: "name a directory of the job")
    }
  }

  private mutating func translateArchiveAddress(_ index: Int, _ value: ShellFragment, subdirectory: ShellFragment?) {
    guard value.staticValue?.holds(".blob.core.windows.net/") != true else {
      lower(
        index, to: .manual, "kaniko reads this address with AZURE_STORAGE_ACCESS_KEY, buildkit cannot",
        advice: "use an address with a shared access signature, or download the context in an earlier job")
      return
    }
    spec.context = .remote(url: value, subdirectory: subdirectory)
  }

  // MARK: - Git

  /// Rewrites `git://HOST/PATH[#REF[#COMMIT]]`: Kaniko's `git` means HTTPS, BuildKit's means git's own protocol, and
  /// BuildKit takes an HTTPS address for a repository only when its path ends in `.git`.
  private mutating func translateGit(_ index: Int, _ rest: ShellFragment, subdirectory: ShellFragment?) {
    let base = rest.splitAtFirst("#")?.head ?? rest
    var reference = rest.splitAtFirst("#")?.tail
    if let commit = reference?.splitAtFirst("#")?.tail { reference = commit }
    guard let repository = Self.withGitSuffix(base) else {
      lower(
        index, to: .manual, "it is not visible whether the repository's address ends in .git, which buildkit requires",
        advice: "end the address in .git")
      return
    }
    var options = GitOptions()
    for (optionIndex, use) in uses(of: "git") { readGitOption(optionIndex, use, into: &options) }
    if reference == nil { reference = options.branch }
    let scheme = environment.values["GIT_PULL_METHOD"] == ["http"] ? "http://" : "https://"
    var url = scheme + repository
    if !options.recursesSubmodules { url = url + "?submodules=false" }
    if let reference { url = url + "#" + reference }
    if let subdirectory { url = url + (reference == nil ? "#:" : ":") + subdirectory }
    spec.context = .remote(url: url.betweenDoubleQuotes, subdirectory: nil)
    translateGitCredentials(index)
    lower(
      index, to: .review, "buildkit fetches the repository itself, without its .git directory",
      advice: "if the build reads .git, add `--opt build-arg:BUILDKIT_CONTEXT_KEEP_GIT_DIR=1`")
  }

  private struct GitOptions {
    var branch: ShellFragment?
    var recursesSubmodules = false
  }

  private mutating func readGitOption(_ index: Int, _ use: FlagUse, into options: inout GitOptions) {
    guard let (name, value) = use.value?.splitAtFirst("="), let key = name.staticValue else {
      return lower(index, to: .manual, "the option of --git is not visible", advice: "write it as `--git KEY=VALUE`")
    }
    switch key {
    case "branch": options.branch = value
    case "single-branch", "depth":
      drop(index, "buildkit fetches one ref with a depth of one")
    case "recurse-submodules":
      guard let text = value.staticValue, let flag = GoValue.bool(text) else {
        return lower(index, to: .manual, "whether submodules are fetched shows only when the job runs")
      }
      options.recursesSubmodules = flag
    case "insecure-skip-tls":
      lower(index, to: .manual, "buildkit verifies the certificate of a git server", advice: "trust its certificate")
    default: drop(index, "kaniko ignores this option")
    }
  }

  private mutating func translateGitCredentials(_ index: Int) {
    if environment.values["GIT_TOKEN"] != nil {
      spec.secrets.append(ShellFragment(literal: "id=GIT_AUTH_TOKEN,env=GIT_TOKEN"))
    } else if environment.values["GIT_USERNAME"] != nil || environment.values["GIT_PASSWORD"] != nil {
      lower(
        index, to: .manual, "kaniko sends GIT_USERNAME and GIT_PASSWORD to the git server",
        advice: "pass them to buildctl as the secret GIT_AUTH_HEADER")
    }
  }

  private static func withGitSuffix(_ fragment: ShellFragment) -> ShellFragment? {
    switch fragment.pieces.last {
    case .literal?: fragment.trailingText.hasSuffix(".git") ? fragment : fragment + ".git"
    case .expansion(_, "CI_PROJECT_PATH", _)?: fragment + ".git"
    default: nil
    }
  }
}

extension ShellFragment {
  /// The fragment without its first characters, which are literal.
  func dropping(_ count: Int) -> ShellFragment {
    var remaining = count
    return ShellFragment(
      pieces.map { piece in
        guard remaining > 0, case .literal(let text, let quoting) = piece else { return piece }
        let dropped = Swift.min(remaining, text.count)
        remaining -= dropped
        return .literal(String(text.dropFirst(dropped)), quoting)
      })
  }

  /// The fragment with everything between double quotes that means the same there.
  var betweenDoubleQuotes: ShellFragment {
    ShellFragment(
      pieces.map { piece in
        switch piece {
        case .literal(let text, _): .literal(text, .double)
        case .expansion(let source, let name?, _): .expansion(source: source, name: name, .double)
        case .expansion: piece
        }
      })
  }

  /// The path with a component behind it, one slash between them.
  func appending(path: ShellFragment?) -> ShellFragment {
    guard let path else { return self }
    var head = pieces
    if case .literal(let text, let quoting)? = head.last {
      head[head.count - 1] = .literal(text.trimmingSlashes(atEnd: true), quoting)
    }
    var tail = path.pieces
    if case .literal(let text, let quoting)? = tail.first {
      tail[0] = .literal(text.trimmingSlashes(atEnd: false), quoting)
    }
    return ShellFragment(head) + "/" + ShellFragment(tail)
  }
}

extension String {
  /// The text without the slashes at its end or at its start.
  fileprivate func trimmingSlashes(atEnd: Bool) -> String {
    var text = Substring(self)
    while let slash = atEnd ? text.last : text.first, slash == "/" {
      text = atEnd ? text.dropLast() : text.dropFirst()
    }
    return String(text)
  }
}

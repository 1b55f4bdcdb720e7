internal import ShellSyntax

/// The state of writing one specification as commands.
struct BuildctlWriter {
  let spec: BuildSpec
  private(set) var arguments: [BuildctlArgument] = []
  private(set) var preparations: [String] = []
  private(set) var followUps: [String] = []

  init(spec: BuildSpec) {
    self.spec = spec
  }

  /// Writes every part, in the order in which a person would.
  mutating func write() {
    append("--frontend", ShellFragment(literal: "dockerfile.v0"))
    writeContext()
    writeDockerfile()
    writeOptions()
    writeCache()
    writeOutputs()
    for transport in spec.tokenTransports { append("--registry-auth-tlscontext", transport.attributes) }
    writeDigestFiles()
  }

  private mutating func append(
    _ flag: String, _ value: ShellFragment, _ origin: FlagMapping? = nil, condition: String? = nil
  ) {
    arguments.append(BuildctlArgument(flag, value, origin: origin, condition: condition))
  }

  // MARK: - Input

  private mutating func writeContext() {
    switch spec.context {
    case .directory(let directory): append("--local", directory.behind(key: "context="), .context)
    case .remote(let url, let subdirectory):
      append("--opt", url.behind(prefix: "context="), .context)
      if let subdirectory { append("--opt", subdirectory.behind(key: "contextsubdir="), .contextSubPath) }
    case .archive(let file, let subdirectory):
      preparations += ["context_dir=$(mktemp -d)", "tar -xzf \(file.source) -C \"$context_dir\""]
      appendUnpacked(subdirectory)
    case .standardInput(let subdirectory):
      preparations += ["context_dir=$(mktemp -d)", "tar -xz -C \"$context_dir\""]
      appendUnpacked(subdirectory)
    }
  }

  private mutating func appendUnpacked(_ subdirectory: ShellFragment?) {
    let directory = Self.variable("context_dir").appending(path: subdirectory)
    append("--local", directory.behind(key: "context="), .context)
  }

  private mutating func writeDockerfile() {
    switch spec.dockerfile {
    case .directory(let directory, let name):
      append("--local", directory.behind(key: "dockerfile="), .dockerfile)
      if case .remote = spec.context {
        append("--opt", ShellFragment(literal: "dockerfilekey=dockerfile"), .dockerfile)
      }
      if let name { append("--opt", name.behind(key: "filename="), .dockerfile) }
    case .inRemoteContext(let name):
      if let name { append("--opt", name.behind(key: "filename="), .dockerfile) }
    case .download(let url): writeFetched("wget -qO \"$dockerfile_dir/Dockerfile\" \(url.source)")
    case .standardInput: writeFetched("cat > \"$dockerfile_dir/Dockerfile\"")
    }
  }

  private mutating func writeFetched(_ command: String) {
    preparations += ["dockerfile_dir=$(mktemp -d)", command]
    append("--local", Self.variable("dockerfile_dir").behind(key: "dockerfile="), .dockerfile)
    if case .remote = spec.context {
      append("--opt", ShellFragment(literal: "dockerfilekey=dockerfile"), .dockerfile)
    }
  }

  private mutating func writeOptions() {
    if let target = spec.target { append("--opt", target.behind(key: "target="), .target) }
    if let platform = spec.platform { append("--opt", platform.behind(key: "platform="), .platform) }
    for argument in spec.buildArguments {
      append("--opt", argument.assignment.behind(prefix: "build-arg:"), .buildArgument)
    }
    for label in spec.labels { append("--opt", label.behind(prefix: "label:"), .label) }
    for secret in spec.secrets { append("--secret", secret, .secret) }
  }

  // MARK: - Cache

  private mutating func writeCache() {
    guard let cache = spec.cache, cache.isUsed != .off else { return }
    let condition = variable("cache_on", setWhen: cache.isUsed)
    append("--import-cache", attributes(of: cache, isExport: false), .cache, condition: condition)
    guard cache.isWritten != .off else { return }
    let exportCondition = variable("export_cache", setWhen: cache.isWritten) ?? condition
    append("--export-cache", attributes(of: cache, isExport: true), .cache, condition: exportCondition)
  }

  private func attributes(of cache: BuildCache, isExport: Bool) -> ShellFragment {
    var list = AttributeList()
    switch cache.store {
    case .registry(let reference):
      list.append("type=registry")
      list.append("ref", reference)
    case .directory(let directory):
      list.append("type=local")
      list.append(isExport ? "dest" : "src", directory)
    }
    if isExport {
      if cache.mode == .max { list.append("mode=max") }
      // A cache that cannot be written is only a warning in Kaniko.
      list.append("ignore-error=true")
    }
    if case .registry = cache.store, spec.image.isInsecure { list.append("registry.insecure=true") }
    return list.fragment
  }

  /// Sets a variable where a choice is made only when the job runs.
  ///
  /// - Returns: The name of the variable, or nil where the choice is made.
  private mutating func variable(_ name: String, setWhen choice: Switch) -> String? {
    switch choice {
    case .on, .off: return nil
    case .when(let value): preparations.append("\(name)=\(Self.choice(value, [(GoSpelling.yes, "echo true")]))")
    case .unless(let value): preparations.append("\(name)=\(Self.choice(value, [(GoSpelling.no, "echo true")]))")
    }
    return name
  }

  // MARK: - Output

  private mutating func writeOutputs() {
    if let file = spec.tarArchive {
      var list = AttributeList()
      list.append("type=docker")
      if !spec.destinations.isEmpty { list.append("name", spec.destinations) }
      list.append("dest", file)
      append(imageAttributes: &list)
      append("--output", list.fragment, .tarArchive)
    }
    if let directory = spec.ociLayout {
      var list = AttributeList()
      list.append("type=oci")
      list.append("tar=false")
      list.append("dest", directory)
      append(imageAttributes: &list)
      append("--output", list.fragment, .ociLayout)
    }
    // The image comes last: the metadata file holds what the last output says.
    let hasOtherOutput = spec.tarArchive != nil || spec.ociLayout != nil
    guard spec.push != .off || (!spec.digestFiles.isEmpty && !hasOtherOutput) else { return }
    var list = AttributeList()
    list.append("type=image")
    if !spec.destinations.isEmpty { list.append("name", spec.destinations) }
    append(pushTo: &list)
    append(imageAttributes: &list)
    if spec.image.isInsecure { list.append("registry.insecure=true") }
    append("--output", list.fragment, .destination)
  }

  private func append(pushTo list: inout AttributeList) {
    switch spec.push {
    case .on: list.append("push=true")
    case .off: list.append("push=false")
    case .when(let value):
      list.append("push", ShellFragment([.expansion(source: value.source, name: nil, .none)]))
    case .unless(let value):
      let source = Self.choice(
        value, [(GoSpelling.yes, "echo false"), (GoSpelling.no, "echo true"), ("*", "echo invalid")])
      list.append("push", ShellFragment([.expansion(source: source, name: nil, .double)]))
    }
  }

  private func append(imageAttributes list: inout AttributeList) {
    let image = spec.image
    if let isOCI = image.usesOCIMediaTypes { list.append("oci-mediatypes=\(isOCI)") }
    if let compression = image.compression { list.append("compression", compression) }
    if let level = image.compressionLevel { list.append("compression-level", level) }
    if image.isReproducible { list.append("rewrite-timestamp=true") }
    for annotation in image.annotations {
      guard let (key, value) = annotation.splitAtFirst("="), let name = key.staticValue else { continue }
      list.append("annotation.\(name)", text: value)
    }
  }

  // MARK: - Digest files

  private mutating func writeDigestFiles() {
    let files = spec.digestFiles
    guard !files.isEmpty else { return }
    preparations.append("metadata=$(mktemp)")
    append("--metadata-file", Self.variable("metadata"), .digestFile)
    followUps += [
      #"digest=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' "$metadata")"#,
      #"[ -n "$digest" ]"#,
    ]
    if let file = files.digest { write("printf '%s' \"$digest\"", to: file) }
    let lines = files.lines.map { "\($0.source) \"$digest\"" }.joined(separator: " ")
    for file in [files.names, files.namesWithTags] {
      if let file { write("printf '%s@%s\\n' \(lines)", to: file) }
    }
  }

  /// Writes a file as Kaniko does: missing directories are made, a file that is there is replaced.
  private mutating func write(_ command: String, to file: ShellFragment) {
    if let directory = file.splitAtLast("/")?.head, !directory.isEmpty, directory.comparable != "${CI_PROJECT_DIR}",
      directory.comparable != "."
    {
      followUps.append("mkdir -p \(directory.source)")
    } else if file.staticValue == nil, !file.holds("/") {
      followUps.append("mkdir -p \"$(dirname \"\(file.doubleQuotedContent)\")\"")
    }
    followUps.append("\(command) > \(file.source)")
  }

  // MARK: - Pieces

  private static func variable(_ name: String) -> ShellFragment {
    ShellFragment([.expansion(source: "$\(name)", name: name, .double)])
  }

  private static func choice(_ value: ShellFragment, _ branches: [(pattern: String, command: String)]) -> String {
    let items = branches.map { "(\($0.pattern)) \($0.command) ;;" }.joined(separator: " ")
    return "$(case \"\(value.doubleQuotedContent)\" in \(items) esac)"
  }
}

/// Shell patterns for the spellings of Go's `strconv.ParseBool`.
private enum GoSpelling {
  static let yes = "1|t|T|TRUE|true|True"
  static let no = "0|f|F|FALSE|false|False"
}

extension TokenTransport {
  /// The value of `--registry-auth-tlscontext`.
  fileprivate var attributes: ShellFragment {
    var list = AttributeList()
    list.append("host", host)
    if isInsecure { list.append("insecure=true") }
    if let certificate { list.append("ca", certificate) }
    if let keyPair {
      list.append("cert", keyPair.certificate)
      list.append("key", keyPair.key)
    }
    return list.fragment
  }
}

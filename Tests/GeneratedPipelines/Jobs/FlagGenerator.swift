import TestSupport

/// Makes arguments for the executor, but for those that say what is built from.
struct FlagGenerator {
  var values: ValueGenerator

  /// A flag with a way of making its value.
  private struct Recipe: Sendable {
    let names: [String]
    let weight: Int
    let make: @Sendable (inout ValueGenerator) -> ShellValue?

    /// A recipe for some flags, their names between spaces.
    init(_ names: String, weight: Int = 1, _ make: @escaping @Sendable (inout ValueGenerator) -> ShellValue?) {
      self.names = names.components(" ")
      self.weight = weight
      self.make = make
    }
  }

  private static func one(of texts: String...) -> @Sendable (inout ValueGenerator) -> ShellValue? {
    { ShellValue($0.random.pick(texts)) }
  }

  /// Mostly the bare flag, sometimes a value, seldom one that shows only when the job runs.
  @Sendable private static func bool(_ values: inout ValueGenerator) -> ShellValue? {
    switch values.random.number(0...9) {
    case 0...4: nil
    case 5, 6, 7: ShellValue(values.random.pick(["true", "true", "1", "T"]))
    default: ShellValue("false")
    }
  }

  private static let recipes: [Recipe] = [
    Recipe("build-arg", weight: 14) { buildArgument(&$0) },
    Recipe("label", weight: 4) { ShellValue("org.label.\($0.random.number(1...9))=") + $0.any() },
    Recipe("destination d", weight: 5) { $0.image() },
    Recipe("target", weight: 3) { $0.plain() },
    Recipe("custom-platform customPlatform", one(of: "linux/amd64", "linux/arm64")),
    Recipe("cache", weight: 6, bool),
    Recipe("cache-repo", weight: 3) { $0.image().withoutTag },
    Recipe("cache-ttl", one(of: "24h", "168h", "2190h0m0s")),
    Recipe("cache-copy-layers no-push-cache compressed-caching", weight: 3, bool),
    Recipe("cache-dir", one(of: "/cache", "/tmp/cache")),
    Recipe("cache-run-layers", one(of: "true")),
    Recipe("no-push", weight: 2, bool),
    Recipe("tar-path tarPath", weight: 2) { ShellValue([.text("image-"), $0.word(), .text(".tar")]) },
    Recipe("digest-file", weight: 2) { $0.file("digest") },
    Recipe("image-name-with-digest-file", weight: 1) { $0.file("names") },
    Recipe("image-name-tag-with-digest-file", weight: 1) { $0.file("tags") },
    Recipe("insecure skip-tls-verify insecure-pull skip-tls-verify-pull", weight: 2, bool),
    Recipe("insecure-registry skip-tls-verify-registry", weight: 2) { $0.host() },
    Recipe("registry-mirror", one(of: "mirror.example.com", "mirror.example.com:5000/hub")),
    Recipe("registry-certificate", one(of: "registry.example.com=certs/ca.pem")),
    Recipe("compression", one(of: "gzip", "zstd")),
    Recipe("compression-level", one(of: "3", "9")),
    Recipe("annotation", weight: 1) { ShellValue("org.note=") + $0.any() },
    Recipe("reproducible", bool),
    Recipe("single-snapshot use-new-run force cleanup log-timestamp skip-unused-stages", weight: 4, bool),
    Recipe("ignore-var-run whitelist-var-run skip-push-permission-check force-build-metadata", weight: 2, bool),
    Recipe("snapshot-mode snapshotMode", one(of: "full", "redo", "time")),
    Recipe("verbosity v", one(of: "info", "debug", "warn")),
    Recipe("log-format", one(of: "text", "color")),
    Recipe("push-retry image-fs-extract-retry image-download-retry", weight: 2, one(of: "1", "3")),
    Recipe("kaniko-dir", one(of: "/tmp/kaniko")),
    Recipe("pre-cleanup preserve-context", bool),
    Recipe("image-format", one(of: "oci", "docker")),
    Recipe("credential-helpers", one(of: "gitlab", "ecr")),
    Recipe("secret", one(of: "id=token,env=CI_JOB_TOKEN", "id=file,src=VERSION")),
    Recipe("oci-layout-path", one(of: "layout", "out/image")),
    Recipe(
      "registry-map",
      one(of: "index.docker.io=mirror.example.com", "quay.io=mirror.example.com/quay;ghcr.io=localhost:5000")),
    Recipe("registry-client-cert", one(of: "registry.example.com=certs/client.pem,certs/key.pem")),
    Recipe("bucket b", one(of: "bucket")),
  ]

  private static let weighted: [Int] = recipes.enumerated().flatMap {
    Array(repeating: $0.offset, count: $0.element.weight)
  }

  /// Every flag that is generated here.
  static var names: [String] { recipes.flatMap(\.names) }

  private static func buildArgument(_ values: inout ValueGenerator) -> ShellValue {
    let name = values.random.pick(["NAME", "VERSION", "npm_token", "HTTP_PROXY", "A1", "MESSAGE"])
    if values.random.oneIn(8) {
      return ShellValue(values.random.pick(["CI_COMMIT_SHA", "UNSET_NAME", "VERSION"] + values.words + values.texts))
    }
    return ShellValue("\(name)=") + (values.random.oneIn(4) ? values.plain() : values.any())
  }

  /// An argument with any flag.
  mutating func argument() -> Argument {
    let recipe = Self.recipes[values.random.pick(Self.weighted)]
    let name = values.random.pick(recipe.names)
    return argument(name, recipe.make(&values))
  }

  /// An argument with a flag and a value, spelled in any way.
  mutating func argument(_ name: String, _ value: ShellValue?) -> Argument {
    var argument = Argument(flag: name, value: value)
    argument.quoting = values.quoting()
    let isBool = value == nil || Self.bools.contains(name)
    argument.joint = isBool ? .equals : values.random.pick(Argument.Joint.allCases)
    argument.isWhole = values.random.oneIn(6)
    return argument
  }

  private static let bools: Set<String> = [
    "cache", "cache-copy-layers", "no-push-cache", "compressed-caching", "cache-run-layers", "no-push", "insecure",
    "skip-tls-verify", "insecure-pull", "skip-tls-verify-pull", "reproducible", "single-snapshot", "use-new-run",
    "force",
    "cleanup", "log-timestamp", "skip-unused-stages", "ignore-var-run", "whitelist-var-run",
    "skip-push-permission-check", "force-build-metadata", "pre-cleanup", "preserve-context",
  ]
}

extension ValueGenerator {
  /// A file in the project's folder or elsewhere.
  fileprivate mutating func file(_ name: String) -> ShellValue {
    switch random.number(0...3) {
    case 0: ShellValue([.expansion("$CI_PROJECT_DIR", isWord: true), .text("/\(name).txt")])
    case 1: ShellValue("out/\(name).txt")
    case 2: ShellValue([.text("\(name)-"), word(), .text(".txt")])
    default: ShellValue("\(name).txt")
    }
  }
}

extension ShellValue {
  /// The repository: up to the colon in front of the tag.
  fileprivate var withoutTag: ShellValue {
    guard let place = parts.lastIndex(where: { if case .text(":") = $0 { true } else { false } }) else { return self }
    return ShellValue(Array(parts[..<place]) + [.text("/cache")])
  }
}

internal import Diagnostics
internal import KanikoMigration
internal import YAMLSyntax

/// Reads the keys of the settings file one by one.
struct SettingsDecoder {
  private(set) var settings = MigrationSettings()
  private var reader: SettingsValueReader

  init(tree: YAMLTree, rule: RuleID) {
    reader = SettingsValueReader(tree: tree, rule: rule)
  }

  /// What is wrong with the file.
  var diagnostics: [Diagnostic] { reader.diagnostics }

  private static let keys = [
    "image", "ecr-helper", "cache", "kaniko-images", "executors", "include-map", "variables", "ignore", "context-guard",
    "ci-config", "shadow",
  ]

  /// Reads the whole file; an empty one says nothing.
  mutating func decode() {
    guard let root = reader.onlyRoot() else { return }
    for (key, value) in reader.entries(of: root, keys: Self.keys) {
      switch key {
      case "image": settings.namedImage = reader.word(value, without: []) ?? settings.namedImage
      case "ecr-helper": decodeECRHelper(value)
      case "cache": decodeCache(value)
      case "kaniko-images": settings.kanikoImagePatterns = reader.strings(value).map(NamePattern.init)
      case "executors": settings.executors = reader.strings(value)
      case "include-map": settings.includeMap = reader.stringMap(value)
      case "variables": settings.variables = reader.variables(value)
      case "ignore": decodeIgnore(value)
      case "context-guard": settings.contextGuard = reader.choice(value) ?? settings.contextGuard
      case "ci-config": settings.ciConfigPath = reader.string(value) ?? settings.ciConfigPath
      case "shadow": decodeShadow(value)
      default: break
      }
    }
  }

  private mutating func decodeShadow(_ node: YAMLNodeID) {
    for (key, value) in reader.entries(of: node, keys: ["suffix", "compare-image"]) {
      guard key == "suffix" else {
        settings.comparisonImage = reader.word(value, without: []) ?? settings.comparisonImage
        continue
      }
      guard
        let suffix = reader.text(
          value, where: MigrationSettings.isShadowSuffix,
          else: "begin it with - or ., as in `-buildkit`, and go on as a tag does")
      else { continue }
      settings.shadowSuffix = suffix
    }
  }

  private mutating func decodeECRHelper(_ node: YAMLNodeID) {
    for (key, value) in reader.entries(of: node, keys: ["version", "base-url", "sha256"]) {
      switch key {
      case "version":
        guard let version = reader.word(value, without: []) else { continue }
        settings.ecrHelper.version = version.hasPrefix("v") ? String(version.dropFirst()) : version
      case "base-url":
        guard var url = reader.word(value, without: []) else { continue }
        while url.hasSuffix("/") { url.removeLast() }
        settings.ecrHelper.baseURL = url
      case "sha256":
        for (name, digest) in reader.entries(of: value, keys: ECRHelperSettings.Architecture.allCases.map(\.rawValue)) {
          guard let architecture = ECRHelperSettings.Architecture(rawValue: name) else { continue }
          settings.ecrHelper.namedDigests[architecture] = reader.sha256(digest)
        }
      default: break
      }
    }
  }

  private mutating func decodeCache(_ node: YAMLNodeID) {
    for (key, value) in reader.entries(of: node, keys: ["tag", "mode", "ref"]) {
      // A comma would end the attribute in `type=registry,ref=…`.
      switch key {
      case "tag": settings.cache.tag = reader.word(value, without: [","]) ?? settings.cache.tag
      case "mode": settings.cache.mode = reader.choice(value) ?? settings.cache.mode
      case "ref": settings.cache.reference = reader.word(value, without: [","]) ?? settings.cache.reference
      default: break
      }
    }
  }

  private mutating func decodeIgnore(_ node: YAMLNodeID) {
    for (key, value) in reader.entries(of: node, keys: ["jobs", "files"]) {
      let patterns = reader.strings(value).map(NamePattern.init)
      if key == "jobs" { settings.ignoredJobs = patterns } else { settings.ignoredFiles = patterns }
    }
  }
}

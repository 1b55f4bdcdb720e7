internal import ShellSyntax
internal import SourceText

extension SpecBuilder {
  /// Reads `--cache` and the flags that only matter with it (Kaniko `pkg/cache/cache.go`, `cacheFlagsValid`).
  mutating func translateCache() {
    let isUsed = bool("cache")
    guard isUsed != .off else { return dropCacheFlags() }
    let index = uses(of: "cache").last?.index
    guard let store = cacheStore(index) else { return }
    let isWritten: Switch =
      switch bool("no-push-cache") {
      case .on: .off
      case .off, .unless: .on
      case .when(let value): .unless(value)
      }
    if case .when = isUsed, case .unless = isWritten, let (flag, _) = uses(of: "no-push-cache").last {
      return leaveDynamic(flag)
    }
    spec.cache = BuildCache(store: store, mode: environment.settings.cache.mode, isUsed: isUsed, isWritten: isWritten)
    translateRunLayers()
    noteImmutableTags(index)
  }

  /// Without a cache none of its flags has an effect.
  private mutating func dropCacheFlags() {
    for name in ["cache", "cache-repo", "cache-ttl", "cache-copy-layers", "cache-run-layers", "no-push-cache"] {
      for (index, _) in uses(of: name) {
        drop(index, name == "cache" ? "kaniko does not use its cache" : "it has no effect without --cache")
      }
    }
  }

  private mutating func cacheStore(_ cacheIndex: Int?) -> BuildCache.Store? {
    if let reference = environment.settings.cache.reference {
      let fragment = ShellFragment(double: reference)
      if let repository = value(of: "cache-repo") {
        drop(repository.index, "the settings name another cache", effect: .safeWithNote)
      }
      return .registry(fragment)
    }
    if let repository = value(of: "cache-repo") { return explicitStore(repository.index, repository.value) }
    guard let first = spec.destinations.first, spec.push != .off else {
      if let cacheIndex, invocation.isComplete {
        lower(
          cacheIndex, to: .manual, "kaniko refuses --cache without --cache-repo where nothing is pushed",
          advice: "name the cache with --cache-repo, or leave --cache out")
      }
      return nil
    }
    let repository = ImageReference(fragment: first, environment: environment).repository
    return .registry(repository + ":\(environment.settings.cache.tag)")
  }

  private mutating func explicitStore(_ index: Int, _ value: ShellFragment) -> BuildCache.Store? {
    if value.leadingText.hasPrefix("oci:") {
      return .directory(value.dropping("oci:".count))
    }
    let reference = ImageReference(fragment: value, environment: environment)
    switch reference.tag {
    case .visible, .insideVariable:
      lower(
        index, to: .manual, "kaniko refuses a cache repository with a tag",
        advice: "leave the tag out: buildkit's cache gets the tag `\(environment.settings.cache.tag)`")
      return nil
    case .absent, .unknown: return .registry(value + ":\(environment.settings.cache.tag)")
    }
  }

  private mutating func translateRunLayers() {
    guard let (index, _) = uses(of: "cache-run-layers").last else { return }
    switch bool("cache-run-layers") {
    case .on: drop(index, "buildkit always caches RUN")
    case .off, .when, .unless: lower(index, to: .manual, outcomes[index].reason, advice: outcomes[index].advice)
    }
  }

  /// A repository whose tags cannot be overwritten takes the cache once; the second export fails, and silently.
  private mutating func noteImmutableTags(_ index: Int?) {
    guard let index, case .registry(let reference)? = spec.cache?.store else { return }
    let names = environment.shapes(of: reference).map(\.comparable)
    guard names.contains(where: { $0.holds(".dkr.ecr") || $0.holds("ECR_") }) else { return }
    outcomes[index].reason +=
      "; an ecr repository with immutable tags takes the cache only once, and later exports fail silently"
  }
}

extension ShellFragment {
  /// A text of the settings as one word: variables in it are expanded.
  init(double text: String) {
    self.init([.expansion(source: text.escapedForDoubleQuotes, name: nil, .double)])
  }
}

extension String {
  /// The text for between double quotes; `$` keeps its meaning.
  fileprivate var escapedForDoubleQuotes: String {
    var result = ""
    for character in self {
      if "\"`\\".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

/// Builds the jobs of a merged configuration: templates resolved, defaults and global variables applied.
struct JobBuilder {
  private let root: CIMapping
  private var references: ReferenceResolver
  private var defaults: [String: Inherited] = [:]
  private var globalVariables: Inherited?
  /// How many more entries defaults and variables may add before the configuration counts as too large.
  private var budget = 4_000_000

  /// A value that jobs take over, with what is missing in it.
  private struct Inherited {
    let entry: CIMapping.Entry
    let missing: [MissingDefinition]
  }

  /// Mistakes that GitLab refuses the configuration for.
  var mistakes: [Mistake] {
    guard isExhausted, let first = root.entries.first else { return references.templates.mistakes }
    let tooLarge = Mistake(
      "`extends`, `!reference` and variables stand for too many values", at: first.owner,
      help: "split the pipeline, or repeat less")
    return references.templates.mistakes + [tooLarge]
  }
  /// Whether the configuration stands for more values than any real pipeline has; its jobs are not to be trusted then.
  var isExhausted: Bool { budget < 0 || references.isExhausted }

  /// Creates a builder for a merged configuration.
  ///
  /// - Parameter isPartial: whether definitions may exist that are in no file here.
  init(root: CIMapping, isPartial: Bool) {
    self.root = root
    references = ReferenceResolver(TemplateResolver(root: root, isPartial: isPartial))
    globalVariables = root[entry: "variables"].map { inherited($0) }
    for entry in root.entries where Keywords.globals.contains(entry.key) { defaults[entry.key] = inherited(entry) }
    guard let section = root["default"]?.mapping else { return }
    for entry in section.entries where !entry.value.isNull || defaults[entry.key] == nil {
      defaults[entry.key] = inherited(entry)
    }
  }

  private mutating func inherited(_ entry: CIMapping.Entry) -> Inherited {
    var missing: [MissingDefinition] = []
    let value = references.resolving(entry.value, missing: &missing)
    let resolved = CIMapping.Entry(key: entry.key, value: value, owner: entry.owner, index: entry.index)
    return Inherited(entry: resolved, missing: missing)
  }

  /// Every job and hidden job in the order of the merged configuration.
  mutating func jobs() -> [Job] {
    var jobs: [Job] = []
    for entry in root.entries {
      if isJob(entry) {
        if let job = job(entry) { jobs.append(job) }
      } else if Keywords.globals.contains(entry.key), entry.value.mapping?["script"] != nil {
        references.templates.note(
          Mistake(
            "`\(entry.key)` is a keyword of GitLab and names no job",
            at: entry.value.site,
            help: "give the job another name"))
      }
    }
    return jobs
  }

  private func isJob(_ entry: CIMapping.Entry) -> Bool {
    guard let mapping = entry.value.mapping, !Keywords.reservedTopLevel.contains(entry.key) else { return false }
    return Keywords.specialTopLevel.contains(entry.key) ? mapping["script"] != nil : true
  }

  private mutating func job(_ entry: CIMapping.Entry) -> Job? {
    guard let extended = references.templates.extendedDefinition(of: entry.key) else { return nil }
    var missing = extended.missing
    guard let definition = references.resolving(extended.value, missing: &missing).mapping else { return nil }
    let effective = effective(definition, missing: &missing)
    return Job(
      name: entry.key, entry: entry, definition: definition, effective: effective, bases: extended.bases,
      missing: missing)
  }

  private mutating func effective(_ definition: CIMapping, missing: inout [MissingDefinition]) -> CIMapping {
    var result = definition
    let inherit = definition["inherit"]?.mapping
    let filter = InheritFilter(inherit?["default"])
    for key in defaults.isEmpty ? [] : Keywords.defaults where definition[key].map(\.isNull) ?? true {
      guard let inherited = defaults[key], !inherited.entry.value.isNull, filter.allows(key) else { continue }
      result.set(inherited.entry)
      missing += inherited.missing
      budget -= 1
    }
    if let globals = globalVariables,
      let variables = variables(
        of: definition, globals: globals.entry, filter: InheritFilter(inherit?["variables"]))
    {
      result.set(variables)
      missing += globals.missing
    }
    return result
  }

  /// The job's variables over the global ones that it inherits; nil where nothing is inherited.
  private mutating func variables(
    of definition: CIMapping, globals: CIMapping.Entry, filter: InheritFilter
  ) -> CIMapping.Entry? {
    guard let all = globals.value.mapping, !all.entries.isEmpty else { return nil }
    let own = definition[entry: "variables"]
    if let own, !own.value.isNull, own.value.mapping == nil { return nil }
    var merged = all
    if !filter.allowsAll {
      merged = CIMapping(source: globals.value.origin)
      merged.sources = all.sources
      for entry in all.entries where filter.allows(entry.key) { merged.set(entry) }
      budget -= all.entries.count
      if merged.entries.isEmpty { return nil }
    }
    if let mapping = own?.value.mapping {
      for entry in mapping.entries { merged.set(entry) }
      merged.addSources(mapping.sources)
      budget -= merged.entries.count
    }
    guard budget >= 0 else { return nil }
    let isOwn = own?.value.mapping != nil
    let anchor = isOwn ? own?.value ?? globals.value : globals.value
    let value = CIValue(kind: .mapping(merged), origin: anchor.origin, site: anchor.site)
    return CIMapping.Entry(
      key: "variables", value: value, owner: own?.owner ?? globals.owner, index: own?.index ?? globals.index)
  }
}

/// What `inherit: default` or `inherit: variables` lets through: `false` nothing, a list only what it names.
struct InheritFilter {
  private let names: Set<String>?

  /// Reads the value; anything but `false` and a list lets everything through.
  init(_ value: CIValue?) {
    if let items = value?.items {
      names = Set(items.compactMap(\.text))
    } else if let scalar = value?.scalar, scalar.type == .bool, scalar.value == "false" {
      names = []
    } else {
      names = nil
    }
  }

  /// Whether everything is let through.
  var allowsAll: Bool { names == nil }

  /// Whether a key is let through.
  func allows(_ key: String) -> Bool { names?.contains(key) ?? true }
}

/// Resolves `extends` over the merged configuration, and hands references to ``ReferenceResolver``.
///
/// `extends` comes first, as in GitLab (lib/gitlab/ci/config.rb): a reference is resolved against definitions that
/// are already extended.
struct TemplateResolver {
  private let root: CIMapping
  private let graph: ExtendsGraph
  /// Whether definitions may exist that are in no file here.
  let isPartial: Bool
  private var extended: [String: Extended] = [:]
  /// How many more entries `extends` may copy before the configuration counts as too large.
  private var budget: Int
  private var found: [Mistake]
  private var known: Set<Mistake>

  /// A definition after `extends`.
  struct Extended {
    var value: CIValue
    var bases: [String]
    var missing: [MissingDefinition]
  }

  /// Mistakes found so far, each once.
  var mistakes: [Mistake] { found }
  /// Whether `extends` asks for more copies than any real pipeline has.
  var isExhausted: Bool { budget < 0 }

  /// Creates a resolver for a merged configuration.
  init(root: CIMapping, isPartial: Bool, budget: Int = 2_000_000) {
    self.root = root
    self.isPartial = isPartial
    self.budget = budget
    graph = ExtendsGraph(root: root)
    found = graph.mistakes
    known = Set(found)
  }

  /// Adds a mistake, unless it is known.
  mutating func note(_ mistake: Mistake) {
    if known.insert(mistake).inserted { found.append(mistake) }
  }

  /// The definition of a top-level key after `extends`, or nil where there is no such key.
  ///
  /// The recursion is at most ``ExtendsGraph/maximumDepth`` deep.
  mutating func extendedDefinition(of name: String) -> Extended? {
    if let known = extended[name] { return known }
    guard let entry = root[entry: name] else { return nil }
    let result = extend(entry)
    extended[name] = result
    return result
  }

  private mutating func extend(_ entry: CIMapping.Entry) -> Extended {
    var result = Extended(value: entry.value, bases: [], missing: [])
    guard let own = entry.value.mapping, let bases = graph.bases[entry.key], !bases.isEmpty else { return result }
    var merged: CIMapping?
    var seen: Set<String> = []
    for base in bases {
      guard let definition = extendedDefinition(of: base.name) else {
        miss(base, in: &result)
        continue
      }
      guard var inherited = definition.value.mapping else {
        note(
          Mistake(
            "`extends` names `\(base.name)`, which is no mapping", at: base.site, help: "name a job or a hidden job"))
        continue
      }
      for name in [base.name] + definition.bases where seen.insert(name).inserted { result.bases.append(name) }
      result.missing += definition.missing
      budget -= inherited.entries.count
      guard budget >= 0 else { return result }
      inherited.remove("extends")
      merged?.deepMerge(inherited)
      merged = merged ?? inherited
    }
    if var merged {
      merged.deepMerge(own)
      result.value = CIValue(kind: .mapping(merged), origin: entry.value.origin, site: entry.value.site)
    }
    return result
  }

  private mutating func miss(_ base: ExtendsGraph.Base, in result: inout Extended) {
    result.missing.append(MissingDefinition(use: .extends, name: base.name, site: base.site))
    guard !isPartial else { return }
    note(
      Mistake(
        "`extends` names `\(base.name)`, which is defined nowhere", at: base.site,
        help: "define it, or include the file that does"))
  }
}

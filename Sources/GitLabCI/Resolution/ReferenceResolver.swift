/// Resolves `!reference [a, b, c]`: the value that lies at that path of the extended configuration
/// (lib/gitlab/ci/config/yaml/tags/reference.rb).
struct ReferenceResolver {
  /// How many references may lead to one another; GitLab sets no limit.
  static let maximumDepth = 100

  /// What a reference stands for.
  private struct Resolution {
    /// The value, or nil where it is not here.
    let value: CIValue?
    let missing: [MissingDefinition]
    /// The number of values in it.
    let size: Int
  }

  /// The definitions that references are resolved against.
  var templates: TemplateResolver
  private var known: [Origin: Resolution] = [:]
  private var inProgress: [Origin] = []
  /// How many more values references may stand for before the configuration counts as too large.
  private var budget: Int

  /// Whether references stand for more values than any real pipeline has.
  var isExhausted: Bool { budget < 0 || templates.isExhausted }

  /// Creates a resolver.
  init(_ templates: TemplateResolver, budget: Int = 4_000_000) {
    self.templates = templates
    self.budget = budget
  }

  /// The value with every `!reference` in it resolved; those whose target is not here are left and added to `missing`.
  mutating func resolving(_ value: CIValue, missing: inout [MissingDefinition]) -> CIValue {
    replacement(for: value, missing: &missing) ?? value
  }

  /// The resolved value, or nil where there is nothing to resolve.
  private mutating func replacement(for value: CIValue, missing: inout [MissingDefinition]) -> CIValue? {
    switch value.kind {
    case .scalar: return nil
    case .reference(let path): return target(of: path, from: value, missing: &missing)?.used(at: value.site)
    case .sequence(let items):
      var resolved: [CIValue]?
      for (index, item) in items.enumerated() {
        guard let replaced = replacement(for: item, missing: &missing) else { continue }
        resolved = resolved ?? items
        resolved?[index] = replaced
      }
      return resolved.map { CIValue(kind: .sequence($0), origin: value.origin, site: value.site) }
    case .mapping(let mapping):
      var resolved: CIMapping?
      for entry in mapping.entries {
        guard let replaced = replacement(for: entry.value, missing: &missing) else { continue }
        resolved = resolved ?? mapping
        resolved?.set(CIMapping.Entry(key: entry.key, value: replaced, owner: entry.owner, index: entry.index))
      }
      return resolved.map { CIValue(kind: .mapping($0), origin: value.origin, site: value.site) }
    }
  }

  private mutating func target(
    of path: [String], from value: CIValue, missing: inout [MissingDefinition]
  ) -> CIValue? {
    let resolution: Resolution
    if let cached = known[value.origin] {
      resolution = cached
    } else {
      guard canFollow(value) else { return nil }
      resolution = resolve(path, from: value)
      known[value.origin] = resolution
    }
    missing += resolution.missing
    budget -= resolution.size
    return budget >= 0 ? resolution.value : nil
  }

  private mutating func canFollow(_ value: CIValue) -> Bool {
    if inProgress.contains(value.origin) {
      templates.note(Mistake("`!reference` is circular", at: value.site, help: "remove one of the references"))
      return false
    }
    guard inProgress.count < Self.maximumDepth else {
      templates.note(
        Mistake(
          "`!reference` is nested deeper than \(Self.maximumDepth) levels", at: value.site,
          help: "refer to the last definition directly"))
      return false
    }
    return true
  }

  private mutating func resolve(_ path: [String], from value: CIValue) -> Resolution {
    guard !path.isEmpty else {
      templates.note(
        Mistake("`!reference` takes a list of names", at: value.site, help: "write `!reference [job, keyword]`"))
      return Resolution(value: nil, missing: [], size: 1)
    }
    guard let target = dig(path) else {
      let name = path.joined(separator: ", ")
      if !templates.isPartial {
        templates.note(
          Mistake(
            "`!reference [\(name)]` names nothing that is defined", at: value.site,
            help: "define it, or include the file that does"))
      }
      return Resolution(
        value: nil, missing: [MissingDefinition(use: .reference, name: name, site: value.site)], size: 1)
    }
    inProgress.append(value.origin)
    defer { inProgress.removeLast() }
    var missing: [MissingDefinition] = []
    let resolved = resolving(target, missing: &missing)
    return Resolution(value: resolved, missing: missing, size: resolved.size(limit: max(0, budget) + 1))
  }

  /// The value at a path: what the names before the last lead to must be written there, not referred to.
  private mutating func dig(_ path: [String]) -> CIValue? {
    guard let first = path.first, var value = templates.extendedDefinition(of: first)?.value else { return nil }
    for key in path.dropFirst() {
      guard let next = value.mapping?[key] else { return nil }
      value = next
    }
    let isFalse = value.scalar.map { $0.type == .bool && $0.value == "false" } ?? false
    return value.isNull || isFalse ? nil : value
  }
}

extension CIValue {
  /// The number of values in this one, itself included; counting stops at the limit.
  func size(limit: Int) -> Int {
    var total = 0
    var pending = [self]
    while let next = pending.popLast(), total < limit {
      total += 1
      switch next.kind {
      case .sequence(let items): pending.append(contentsOf: items)
      case .mapping(let mapping): pending.append(contentsOf: mapping.entries.map(\.value))
      case .scalar, .reference: break
      }
    }
    return total
  }
}

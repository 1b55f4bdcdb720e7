extension CIMapping {
  /// Merges another mapping on top of this one as GitLab does for `include` and `extends`: mappings are merged key by
  /// key, everything else is replaced.
  mutating func deepMerge(_ other: CIMapping) {
    for entry in other.entries {
      if var lower = self[entry.key]?.mapping, let upper = entry.value.mapping {
        lower.deepMerge(upper)
        let value = CIValue(kind: .mapping(lower), origin: entry.value.origin, site: entry.value.site)
        set(Entry(key: entry.key, value: value, owner: entry.owner, index: entry.index))
      } else {
        set(entry)
      }
    }
    addSources(other.sources)
  }

  /// Adds the mapping nodes of a stronger mapping; one that is there already moves to its new, stronger place.
  mutating func addSources(_ stronger: [Origin]) {
    if sources.count * stronger.count <= 256 {
      sources.removeAll { stronger.contains($0) }
    } else {
      let known = Set(stronger)
      sources.removeAll { known.contains($0) }
    }
    sources += stronger
  }

  /// Adds the mapping nodes that a merge key brings, just below the mapping itself.
  mutating func insertSources(_ merged: [Origin]) {
    guard let own = sources.popLast() else { return }
    addSources(merged)
    sources.append(own)
  }
}

extension CIValue {
  /// Whether two values mean the same to GitLab, wherever they come from. The order of keys does not matter.
  public func isEquivalent(to other: CIValue) -> Bool {
    switch (kind, other.kind) {
    case (.scalar(let left), .scalar(let right)): left.type == right.type && left.value == right.value
    case (.reference(let left), .reference(let right)): left == right
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
    case (.mapping(let left), .mapping(let right)): left.isEquivalent(to: right)
    default: false
    }
  }
}

extension CIMapping {
  /// Whether two mappings mean the same to GitLab; `ignoring` names keys that may differ.
  public func isEquivalent(to other: CIMapping, ignoring ignored: Set<String> = []) -> Bool {
    let left = entries.filter { !ignored.contains($0.key) }
    let right = other.entries.filter { !ignored.contains($0.key) }
    guard left.count == right.count else { return false }
    return left.allSatisfy { entry in
      other[entry.key].map { $0.isEquivalent(to: entry.value) } ?? false
    }
  }
}

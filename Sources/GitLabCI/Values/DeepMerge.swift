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

extension CIValue {
  /// Whether two values are the same, down to how their scalars are written and in which order their keys stand.
  fileprivate func isSame(as other: CIValue) -> Bool {
    switch (kind, other.kind) {
    case (.scalar(let left), .scalar(let right)): left == right
    case (.reference(let left), .reference(let right)): left == right
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.mapping(let left), .mapping(let right)):
      left.entries.count == right.entries.count
        && zip(left.entries, right.entries).allSatisfy { $0.key == $1.key && $0.value.isSame(as: $1.value) }
    default: false
    }
  }
}

extension CIMapping {
  /// Whether two mappings mean the same to GitLab; `ignoring` names keys that may differ.
  public func isEquivalent(to other: CIMapping, ignoring ignored: Set<String> = []) -> Bool {
    var count = other.entries.count
    if !ignored.isEmpty { count -= other.entries.count { ignored.contains($0.key) } }
    for entry in entries where ignored.isEmpty || !ignored.contains(entry.key) {
      guard let value = other[entry.key], value.isEquivalent(to: entry.value) else { return false }
      count -= 1
    }
    return count == 0
  }

  /// Whether a key has the same value here and there, down to how its scalars are written; also where neither has it.
  public func isSame(_ key: String, in other: CIMapping) -> Bool {
    switch (self[key], other[key]) {
    case (let left?, let right?): left.isSame(as: right)
    case (nil, nil): true
    default: false
    }
  }
}

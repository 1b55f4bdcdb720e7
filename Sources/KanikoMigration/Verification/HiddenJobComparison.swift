import GitLabCI

/// Compares hidden jobs before and after, leaving out what migrated jobs take from them.
struct HiddenJobComparison {
  /// The nodes that migrated jobs read, and those of values that theirs hide.
  private var read: Set<Origin>

  /// Creates a comparison for the jobs that are migrated.
  ///
  /// - Parameter hidden: the nodes of values that a migration changes although no job reads them.
  init(migrated: [Job], hidden: Set<Origin>) {
    read = hidden
    for job in migrated { collect(job.effective) }
  }

  private mutating func collect(_ mapping: CIMapping) {
    read.formUnion(mapping.sources)
    for entry in mapping.entries { collect(entry.value) }
  }

  private mutating func collect(_ value: CIValue) {
    read.insert(value.origin)
    switch value.kind {
    case .scalar, .reference: break
    case .sequence(let items):
      for item in items { collect(item) }
    case .mapping(let mapping): collect(mapping)
    }
  }

  /// Whether two definitions differ only in what migrated jobs read, or in planned keys of a job they extend.
  func isUnchanged(_ old: CIMapping, _ new: CIMapping) -> Bool {
    let isExtended = !read.isDisjoint(with: old.sources)
    let added = new.entries.filter { old[$0.key] == nil }
    guard added.isEmpty || (isExtended && added.allSatisfy { Verifier.plannedKeys.contains($0.key) }) else {
      return false
    }
    return old.entries.allSatisfy { entry in
      guard let value = new[entry.key] else { return false }
      return isUnchanged(entry.value, value)
    }
  }

  private func isUnchanged(_ old: CIValue, _ new: CIValue) -> Bool {
    if read.contains(old.origin) { return true }
    switch (old.kind, new.kind) {
    case (.mapping(let left), .mapping(let right)): return isUnchanged(left, right)
    case (.sequence(let left), .sequence(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { isUnchanged($0, $1) }
    default: return old.isEquivalent(to: new)
    }
  }
}

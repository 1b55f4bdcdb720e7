extension Pipeline {
  /// The keys that a job takes from `default:` when it has none of its own: those that its `inherit:` lets through and
  /// that have a value here, or may have one in a file that is not here.
  ///
  /// The deprecated global keys count, too.
  public func defaultKeys(inheritedBy job: Job) -> [String] {
    let filter = InheritFilter(job.definition["inherit"]?.mapping?["default"])
    let section = root["default"]?.mapping
    return Keywords.defaults.filter { key in
      guard filter.allows(key) else { return false }
      let values = [section?[key], Keywords.globals.contains(key) ? root[key] : nil].compactMap(\.self)
      // `identity` is younger than the others: a server that does not know it refuses its name.
      return values.contains { !$0.isNull } || isPartial && key != "identity"
    }
  }
}

extension Pipeline {
  /// Whether a job would take a key from `default:` if it had none of its own: its `inherit:` lets it through, and it
  /// has a value here or may have one in a file that is not here.
  ///
  /// The deprecated global keys count, too.
  public func mayInherit(_ key: String, _ job: Job) -> Bool {
    guard Keywords.defaults.contains(key), InheritFilter(job.definition["inherit"]?.mapping?["default"]).allows(key)
    else { return false }
    let values = [root["default"]?.mapping?[key], Keywords.globals.contains(key) ? root[key] : nil]
    return isPartial || values.contains { $0.map { !$0.isNull } ?? false }
  }
}

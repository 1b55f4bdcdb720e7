extension KanikoFlag {
  /// Every flag of the three programs, ordered by subject. Migration, messages, receipt and reference documentation
  /// all come from here.
  public static let all: [KanikoFlag] =
    contextFlags + imageFlags + outputFlags + cacheFlags + registryFlags + transportFlags + executionFlags

  /// The flag with a name (without dashes), or nil: names are case-sensitive and never abbreviated.
  public static func named(_ name: String) -> KanikoFlag? {
    index[name]
  }

  /// The flag with a one-letter form, or nil.
  public static func short(_ letter: Character) -> KanikoFlag? {
    all.first { $0.short == letter }
  }

  private static let index = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}

/// The programs that the settings of a repository would have git run in it: filters of files, and hooks that settings
/// name (git 2.54, `git-hook`).
///
/// Neither can be switched off as a whole, so each one that a repository names is overruled. What the settings of the
/// person who runs this name stays: it is theirs.
public enum RepositoryPrograms {
  /// The arguments by which git lists the settings in question with the scopes they come from. It ends with status 1 where
  /// there are none.
  public static let question = [
    "config", "--null", "--show-scope", "--name-only", "--get-regexp", #"^(filter|hook)\."#,
  ]

  /// The settings that overrule what the answer lists for the repository, ordered.
  ///
  /// - Parameter answer: what git wrote: scope and name in turn, each ended by a NUL.
  public static func overruling(_ answer: [UInt8]) -> [(name: String, value: String)] {
    let words = answer.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    var drivers: Set<String> = []
    for (scope, name) in zip(words, words.dropFirst()).enumerated().filter({ $0.offset % 2 == 0 }).map(\.element) {
      guard scope == "local" || scope == "worktree", let end = name.lastIndex(of: ".") else { continue }
      let driver = name[..<end]
      if driver.contains(".") { drivers.insert(String(driver)) }
    }
    return drivers.sorted().flatMap { driver in
      // A filter that is required and does nothing would be an error.
      driver.hasPrefix("filter.")
        ? [("\(driver).clean", ""), ("\(driver).process", ""), ("\(driver).required", "false")]
        : [("\(driver).enabled", "false")]
    }
  }
}

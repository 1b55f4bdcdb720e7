/// A mistake that GitLab refuses the configuration for.
struct Mistake: Hashable {
  /// What is wrong.
  let message: String
  /// Where it shows.
  let site: Origin
  /// What to do.
  let help: [String]

  init(_ message: String, at site: Origin, help: String) {
    self.message = message
    self.site = site
    self.help = [help]
  }
}

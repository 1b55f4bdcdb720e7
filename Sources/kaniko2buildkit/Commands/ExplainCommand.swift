import ArgumentParser
import Diagnostics
import KanikoMigration
import Reporting

/// Prints the documentation of rules and of Kaniko's flags and variables.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Describe a rule, a flag of Kaniko, or a variable that Kaniko reads.",
    usage: "kaniko2buildkit explain [<topic> ...]",
    discussion: """
      Without a topic, lists the rules. A topic is the code or the name of a rule (K101, kaniko-image), a flag as it is \
      written for the executor (--cache-repo, -d), or a variable (KANIKO_NO_PUSH). `flags` lists the flags, `variables` \
      the variables, `reference`, `flag-reference` and `log-reference` describe every rule, flag and log message in Markdown; `schema` prints \
      the JSON Schema of `check --format json`. Nothing is looked up on the network.

      Examples:
        kaniko2buildkit explain K303
        kaniko2buildkit explain --cache-repo --label
        kaniko2buildkit explain flags
      """
  )

  // Flags of Kaniko are arguments here, not options of this command.
  @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("What to describe.", valueName: "topic"))
  var topics: [String] = []

  func run() throws {
    Console.ignoreClosedPipes()
    if topics == ["--help"] || topics == ["-h"] { throw CleanExit.helpRequest(self) }
    let topics = topics.first == "--" ? Array(topics.dropFirst()) : topics
    guard !topics.isEmpty else { return Console.output(RuleText.list(RuleCatalog.all)) }
    let width = min(Console.width(of: .output) ?? 80, 100)
    var texts: [String] = []
    for topic in topics {
      guard let text = Explanation(width: width).text(of: topic) else { throw Self.unknown(topic) }
      texts.append(text)
    }
    Console.output(texts.joined(separator: "\n"))
  }

  private static func unknown(_ topic: String) -> ValidationError {
    let shown = TerminalText.escaped(topic)
    let near = Explanation.nearest(to: topic).map { "; did you mean '\($0)'?" } ?? ""
    return ValidationError("there is no rule, flag or variable '\(shown)'\(near)")
  }
}

import ArgumentParser
import Diagnostics

@main
struct Kaniko2BuildKit: ParsableCommand {
  /// The version of the tool.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "kaniko2buildkit",
    abstract: "Moves GitLab pipelines from Kaniko to rootless BuildKit.",
    version: version,
    subcommands: [
      MigrateCommand.self, CheckCommand.self, BatchCommand.self, ExplainCommand.self, PreflightCommand.self,
      ExplainLogCommand.self, DumpCommand.self, CompletionsCommand.self,
    ]
  )

  /// Runs the command that the arguments name. Wrong usage ends with 2, the documented status, not with the 64 that
  /// argument-parser uses.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // The command has said everything.
      if let status = error as? ExitCode { Console.exit(status.rawValue) }
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      let lines = fullMessage(for: error).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      Console.error(([lines[0] + commandHint] + lines.dropFirst()).joined(separator: "\n") + "\n")
      exit(withError: ExitCode(2))
    }
  }

  /// The command that was perhaps meant by a first argument that is none; empty where the first argument is not the mistake.
  private static var commandHint: String {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let argument = CommandLine.arguments.dropFirst().first, !argument.hasPrefix("-"), !names.contains(argument)
    else { return "" }
    if let near = NearestName.of(argument, among: names) { return ". Did you mean '\(near)'?" }
    return ". The first argument is a command, as in 'kaniko2buildkit check \(argument)'"
  }
}

import ArgumentParser

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
      Console.error(fullMessage(for: error) + "\n")
      exit(withError: ExitCode(2))
    }
  }
}

import ArgumentParser

/// Migrates many repositories.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Migrate many repositories: plan, apply, report.",
    discussion: """
      `plan` looks at every repository and changes nothing outside the state directory. Ended at any moment, it goes on \
      where it was when it is run again with the same arguments.
      """,
    subcommands: [
      BatchPlanCommand.self, BatchApplyCommand.self, BatchRevertCommand.self, BatchStatusCommand.self,
      BatchReportCommand.self,
    ]
  )
}

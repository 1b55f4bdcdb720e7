import ArgumentParser
import Diagnostics
import Fleet
import Reporting
import SourceText
import Workspace

/// What ends a batch command.
enum BatchFailure {
  /// Shows why a command cannot go on, and gives the exit status for it.
  static func report(_ error: any Error) -> ExitCode {
    let message =
      switch error {
      case let failure as GitFailure: failure.message
      case let problem as FileProblem: "\(TerminalText.escaped(problem.path)): \(problem.message)"
      case let failure as SettingsFailure:
        "\(TerminalText.escaped(failure.source.path)): \(failure.diagnostics.first?.message ?? "")"
      default: TerminalText.escaped("\(error)")
      }
    Console.error("error: \(message)\n")
    return ExitCode(3)
  }
}

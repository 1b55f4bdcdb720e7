import ArgumentParser
import Reporting
import RunnerDiagnosis
import Workspace

/// Says why a job with rootless BuildKit failed.
struct ExplainLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain-log",
    abstract: "Say why a BuildKit job failed, from its log.",
    discussion: """
      Reads the log of a job, from a file or from standard input, recognises what goes wrong with rootless BuildKit and \
      with migrated jobs, and prints cause and fix, the likeliest reason first. The log of a job that succeeded needs no \
      explanation: nothing is printed. Nothing leaves this machine.

      Exit status: 0 nothing is wrong that is known, 1 something was recognised, 2 wrong usage, 3 the log could not be read.

      Examples:
        kaniko2buildkit explain-log job.log
        glab ci trace 42 | kaniko2buildkit explain-log
      """
  )

  /// How the explanation is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("The log; standard input without it or as -.", valueName: "file"))
  var file: String = "-"

  @Option(help: "text or json.")
  var format: Format = .text

  /// Logs are cut by GitLab at 4 MB unless a runner says otherwise; this leaves room for those that do.
  private static let limit = 256 * 1_048_576

  func run() throws {
    Console.ignoreClosedPipes()
    let diagnosis = LogDiagnosis(try log())
    let explanation = LogExplanation(diagnosis, width: min(Console.width(of: .output) ?? 80, 100))
    Console.output(format == .json ? explanation.json : explanation.text)
    if diagnosis.findings.isEmpty, format == .text, !diagnosis.succeeded { Console.error(LogExplanation.unknown) }
    if diagnosis.hasCause { throw ExitCode(1) }
  }

  private func log() throws -> [UInt8] {
    do {
      if file == "-" { return try StandardInput.read(limit: Self.limit) }
      return try NamedFile.contents(of: file, limit: Self.limit)
    } catch {
      Console.error("error: \(TerminalText.escaped(error.path)): \(error.message)\n")
      throw ExitCode(3)
    }
  }
}

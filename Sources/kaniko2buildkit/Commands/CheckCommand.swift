public import ArgumentParser
import KanikoMigration
public import Reporting

/// Reports where pipelines still use Kaniko.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report remaining Kaniko use, and what becomes of it.",
    discussion: """
      Reads the pipeline of each repository with everything it includes, and every other GitLab CI file that mentions \
      Kaniko. Nothing is printed as text when there is nothing to say. Several formats may be written in one run, each \
      --format with an --output of its own; the one without goes to standard output.

      A finding is suppressed by a comment on its line or alone on the line above:
        # kaniko2buildkit: ignore[kaniko-image] reason until=2027-01-31
      The reason is required; until= makes it expire after that day. `kaniko2buildkit explain` describes the rules.

      Exit status, the same for every format:
        0  no Kaniko use remains; suppressed and accepted findings do not count
        1  Kaniko use remains
        2  wrong usage
        3  a file could not be read; the others are still checked
        4  it cannot be told: a definition lies in a file that is not here

      Examples:
        kaniko2buildkit check
        kaniko2buildkit check --statistics ~/src/shop
        kaniko2buildkit check --format codequality --output gl-code-quality.json
        kaniko2buildkit check --recursive ~/src --format csv --output kaniko.csv
        kaniko2buildkit check --baseline kaniko.json --update-baseline
      """
  )

  @Argument(help: ArgumentHelp("Repositories, or single YAML files.", valueName: "path"), completion: .file())
  var paths: [String] = ["."]

  @Flag(help: "Check every repository below each PATH: every directory that holds .git or an entry file.")
  var recursive = false

  @Option(help: ArgumentHelp("A format of the report; may be repeated.", valueName: "format"))
  var format: [CheckFormat] = []

  @Option(
    help: ArgumentHelp("Write the report in the --format before to FILE; may be repeated.", valueName: "file"),
    completion: .file())
  var output: [String] = []

  @Option(help: ArgumentHelp("Accept the findings that are listed in FILE.", valueName: "file"), completion: .file())
  var baseline: String?

  @Flag(help: "Take what is no longer found out of the baseline; create it when there is none. It never grows.")
  var updateBaseline = false

  @Flag(help: "Report what comments and `ignore:` in the settings suppress, too.")
  var noIgnores = false

  @Flag(help: "Print no text report; files are written, and the exit status tells.")
  var quiet = false

  @Flag(
    help: "End the text with counts by rule and by what a migration makes of the jobs, and what runners must allow.")
  var statistics = false

  @Option(help: ArgumentHelp("Check N repositories at a time.", valueName: "n"))
  var jobs: Int = 4

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if updateBaseline, baseline == nil { throw ValidationError("--update-baseline needs --baseline FILE") }
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1, not \(jobs)") }
    try ReportTarget.validate(formats: format, outputs: output)
  }

  func run() throws {
    Console.ignoreClosedPipes()
    let targets = ReportTarget.all(in: Array(CommandLine.arguments.dropFirst()))
    let status = CheckRun(options: self, targets: targets).status()
    if status != 0 { throw ExitCode(status) }
  }
}

extension CheckFormat: ExpressibleByArgument {}

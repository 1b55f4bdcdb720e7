import ArgumentParser
import KanikoMigration
import Reporting
import SourceText
import Workspace

/// Migrates the pipelines of repositories.
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Turn Kaniko jobs into rootless BuildKit jobs.",
    discussion: """
      Prints one unified diff that `git apply` takes; with --write the files are changed instead. The summary goes to \
      standard error. A job is migrated completely and verified, or left as it is and reported with the reason.

      A job stays as it is where a comment ignores it (`# kaniko2buildkit: ignore[kaniko-image] reason`), or `ignore:` \
      in the settings.

      With --shadow the Kaniko jobs stay, and each gets a twin JOB:buildkit that builds the same under a tag of its own, \
      may fail, and is in nobody's way. With --finish the jobs that have twins are migrated and the twins go: both steps \
      together end in what the command makes without them.

      With --interactive the diff of each job is shown with what it rests on, and answered with y, n, a, d, q or ?; jobs \
      that are not chosen stay as they are.

      Exit status, the same with and without --write:
        0  no Kaniko use remains once the diff is applied
        1  Kaniko use remains: a job needs a person, or --review
        2  wrong usage
        3  a file could not be read or written; the others are still processed
        4  it cannot be told: a definition lies in a file that is not here

      Examples:
        kaniko2buildkit migrate
        kaniko2buildkit migrate | git apply
        kaniko2buildkit migrate --write --review --receipt receipt.md
        kaniko2buildkit migrate --shadow | git apply
        kaniko2buildkit migrate --include-map platform/ci=$HOME/src/ci ~/src/shop
      """
  )

  @Argument(help: ArgumentHelp("Repositories, or single YAML files.", valueName: "path"), completion: .file())
  var paths: [String] = ["."]

  @Flag(help: "Change the files instead of printing a diff.")
  var write = false

  @Flag(help: "Also make the changes that rest on a stated assumption.")
  var review = false

  @Flag(name: .shortAndLong, help: "Ask for each job whether to change it, on the terminal.")
  var interactive = false

  @Flag(help: "With --write, change files that have uncommitted changes too.")
  var allowDirty = false

  @Option(
    help: ArgumentHelp(
      "Write a receipt: what became of every flag. Markdown, JSON or text by the ending.", valueName: "file"),
    completion: .file())
  var receipt: String?

  @Option(help: ArgumentHelp("The format of standard output: text or json.", valueName: "format"))
  var format: OutputFormat = .text

  @OptionGroup var rollout: RolloutOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    Console.ignoreClosedPipes()
    var chooser: JobChooser?
    if interactive {
      guard let terminal = Terminal() else {
        Console.error("error: --interactive needs a terminal to ask on\n")
        throw ExitCode(2)
      }
      chooser = JobChooser(terminal: terminal)
    }
    var run = MigrationRun(options: self, chooser: chooser)
    for path in paths { run.migrate(path) }
    Console.exit(run.finish())
  }
}

/// The formats of standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

import ArgumentParser
import Fleet
import Reporting
import Workspace

/// Which repositories a command is about.
struct BatchSelection: ParsableArguments {
  @Option(help: ArgumentHelp("The state directory of the plan.", valueName: "dir"))
  var state: String

  @Option(
    help: ArgumentHelp(
      "Only the repositories of wave N: providers come before those that include them.", valueName: "n"))
  var wave: Int?

  @Option(help: ArgumentHelp("Only repositories whose name matches, with * and ?; may be repeated.", valueName: "glob"))
  var only: [String] = []

  @Option(help: ArgumentHelp("At most N repositories.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Do nothing; print what would be done.")
  var dryRun = false

  @Option(help: ArgumentHelp("Work on N repositories at a time.", valueName: "n"))
  var jobs: Int = 4

  @OptionGroup var gitLab: GitLabOptions

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1, not \(jobs)") }
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1, not \(limit)") }
  }

  /// The options of a run that is about these repositories.
  var options: ApplyOptions {
    var options = ApplyOptions()
    options.wave = wave
    options.only = only
    options.limit = limit
    options.isDryRun = dryRun
    options.jobs = jobs
    return options
  }

  /// Runs, and tells the exit status.
  func run(_ action: FleetApply.Action, options: ApplyOptions, verb: String, infinitive: String) throws -> Int32 {
    let meter = ProgressMeter(verb: verb)
    do {
      let environment = ProcessEnvironment.current()
      let run = FleetApply(
        action, options: options, access: try gitLab.access(environment), environment: environment)
      let outcome = try run.run(in: try StateDirectory.open(state)) { meter.show($0) }
      if dryRun {
        for repository in outcome.selected {
          Console.output("\(infinitive) \(TerminalText.escaped(repository.name))\n")
        }
        tell(outcome)
        return 0
      }
      meter.finish()
      Console.output("\(outcome.selected.count - outcome.failures) repositories \(verb), \(outcome.failures) failed\n")
      tell(outcome)
      return outcome.failures > 0 ? 3 : 0
    } catch {
      throw BatchFailure.report(error)
    }
  }
}

extension BatchSelection {
  /// Tells what was left on purpose.
  private func tell(_ outcome: FleetApply.Outcome) {
    guard outcome.heldBack > 0 else { return }
    Console.output(
      "\(outcome.heldBack) repositories left: their changes rest on assumptions; pass --review to apply them\n")
  }
}

/// Makes branches, commits and merge requests.
struct BatchApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make a branch and a commit in each planned repository; push them, and open merge requests.",
    discussion: """
      A repository that has other commits than when it was planned is left alone. Work trees and current branches are \
      not touched. Pushes start no branch pipeline unless --run-ci is given: such a pipeline may publish images or deploy.

      Exit status: 0 everything selected is done, 2 wrong usage, 3 a repository could not be done (the others are).

      Examples:
        kaniko2buildkit batch apply --state fleet --wave 1 --dry-run
        kaniko2buildkit batch apply --state fleet --only '*/shop' --push --merge-request
        kaniko2buildkit batch apply --state fleet --limit 50 --push --run-ci --interval 20
      """
  )

  @OptionGroup var selection: BatchSelection

  @Option(help: ArgumentHelp("The branch.", valueName: "name"))
  var branch = ApplyOptions().branch

  @Option(help: ArgumentHelp("The first line of the commit, and the title of the merge request.", valueName: "text"))
  var message: String?

  @Option(
    help: ArgumentHelp("The author; the default is the one that git's settings name.", valueName: "name <address>"))
  var author: String?

  @Flag(help: "Also apply changes that rest on a stated assumption; the receipt in the commit states it.")
  var review = false

  @Flag(help: "Push the branch: of a clone to where it came from, of a checkout to its origin.")
  var push = false

  @Flag(
    help:
      "With --push, open or update the merge request of the branch: of a project in a GitLab group through the API, else by push options."
  )
  var mergeRequest = false

  @Flag(help: "Let the push start pipelines.")
  var runCi = false

  @Option(help: ArgumentHelp("With --run-ci, wait N seconds between two pushes.", valueName: "n"))
  var interval: Int = 0

  func validate() throws {
    if mergeRequest, !push { throw ValidationError("--merge-request needs --push") }
    if interval < 0 { throw ValidationError("--interval takes a number of seconds, not \(interval)") }
    if branch.isEmpty || branch.hasPrefix("-") || branch.contains(where: { $0.isWhitespace || ":~^?*[\\".contains($0) })
    {
      throw ValidationError("--branch takes the name of a branch, not '\(branch)'")
    }
    if let message, message.isEmpty || message.contains(where: \.isNewline) {
      throw ValidationError("--message takes one line")
    }
  }

  func run() throws {
    Console.ignoreClosedPipes()
    var options = selection.options
    options.branch = branch
    options.acceptsReview = review
    options.title = message
    options.author = author
    options.push = push
    options.mergeRequest = mergeRequest
    options.runsPipelines = runCi
    options.pushInterval = interval
    // The variable by which builds are made to be repeatable (reproducible-builds.org, SOURCE_DATE_EPOCH).
    options.now = ProcessEnvironment.current()["SOURCE_DATE_EPOCH"].flatMap { Int($0) } ?? SystemClock.seconds
    let status = try selection.run(.apply, options: options, verb: "applied", infinitive: "apply")
    if status != 0 { throw ExitCode(status) }
  }
}

/// Takes branches back.
struct BatchRevertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert",
    abstract: "Close the merge requests and delete the branches that apply made, where they are still as it made them.",
    discussion: """
      A branch that was pushed is deleted on the server too. The merge requests of projects of a group are closed through \
      the API before; GitLab closes all others when their branch is deleted.

      Exit status: 0 every selected branch is gone, 2 wrong usage, 3 one could not be deleted.

      Examples:
        kaniko2buildkit batch revert --state fleet --wave 1 --dry-run
        kaniko2buildkit batch revert --state fleet --only '*/shop'
      """
  )

  @OptionGroup var selection: BatchSelection

  func run() throws {
    Console.ignoreClosedPipes()
    let status = try selection.run(.revert, options: selection.options, verb: "reverted", infinitive: "revert")
    if status != 0 { throw ExitCode(status) }
  }
}

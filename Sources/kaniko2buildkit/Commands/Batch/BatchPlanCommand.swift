import ArgumentParser
import Fleet
import KanikoMigration
import Workspace

/// Plans the migration of a fleet.
struct BatchPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Look at every repository and write down what would change.",
    discussion: """
      SOURCE is a directory that holds checkouts or bare repositories, which are changed in place later; a git URL or \
      the path of one bare repository, which is cloned into the state directory; a group on a GitLab server as \
      gitlab+https://HOST/GROUP, with a token in GITLAB_TOKEN; or a file that lists such URLs, paths and groups, one a \
      line. Repositories that include files of each other are planned together.

      Exit status: 0 no Kaniko use remains once the plan is applied, 1 some remains, 2 wrong usage, 3 a repository could \
      not be read (the others are planned), 4 it cannot be told.

      Examples:
        kaniko2buildkit batch plan ~/checkouts --state fleet
        kaniko2buildkit batch plan fleet.txt --state fleet-3 --shard 3/10 --review
        kaniko2buildkit batch plan gitlab+https://git.example.com/group --state fleet
      """
  )

  @Argument(help: ArgumentHelp("Directories, git URLs, bare repositories, or lists of them.", valueName: "source"))
  var sources: [String]

  @Option(help: ArgumentHelp("Where plans, clones and the journal are kept.", valueName: "dir"))
  var state: String

  @Flag(help: "Also plan the changes that rest on a stated assumption.")
  var review = false

  @Option(help: ArgumentHelp("Work on N repositories at a time.", valueName: "n"))
  var jobs: Int = 4

  @Option(
    help: ArgumentHelp(
      "Take part I of N of the fleet, as in --shard $CI_NODE_INDEX/$CI_NODE_TOTAL.", valueName: "i/n"))
  var shard: Shard?

  @OptionGroup var rollout: RolloutOptions

  @OptionGroup var gitLab: GitLabOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1, not \(jobs)") }
  }

  func run() throws {
    Console.ignoreClosedPipes()
    let meter = ProgressMeter(verb: "planned")
    let environment = ProcessEnvironment.current()
    let summary: FleetSummary
    do {
      let access = try gitLab.access(environment)
      let fleet = FleetSources(sources, access: access)
      let part = shard.map { fleet.shard($0.index, of: $0.count) } ?? fleet.repositories
      let directory = try StateDirectory.open(state)
      let plan = FleetPlan(
        fleet, repositories: part, options: try options(), arguments: identity,
        access: access, environment: environment)
      summary = FleetSummary(try plan.run(in: directory) { meter.show($0) })
    } catch {
      throw BatchFailure.report(error)
    }
    meter.finish()
    Console.output(summary.text)
    if summary.status != 0 { throw ExitCode(summary.status) }
  }

  private func options() throws -> PlanOptions {
    var options = PlanOptions()
    options.acceptsReview = review
    options.step = rollout.step
    options.jobs = jobs
    if common.config != nil { options.settings = try common.settings(for: nil) }
    let (common, rollout) = (common, rollout)
    options.overlay = {
      common.override(&$0)
      rollout.override(&$0)
    }
    return options
  }

  /// What a run that was ended has to have in common with this one to be continued.
  private var identity: [String] {
    sources + [
      review ? "--review" : "", rollout.step.rawValue, rollout.shadowSuffix ?? "",
      rollout.shadowCompare ? "--shadow-compare" : "",
    ] + [
      shard.map { "--shard \($0.index)/\($0.count)" } ?? ""
    ]
      + [common.config ?? "", common.ciConfig ?? "", common.image ?? ""] + common.variables + common.includeMap
  }
}

/// A part of the fleet, as in `2/5`.
struct Shard: ExpressibleByArgument {
  let index: Int
  let count: Int

  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], count >= 1, 1...count ~= index else {
      return nil
    }
    self.index = index
    self.count = count
  }
}

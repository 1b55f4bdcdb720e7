import ArgumentParser
import GitLabCI
import KanikoMigration
import Reporting
import RunnerDiagnosis
import Workspace

/// Says whether the runners of a pipeline can run rootless BuildKit.
struct PreflightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preflight",
    abstract: "Find out whether runners can run rootless BuildKit, before anything is migrated.",
    discussion: """
      Prints jobs for GitLab, one for each set of runner tags that the image builds of the pipeline use. Each builds a \
      small image on top of nothing, without the network and without a push, and says cause and fix where that fails. \
      With --runner-config the settings of runners are read and judged, too; what the file cannot show is said.

      Exit status: 0 no runner is known to refuse, 1 a runner's settings refuse rootless BuildKit, 2 wrong usage, 3 a \
      file could not be read.

      Examples:
        kaniko2buildkit preflight > preflight.yml
        kaniko2buildkit preflight --runner-config config.toml > preflight.yml
        kaniko2buildkit preflight --dependency-proxy > preflight.yml
      """
  )

  @Argument(help: ArgumentHelp("The repository whose pipeline names the runners' tags.", valueName: "path"))
  var path: String = "."

  @Option(
    help: ArgumentHelp("A runner's config.toml, or the values of its Helm chart; may be repeated.", valueName: "file"))
  var runnerConfig: [String] = []

  @Flag(help: "Pull the image through the group's dependency proxy, because Docker Hub limits pulls.")
  var dependencyProxy = false

  @OptionGroup var common: CommonOptions

  private static let limit = 16 * 1_048_576

  func run() throws {
    Console.ignoreClosedPipes()
    do {
      let repository = try RepositoryReader(ciConfigPath: common.ciConfig).open(path)
      let settings = try common.settings(for: repository)
      let image = dependencyProxy ? "${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/\(settings.image)" : settings.image
      let refuses = try runnerConfig.map { try judge($0, image: image) }.contains(true)
      let project = RepositoryPipelines(repository, settings: settings).load()
      Console.output(PreflightJob(image: image, tags: BuildJobs.tags(in: project, settings: settings)).text)
      if refuses { throw ExitCode(1) }
    } catch let problem as FileProblem {
      Console.error("error: \(TerminalText.escaped(problem.path)): \(problem.message)\n")
      throw ExitCode(3)
    } catch let failure as SettingsFailure {
      Console.error(
        TextReport(failure.diagnostics, options: common.reportOptions) { _ in failure.source }.text)
      throw ExitCode(3)
    }
  }

  /// Prints what the settings of runners say.
  ///
  /// - Returns: whether one of them refuses.
  private func judge(_ file: String, image: String) throws -> Bool {
    let text = String(decoding: try NamedFile.contents(of: file, limit: Self.limit), as: UTF8.self)
    let isHelmValues = file.hasSuffix(".yml") || file.hasSuffix(".yaml")
    let verdicts: [RunnerVerdict]
    do {
      verdicts = try RunnerVerdict.all(in: text, isHelmValues: isHelmValues, image: image)
    } catch {
      let place = error.line.map { ":\($0)" } ?? ""
      Console.error("error: \(TerminalText.escaped(file))\(place): \(TerminalText.escaped(error.message))\n")
      throw ExitCode(3)
    }
    Console.error(RunnerVerdictText(verdicts, file: file).text)
    return verdicts.contains(where: \.refuses)
  }
}

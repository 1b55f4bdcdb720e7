import Diagnostics
import GitLabCI
import KanikoMigration
import Reporting
import SourceText
import Workspace
import YAMLSyntax

/// One run of `migrate`: repository after repository, then the summary.
struct MigrationRun {
  let options: MigrateCommand
  private var statuses: Set<Int32> = []
  private var repositories: [MigrationReceipt] = []
  private var diffs: [UnifiedDiff] = []

  private var chooser: JobChooser?

  /// Creates a run with the options of the command.
  ///
  /// - Parameter chooser: asks which jobs to change; nil to change all.
  init(options: MigrateCommand, chooser: JobChooser?) {
    self.options = options
    self.chooser = chooser
  }

  /// Migrates what one PATH names. Whatever goes wrong is reported and does not stop the others.
  mutating func migrate(_ path: String) {
    do {
      var (repository, settings) = try options.common.open(path)
      options.rollout.override(&settings)
      migrate(repository, named: path, settings: settings)
    } catch let problem as FileProblem {
      report(problem)
    } catch let failure as SettingsFailure {
      show(failure.diagnostics) { _ in failure.source }
      statuses.insert(3)
    } catch {
      report("\(TerminalText.escaped(path)): \(error)")
    }
  }

  private mutating func migrate(
    _ repository: RepositoryReader.Repository, named path: String, settings: MigrationSettings
  ) {
    guard isSettled(repository) else { return }
    let pipelines = RepositoryPipelines(repository, settings: settings)
    let project = pipelines.load()
    guard !project.pipelines.isEmpty || !project.diagnostics.isEmpty else {
      let place = TerminalText.escaped(path)
      report(
        "\(place): there is no pipeline here: no .gitlab-ci.yml, and no other GitLab CI file that mentions Kaniko",
        help: "name the entry file with --ci-config PATH, or run this in the repository")
      return
    }
    let plan = plan(project, settings: settings, checkout: pipelines.checkoutView)
    show(plan.diagnostics) { path in
      plan.written.documents.first { $0.path == path }?.tree.source
        ?? repository.checkout.read(path).map { SourceFile(path: path, bytes: $0) }
    }
    statuses.insert(plan.status)
    if options.common.strict, plan.hasUnresolvedIncludes { statuses.insert(4) }
    repositories.append(MigrationReceipt(plan, repository: path))
    if options.write {
      write(plan, in: repository)
    } else {
      let diff = UnifiedDiff(plan.fileChanges)
      diffs.append(diff)
      if options.format == .text { Console.output(diff.bytes) }
    }
    Console.error(MigrationReceipt(plan, repository: path).summary(isWritten: options.write))
  }

  /// The plan for every job, or for those that somebody chooses.
  ///
  /// What is chosen job by job is shown with its assumptions, so that `--review` is not needed beside it.
  private mutating func plan(
    _ project: Project, settings: MigrationSettings, checkout: MigrationPlanner.CheckoutView
  ) -> MigrationPlan {
    let step = options.rollout.step
    let acceptsReview = options.review || chooser != nil
    let planning = { (chosen: Set<JobKey>?) in
      MigrationPlanner.plan(
        step, of: project, settings: settings, checkout: checkout, acceptsReview: acceptsReview,
        today: SystemClock.today, chosen: chosen)
    }
    let plan = planning(nil)
    guard let chosen = chooser?.choose(from: plan, planning: planning) else { return plan }
    return planning(chosen)
  }

  // MARK: - Writing

  /// Looks for what a run left that was killed while it wrote; `--write` puts it back.
  private mutating func isSettled(_ repository: RepositoryReader.Repository) -> Bool {
    let writer = AtomicWriter(root: repository.checkout.root)
    do throws(WriteFailure) {
      guard options.write else {
        switch try writer.state() {
        case .settled: return true
        case .busy: report(FileProblem(path: repository.checkout.root, reason: .busy))
        case .unfinished: report(FileProblem(path: repository.checkout.root, reason: .unfinished))
        }
        return false
      }
      let restored = try writer.recover()
      if !restored.isEmpty {
        let names = restored.map(TerminalText.escaped).joined(separator: ", ")
        Console.error("note: an earlier run was ended while it wrote; put back: \(names)\n")
      }
      return true
    } catch {
      error.problems.forEach { report($0) }
      return false
    }
  }

  /// What is left of the files after a failure.
  private static func help(for problem: FileProblem) -> String {
    guard case .originalKept = problem.reason else { return "nothing was written" }
    return "when the cause is mended, run with --write again: it puts the file back first"
  }

  private mutating func report(_ problem: FileProblem, help: String? = nil) {
    report("\(TerminalText.escaped(problem.path)): \(TerminalText.escaped(problem.message))", help: help)
  }

  private mutating func write(_ plan: MigrationPlan, in repository: RepositoryReader.Repository) {
    let changes = plan.fileChanges
    guard !changes.isEmpty else { return }
    let root = repository.checkout.root
    do {
      if !options.allowDirty {
        let status = GitStatus(environment: ProcessEnvironment.current())
        let dirty = try status.uncommittedChanges(of: changes.map(\.path), in: root)
        guard dirty.isEmpty else {
          for change in dirty {
            report(
              "\(TerminalText.escaped(change.path)): the file has uncommitted changes, so nothing was written",
              help: "commit or stash them first, or pass --allow-dirty")
          }
          return
        }
      }
      let writes = changes.map { FileWrite(path: $0.path, expected: $0.original, content: $0.changed) }
      try AtomicWriter(root: root).write(writes)
    } catch let failure as WriteFailure {
      for problem in failure.problems { report(problem, help: Self.help(for: problem)) }
    } catch let failure as GitStatus.Failure {
      report(TerminalText.escaped(failure.message), help: "pass --allow-dirty to write without asking git")
    } catch {
      report("\(error)")
    }
  }

  // MARK: - Messages

  private func show(_ diagnostics: [Diagnostic], source: @escaping (String) -> SourceFile?) {
    guard !diagnostics.isEmpty else { return }
    Console.error(TextReport(diagnostics, options: options.common.reportOptions, source: source).text)
  }

  private mutating func report(_ message: String, help: String? = nil) {
    Console.error("error: \(message)\n")
    if let help { Console.error("  help: \(help)\n") }
    statuses.insert(3)
  }

  // MARK: - The end

  /// Writes the receipt and the JSON document.
  ///
  /// - Returns: the exit status.
  mutating func finish() -> Int32 {
    if options.format == .json {
      let document = MigrationReceipt.json(repositories, diffs: diffs)
      Console.output(JSONWriter().bytes(of: document) + [UInt8(ascii: "\n")])
    }
    if let file = options.receipt {
      do {
        try MigrationReceipt.write(repositories, to: file)
      } catch {
        report("\(TerminalText.escaped(file)): \(error.message)", help: "the receipt was not written")
      }
    }
    // 4 and 3 say that something could not be told or read, and win over 1.
    return statuses.max() ?? 0
  }
}

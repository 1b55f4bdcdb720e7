import Diagnostics
import GitLabCI
import KanikoMigration
import Reporting
import SourceText
import Workspace
import YAMLSyntax

/// What the check of one repository found, with paths below the place that the report speaks of.
struct RepositoryCheck: Sendable {
  private(set) var findings: [Finding] = []
  private(set) var sources: [String: SourceFile] = [:]
  private(set) var files: [String] = []
  private(set) var outcomes: [JobReport.Outcome] = []
  private(set) var suppressedCount = 0
  private(set) var status: Int32 = 0
  /// Whether the repository was looked at as a whole.
  private(set) var isComplete = true

  /// Checks a repository. Whatever goes wrong becomes a finding.
  init(_ found: RepositorySearch.Found, options: CheckCommand) {
    do {
      try check(found, options)
    } catch let problem as FileProblem {
      add(problem, below: found.directory)
    } catch let failure as SettingsFailure {
      add(failure, below: found.directory)
    } catch {
      add(FileProblem(path: found.directory.isEmpty ? "." : found.directory, reason: .missing), below: "")
    }
    isComplete = status != 3
  }

  private mutating func check(_ found: RepositorySearch.Found, _ options: CheckCommand) throws {
    var settings = try options.common.settings(for: found.repository)
    let repository = try Self.entry(of: found.repository, settings: settings)
    if options.noIgnores {
      settings.ignoredJobs = []
      settings.ignoredFiles = []
    }
    let pipelines = RepositoryPipelines(found, opened: repository, settings: settings)
    // `--strict` wants to know of every include, whatever it may hold.
    let content = options.common.strict ? .pipelines(pipelines.load()) : pipelines.content()
    guard case .pipelines(let project) = content else {
      if case .nothing(let entry) = content { files = [Self.shown(entry, below: found.directory)] }
      return
    }
    guard !project.pipelines.isEmpty || !project.diagnostics.isEmpty else {
      if found.isNamed { addMissingPipeline(below: found.directory) }
      return
    }
    let plan = MigrationPlanner.plan(
      project, settings: settings, checkout: pipelines.checkoutView, acceptsReview: false,
      today: options.noIgnores ? nil : SystemClock.today)
    let inspection = Inspection(plan, settings: settings, options: Self.inspection(found, options))
    add(inspection, of: project, checkout: repository.checkout, below: found.directory)
    outcomes = plan.jobs.map(\.outcome)
    if options.common.strict, plan.hasUnresolvedIncludes { status = max(status, 4) }
  }

  /// The repository with the entry file that its settings name.
  private static func entry(
    of repository: RepositoryReader.Repository, settings: MigrationSettings
  ) throws(FileProblem) -> RepositoryReader.Repository {
    guard !repository.isSingleFile, let path = settings.ciConfigPath, path != repository.entry else {
      return repository
    }
    return try RepositoryReader(ciConfigPath: path).open(repository.checkout.root)
  }

  private static func inspection(_ found: RepositorySearch.Found, _ options: CheckCommand) -> Inspection.Options {
    var result = Inspection.Options(today: SystemClock.today)
    result.directory = found.directory
    let path = options.paths.count == 1 && !options.recursive ? options.paths[0] : found.directory
    if !path.isEmpty, path != "." { result.command += " " + ShellQuoting.quoted(path) }
    result.honoursSuppressions = !options.noIgnores
    result.reportsUnusedSuppressions = options.common.strict
    return result
  }

  // MARK: - Results

  private mutating func add(
    _ inspection: Inspection, of project: Project, checkout: Checkout, below directory: String
  ) {
    let foreign = Set(project.documents.filter(\.isForeign).map(\.path))
    func shown(_ path: String) -> String {
      foreign.contains(path) ? path : Self.shown(path, below: directory)
    }
    for finding in inspection.findings {
      let locations = [finding.diagnostic.location] + finding.diagnostic.labels.map(\.location)
      for path in locations.map(\.path) where sources[shown(path)] == nil {
        let bytes = project.fileIndex(of: path).map { project.documents[$0].tree.source.bytes } ?? checkout.read(path)
        if let bytes { sources[shown(path)] = SourceFile(path: shown(path), bytes: bytes) }
      }
    }
    findings += inspection.findings.map { $0.renaming(shown) }
    files = project.documents.filter { !$0.isForeign }.map { shown($0.path) }
    suppressedCount = inspection.suppressedCount
    if inspection.isUnreadable { status = max(status, 3) }
  }

  private static func shown(_ path: String, below directory: String) -> String {
    directory.isEmpty ? path : "\(directory)/\(path)"
  }

  private mutating func add(_ problem: FileProblem, below directory: String) {
    let path = problem.path.hasPrefix("/") ? problem.path : Self.shown(problem.path, below: directory)
    findings.append(.unreadable(path, problem.message))
    status = 3
  }

  private mutating func addMissingPipeline(below directory: String) {
    findings.append(
      .unreadable(
        directory.isEmpty ? "." : directory,
        "there is no pipeline here: no .gitlab-ci.yml, and no other GitLab CI file that mentions Kaniko",
        help: ["name the entry file with --ci-config PATH, or run this in the repository"]))
    status = 3
  }

  private mutating func add(_ failure: SettingsFailure, below directory: String) {
    let path = Self.shown(failure.source.path, below: directory)
    sources[path] = SourceFile(path: path, bytes: failure.source.bytes)
    for (index, diagnostic) in failure.diagnostics.enumerated() {
      let parts = [diagnostic.rule.code, path, diagnostic.message, String(index)]
      let finding = Finding(
        diagnostic, consequence: .unreadable, fingerprint: Fingerprint(parts: parts).hexadecimal)
      findings.append(finding.renaming { _ in path })
    }
    status = 3
  }
}

extension Finding {
  /// A finding about something that could not be looked at.
  static func unreadable(_ path: String, _ message: String, help: [String] = []) -> Finding {
    let rule = ConfigurationRules.unreadable
    let diagnostic = Diagnostic(
      rule: rule, severity: .error, message: message, location: Location(path: path, range: ByteRange(at: 0)),
      help: help)
    return Finding(
      diagnostic, consequence: .unreadable, fingerprint: Fingerprint(parts: [rule.code, path, message]).hexadecimal)
  }
}

internal import Diagnostics
internal import GitLabCI
internal import KanikoMigration
internal import Reporting
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// Plans the migration of one repository of the fleet.
struct RepositoryPlanner {
  let repository: FleetRepository
  let options: PlanOptions
  let contents: FleetContents

  /// Plans what a commit holds.
  func plan(_ files: ContentFiles, branch: String?) throws(GitFailure) -> RepositoryPlan {
    var settings = try self.settings(in: files)
    // A file in a repository of others must not make this machine read its directories.
    settings.includeMap = options.settings?.includeMap ?? [:]
    options.overlay(&settings)
    let (entry, remark) = try self.entry(settings: settings, in: files)
    var search = TemplateSearch(settings, entry: entry)
    try files.forEach(files.yamlPaths) { search.look(at: $0, $1) }
    let usage = ProviderUsage()
    let provider = contents.projectFiles(recordingIn: usage, includeMap: settings.includeMap)
    let project = ProjectLoader.load(entries: search.entries, from: files.projectFiles(project: provider))
    let migration = MigrationPlanner.plan(
      options.step, of: project, settings: settings, checkout: files.checkoutView, acceptsReview: options.acceptsReview)
    var plan = RepositoryPlan(commit: files.content.commit, branch: branch, status: Int(migration.status))
    plan.step = options.step
    plan.jobs = jobs(of: migration, settings: settings)
    plan.providers = usage.providers(in: contents)
    plan.remarks = [remark].compactMap(\.self) + remarks(of: migration)
    let changes = migration.fileChanges
    plan.changes = changes.compactMap { change in
      files.file(change.path).map {
        RepositoryPlan.Change(path: $0.path, mode: $0.mode, original: $0.id, content: change.changed)
      }
    }
    if !changes.isEmpty {
      plan.diff = UnifiedDiff(changes).bytes
      plan.fingerprint =
        Fingerprint(
          parts: plan.changes.flatMap { [$0.path, $0.original, String(decoding: $0.content, as: UTF8.self)] }
        ).hexadecimal
      plan.receipt = Receipt(migration, repository: repository.name).markdown
    }
    return plan
  }

  // MARK: - Settings

  private func settings(in files: ContentFiles) throws(GitFailure) -> MigrationSettings {
    if let shared = options.settings { return shared }
    guard files.file(SettingsFile.name) != nil else { return MigrationSettings() }
    guard let bytes = files.read(SettingsFile.name) else {
      throw GitFailure("\(SettingsFile.name) cannot be read")
    }
    let source = SourceFile(path: SettingsFile.name, bytes: bytes)
    let file = SettingsFile(parsing: source)
    guard let mistake = file.diagnostics.first else { return file.settings }
    let line = LineTable(bytes).line(at: mistake.location.range.lowerBound)
    throw GitFailure("\(SettingsFile.name):\(line): \(mistake.message)")
  }

  /// The entry file of the pipeline, and what to say where it is elsewhere.
  private func entry(
    settings: MigrationSettings, in files: ContentFiles
  ) throws(GitFailure) -> (path: String?, remark: String?) {
    if let named = settings.ciConfigPath {
      guard files.file(named) != nil else { throw GitFailure("there is no file \(named) for the pipeline") }
      return (named, nil)
    }
    if let named = repository.ciConfigPath, !named.isEmpty {
      // `path@group/project`, `path@group/project:ref` or a URL: GitLab's project setting `ci_config_path`.
      if named.contains("@") || named.contains("://") {
        return (nil, "the project's settings take the pipeline from \(GitFailure(named).message)")
      }
      return (files.file(named) == nil ? nil : named, nil)
    }
    return (files.file(RepositoryReader.defaultEntry) == nil ? nil : RepositoryReader.defaultEntry, nil)
  }

  // MARK: - The account

  private func jobs(of migration: MigrationPlan, settings: MigrationSettings) -> [RepositoryPlan.Job] {
    let lines = JobLines(migration)
    return migration.jobs.map { report in
      let job = migration.project[report.id]
      return RepositoryPlan.Job(
        name: report.name, place: lines.place(of: report), outcome: report.outcome.rawValue,
        definitions: definitions(of: job, in: migration.project),
        reasons: report.diagnostics.map { RepositoryPlan.Reason(rule: $0.rule.code, message: $0.message) },
        flags: JobUse(of: job, settings: settings).flagNames)
    }
  }

  /// The files of other repositories from which the image or the script of a job comes.
  private func definitions(of job: Job, in project: Project) -> [String] {
    let image = job.effective["image"].map { $0.mapping?["name"] ?? $0 }
    let script = job.effective["script"]
    let values = [image].compactMap(\.self) + (script?.items ?? script.map { [$0] } ?? [])
    let paths = values.map { project.documents[$0.origin.file] }.filter(\.isForeign).map(\.path)
    return Set(paths).sorted().map(contents.shownPath)
  }

  private func remarks(of migration: MigrationPlan) -> [String] {
    (migration.fileDiagnostics + migration.pointers.map(\.diagnostic)).map { diagnostic in
      "\(diagnostic.location.path): \(diagnostic.rule.code): \(diagnostic.message)"
    }
  }
}

import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// The twins that the jobs of a project without twins would get today, proved.
struct TwinSet {
  /// Plans a migration of some jobs of a project.
  typealias Planning = (Project, MigrationSettings, Set<JobKey>?) -> MigrationPlan

  /// The migration without twins.
  let migration: MigrationPlan
  /// The twins, by their jobs.
  private(set) var twins: [JobKey: Twin] = [:]
  /// What keeps jobs that could be migrated from getting a twin.
  private(set) var obstacles: [JobID: [Diagnostic]] = [:]

  /// Makes the twins.
  ///
  /// - Parameter compares: whether a job that compares both images is wanted.
  init(of project: Project, settings: MigrationSettings, planning: Planning, compares: (JobKey) -> Bool) {
    migration = planning(project, settings, nil)
    var apartSettings = settings
    apartSettings.destinationSuffix = settings.shadowSuffix
    guard let apart = planTogether(settings: apartSettings, planning),
      let alone = obstacles.isEmpty ? migration : planTogether(settings: settings, planning)
    else { return }
    let migrated = alone.written.reloaded(after: alone.edits)
    let apartProject = apart.written.reloaded(after: apart.edits)
    write(
      candidates, TwinWriter(before: project, after: apartProject),
      ComparisonWriter(before: project, after: apartProject, settings: settings), compares: compares)
    while true {
      let verifier = TwinVerifier(
        before: project, shadowed: migration.written.reloaded(after: edits), migrated: migrated, apart: apartProject,
        settings: settings)
      let failures = failures(verifier)
      if failures.isEmpty { return }
      for (key, failure) in failures.sorted(by: { $0.key < $1.key }) {
        guard let twin = twins.removeValue(forKey: key) else { continue }
        switch failure {
        case .ofComparison(let message): twins[key] = twin.withoutComparison(because: message)
        case .ofTwin(let message): refuse(twin.jobs, message)
        }
      }
    }
  }

  /// The jobs that are migrated and may get twins.
  private var candidates: [JobID] { migration.jobs.filter { $0.isMigrated && obstacles[$0.id] == nil }.map(\.id) }

  /// A migration of the candidates in which none is left out; those that would be are candidates no more.
  private mutating func planTogether(settings: MigrationSettings, _ planning: Planning) -> MigrationPlan? {
    let project = migration.project
    while !candidates.isEmpty {
      let candidates = Set(candidates)
      let plan = planning(project, settings, Set(candidates.map(project.key)))
      let left = plan.jobs.filter { !$0.isMigrated && candidates.contains($0.id) }
      if left.isEmpty { return plan }
      for report in left { obstacles[report.id] = report.diagnostics.map { $0.under(MigrationRules.noTwin) } }
    }
    return nil
  }

  private static let withoutTwin = ["migrate the job without a twin"]

  /// The edits that add the twins, by file.
  var edits: [Int: EditSet] {
    var result: [Int: EditSet] = [:]
    for twin in twins.values {
      // Each is an insertion, and nothing conflicts with insertions.
      try? result[twin.file, default: EditSet()].insert(twin.edit)
    }
    return result
  }

  // MARK: - Making

  private mutating func write(
    _ jobs: [JobID], _ writer: TwinWriter, _ comparison: ComparisonWriter, compares: (JobKey) -> Bool
  ) {
    let project = migration.project
    var editors: [Int: YAMLEditor] = [:]
    let groups = Dictionary(grouping: jobs) { project.key(of: $0) }
    for (key, jobs) in groups.sorted(by: { $0.key < $1.key }) {
      let agreed: YAMLNewEntry?
      do throws(TwinWriter.Obstacle) {
        agreed = try Self.agreed(of: jobs, writer.entry)
      } catch {
        refuse(jobs, error.reason)
        continue
      }
      let owner = project[jobs[0]].entry
      let file = owner.owner.file
      let editor = editors[file] ?? YAMLEditor(project.documents[file].tree)
      editors[file] = editor
      guard let entry = agreed else {
        refuse(jobs, "the pipelines that include the job would need different twins")
        continue
      }
      let insert = { editor.insertEntries($0, behind: owner.index, of: owner.owner.node) }
      guard let plain = insert([entry]) else {
        refuse(jobs, "the file has no room for a job behind this one")
        continue
      }
      let twin = Twin(key: key, jobs: jobs, file: file, plain: plain)
      guard compares(key) else {
        twins[key] = twin
        continue
      }
      do throws(ComparisonWriter.Obstacle) {
        guard let other = try Self.agreed(of: jobs, comparison.entry) else {
          throw .init(message: "the pipelines that include the job would need different comparisons")
        }
        twins[key] = twin.compared(by: insert([entry, other]))
      } catch {
        twins[key] = twin.withoutComparison(because: error.message)
      }
    }
  }

  /// What one key of a file needs for all the jobs that it is in as many pipelines; nil where they need different ones.
  private static func agreed<Obstacle: Error>(
    of jobs: [JobID], _ entry: (JobID) throws(Obstacle) -> YAMLNewEntry
  ) throws(Obstacle) -> YAMLNewEntry? {
    var entries: Set<YAMLNewEntry> = []
    for job in jobs { entries.insert(try entry(job)) }
    return entries.count == 1 ? entries.first : nil
  }

  private mutating func refuse(_ jobs: [JobID], _ message: String) {
    refuse(jobs, ManualReason(rule: MigrationRules.noTwin, message: message, advice: Self.withoutTwin))
  }

  private mutating func refuse(_ jobs: [JobID], _ reason: ManualReason) {
    let reporter = JobReporter(project: migration.project, uses: [:])
    for job in jobs {
      obstacles[job] = reporter.report(job, plan: nil, reasons: [reason], isMigrated: false).diagnostics
    }
  }

  // MARK: - Proving

  /// What a twin or its comparison fails on.
  private enum Failure {
    case ofTwin(String)
    case ofComparison(String)
  }

  private func failures(_ verifier: TwinVerifier) -> [JobKey: Failure] {
    guard !twins.isEmpty else { return [:] }
    if let failure = verifier.structureFailure(twins: Array(twins.values)) {
      // The fault may be that of a comparison.
      let compared = twins.filter(\.value.isCompared)
      let message = "check failed: with the added jobs, \(failure)"
      return compared.isEmpty
        ? twins.mapValues { _ in .ofTwin(message) } : compared.mapValues { _ in .ofComparison(message) }
    }
    return twins.compactMapValues { twin in
      if let message = twin.jobs.lazy.compactMap(verifier.failure).first { return .ofTwin(message) }
      guard twin.isCompared else { return nil }
      return twin.jobs.lazy.compactMap(verifier.comparisonFailure).first.map { .ofComparison($0) }
    }
  }
}

extension Diagnostic {
  /// The same diagnostic under another rule.
  func under(_ rule: RuleID) -> Diagnostic {
    Diagnostic(
      rule: rule, severity: severity, confidence: confidence, message: message, location: location, labels: labels,
      help: help, job: job)
  }
}

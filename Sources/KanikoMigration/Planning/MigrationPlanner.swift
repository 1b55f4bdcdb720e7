import Diagnostics
public import GitLabCI
import SourceText
import YAMLSyntax

/// Plans the migration of every pipeline of a repository, and proves the plan before it gives it away.
public struct MigrationPlanner {
  private let project: Project
  private let settings: MigrationSettings
  private let checkout: CheckoutView
  private let acceptsReview: Bool
  private let suppressions: SuppressionList?
  private let chosen: Set<JobKey>?
  /// What jobs have to do with Kaniko, where that may be anything.
  private let looks: [JobID: JobUse]
  /// The jobs that use Kaniko.
  private let uses: [JobID: JobUse]
  /// Why jobs stay as they are although they use Kaniko.
  private let kept: [JobID: KeptJobs.Cause]

  /// What the planner may know of the files of the checkout that are not YAML.
  public struct CheckoutView: Sendable {
    /// Whether a file exists, by its path relative to the repository; nil where that cannot be told.
    public let fileExists: @Sendable (String) -> Bool?
    /// The bytes of a file, or nil.
    public let read: @Sendable (String) -> [UInt8]?

    /// Creates a view from two questions.
    public init(
      fileExists: @escaping @Sendable (String) -> Bool?, read: @escaping @Sendable (String) -> [UInt8]?
    ) {
      self.fileExists = fileExists
      self.read = read
    }

    /// The view of a file without its repository: nothing can be told.
    public static let unknown = CheckoutView(fileExists: { _ in nil }, read: { _ in nil })
  }

  /// Plans the migration of a project.
  ///
  /// - Parameters:
  ///   - project: the pipelines of the repository.
  ///   - settings: what the site and the repository decide.
  ///   - checkout: the other files of the repository.
  ///   - acceptsReview: whether migrations that rest on a stated assumption are made too.
  ///   - today: the day on which comments that suppress findings are weighed; nil where they do not count.
  ///   - chosen: the jobs that may be migrated, while all others stay as they are; nil for all.
  /// - Returns: the plan; it is verified, and a job that did not pass is left as it is and reported.
  public static func plan(
    _ project: Project, settings: MigrationSettings, checkout: CheckoutView, acceptsReview: Bool,
    today: CalendarDate? = nil, chosen: Set<JobKey>? = nil
  ) -> MigrationPlan {
    let planner = MigrationPlanner(
      project: project, settings: settings, checkout: checkout, acceptsReview: acceptsReview, today: today,
      chosen: chosen)
    return planner.report(planner.proof(looksAhead: true))
  }

  /// - Parameter innocent: jobs that are known to use no Kaniko, which are not looked at.
  private init(
    project: Project, settings: MigrationSettings, checkout: CheckoutView, acceptsReview: Bool, today: CalendarDate?,
    chosen: Set<JobKey>?, innocent: Set<JobID> = []
  ) {
    self.project = project
    self.settings = settings
    self.checkout = checkout
    self.acceptsReview = acceptsReview
    self.chosen = chosen
    let mention = KanikoMention(settings)
    let isPossible = project.documents.contains { mention.isPossible(in: $0.tree.source.bytes) }
    let ids = project.jobIDs.filter { id in
      isPossible && !project[id].isTrigger && !innocent.contains(id) && mention.isPossible(in: project[id])
    }
    let looks = Dictionary(uniqueKeysWithValues: ids.map { ($0, JobUse(of: project[$0], settings: settings)) })
    let uses = looks.filter(\.value.usesKaniko)
    self.looks = looks
    self.uses = uses
    suppressions = today.map { SuppressionList(of: project, today: $0) }
    let keeping = KeptJobs(project: project, settings: settings, suppressions: suppressions, chosen: chosen)
    kept = Dictionary(
      uniqueKeysWithValues: uses.compactMap { id, use in keeping.cause(of: id, use: use).map { (id, $0) } })
  }

  // MARK: - Planning

  /// The verdict on one job before anything is placed in files.
  private typealias Verdict = Result<JobPlan, ManualReasons>

  /// What is left of the verdicts when every check has passed.
  private struct Proof {
    let verdicts: [JobID: Verdict]
    /// The jobs that stay as they are although they were planned, with the reason.
    var refused: [JobID: ManualReason] = [:]
    var edits: [Int: EditSet] = [:]
    var migrated: Set<JobID> = []
  }

  /// Plans, verifies, and drops what does not fit until everything left is proved.
  ///
  /// - Parameter looksAhead: whether it is part of the proof that a second run changes nothing.
  private func proof(looksAhead: Bool) -> Proof {
    let counted = countedJobs()
    lazy var readers = ReaderIndex(project, jobs: counted)
    var proof = Proof(verdicts: verdicts(for: counted))
    var exporting: Set<JobID> = []
    while true {
      let plans = acceptedPlans(proof.verdicts, without: proof.refused)
      guard !plans.isEmpty else { return proof }
      switch place(plans, readers: readers, exporting: exporting) {
      case .failure(let reasons): proof.refused.merge(reasons.byJob) { first, _ in first }
      case .success(let placement):
        let failures = verify(placement, plans: plans, readers: readers, looksAhead: looksAhead)
        if failures.isEmpty {
          proof.edits = placement.edits
          proof.migrated = Set(plans.keys)
          return proof
        }
        let exported = jobs(of: plans, near: failures.filter(\.value.concernsVariables).keys)
        if exported.isSubset(of: exporting) {
          proof.refused.merge(failures.mapValues(\.reason)) { first, _ in first }
        } else {
          // What a mapping does not do, because merge keys and `extends` put it elsewhere, a line of the script does.
          exporting.formUnion(exported)
        }
      }
    }
  }

  /// Jobs that GitLab may run, and complete hidden jobs that nothing here runs.
  private func countedJobs() -> Set<JobID> {
    let visible = project.jobIDs.filter { !project[$0].isHidden }
    // Only items that run Kaniko tell: a template may share its `before_script` with jobs that build in other ways.
    let read = Set(visible.flatMap { uses[$0]?.callOrigins ?? [] })
    let complete = uses.keys.filter { id in
      guard project[id].isHidden, let use = uses[id], use.runsKaniko else { return false }
      return read.isDisjoint(with: use.callOrigins)
    }
    return Set(visible).union(complete).union(otherCompleteTemplates)
  }

  /// Hidden jobs that have a script without Kaniko and that nothing here extends: jobs elsewhere do.
  private var otherCompleteTemplates: [JobID] {
    var extended: Set<Origin> = []
    for id in project.jobIDs {
      for name in project[id].bases {
        if let base = project.pipelines[id.pipeline].job(named: name) { extended.insert(base.entry.value.origin) }
      }
    }
    return project.jobIDs.filter { id in
      let job = project[id]
      return job.isHidden && uses[id] == nil && job.effective["script"] != nil
        && !extended.contains(job.entry.value.origin)
    }
  }

  private func verdicts(for counted: Set<JobID>) -> [JobID: Verdict] {
    var result: [JobID: Verdict] = [:]
    let groups = jobsByScript(counted)
    for (id, use) in uses where counted.contains(id) && kept[id] == nil {
      let sharing = use.script.items.flatMap { groups[$0.value.origin] ?? [] }
      let planner = JobPlanner(
        project: project, job: project[id], pipeline: project.pipelines[id.pipeline], use: use, settings: settings,
        checkout: checkout,
        readers: Set(sharing).sorted().map { project[$0] })
      result[id] = planner.plan()
    }
    return result
  }

  /// The counted jobs by the script items that run the executor in them.
  private func jobsByScript(_ counted: Set<JobID>) -> [Origin: [JobID]] {
    var result: [Origin: [JobID]] = [:]
    for (id, use) in uses where counted.contains(id) {
      for call in use.calls {
        guard let item = use.script.item(holding: call.range) else { continue }
        result[item.value.origin, default: []].append(id)
      }
    }
    return result
  }

  private func acceptedPlans(_ verdicts: [JobID: Verdict], without refused: [JobID: ManualReason]) -> [JobID: JobPlan] {
    let threshold = acceptsReview ? Applicability.review : .safe
    return verdicts.compactMapValues { try? $0.get() }
      .filter { $0.value.applicability >= threshold && refused[$0.key] == nil }
  }

  /// Edits with what they were made from.
  private struct Placement {
    let edits: [Int: EditSet]
    let changes: Set<PlannedChange>
    let addedJobs: Set<String>
  }

  /// Reasons by job, as an error.
  private struct Refusal: Error {
    let byJob: [JobID: ManualReason]
  }

  /// Some of the planned jobs, and those that have a part of their definition in common with one of them.
  private func jobs(of plans: [JobID: JobPlan], near some: some Collection<JobID>) -> Set<JobID> {
    let parts = Set(some.flatMap { project[$0].definition.sources })
    return Set(plans.keys.filter { !parts.isDisjoint(with: project[$0].definition.sources) })
  }

  private func place(
    _ plans: [JobID: JobPlan], readers: ReaderIndex, exporting: Set<JobID>
  ) -> Result<Placement, Refusal> {
    let planner = ChangePlanner(project: project, uses: uses, readers: readers, exporting: exporting)
    switch planner.changes(for: plans) {
    case .refused(let reasons): return .failure(Refusal(byJob: reasons))
    case .changes(let changes):
      let (shared, names) = SharedLines(project: project).sharing(changes)
      do throws(ChangeWriter.Conflict) {
        let edits = try ChangeWriter(project: project).edits(for: shared)
        return .success(Placement(edits: edits.filter { !$0.value.isEmpty }, changes: shared, addedJobs: names))
      } catch {
        let jobs = readers.jobs(reading: error.change.origin).filter { plans[$0] != nil }
        let affected = jobs.isEmpty ? Set(plans.keys) : jobs
        let reason = ManualReason(
          rule: MigrationRules.verification, message: "two changes of this job touch the same bytes",
          advice: ["migrate this job by hand, and report the case to the maintainers of kaniko2buildkit"])
        return .failure(Refusal(byJob: Dictionary(uniqueKeysWithValues: affected.map { ($0, reason) })))
      }
    }
  }

  // MARK: - Verifying

  /// Why a job cannot be migrated as it was planned.
  private struct Objection {
    let reason: ManualReason
    /// Whether variables of a job would not be what they are meant to be.
    let concernsVariables: Bool
  }

  /// The jobs that cannot be migrated as they were planned because a check failed, with the reason.
  private func verify(
    _ placement: Placement, plans: [JobID: JobPlan], readers: ReaderIndex, looksAhead: Bool
  ) -> [JobID: Objection] {
    let after = project.reloaded(after: placement.edits)
    let verifier = Verifier(
      before: project, after: after, migrated: plans, addedJobs: placement.addedJobs, settings: settings)
    var result: [JobID: Objection] = [:]
    var failures = verifier.failures()
    if looksAhead, failures.isEmpty {
      failures = secondRunFailures(on: after, innocent: innocentJobs(in: after, plans))
    }
    for failure in failures {
      let reason = ManualReason(
        rule: MigrationRules.verification, message: "check failed: \(failure.check): \(failure.detail)",
        advice: ["migrate this job by hand, and report the case to the maintainers of kaniko2buildkit"])
      let objection = Objection(reason: reason, concernsVariables: failure.check == Verifier.variablesCheck)
      for job in culprits(of: failure, placement: placement, plans: plans, readers: readers) { result[job] = objection }
    }
    return result
  }

  /// The jobs of which it is known that they use no Kaniko after a migration in which the verifier found no mistake: the
  /// migrated ones, in which it found no trace, and those that used none before and are written as they were.
  private func innocentJobs(in after: Project, _ plans: [JobID: JobPlan]) -> Set<JobID> {
    var result: Set<JobID> = []
    for id in after.jobIDs {
      let new = after[id]
      guard let position = project.pipelines[id.pipeline].position(ofJob: new.name) else { continue }
      let old = JobID(pipeline: id.pipeline, job: position)
      if plans[old] != nil {
        result.insert(id)
      } else if looks[old]?.usesKaniko != true,
        JobUse.keywords.allSatisfy({ project[old].effective.isSame($0, in: new.effective) })
      {
        result.insert(id)
      }
    }
    return result
  }

  /// Whether a second run would change something: then the first one has not finished its work.
  private func secondRunFailures(on after: Project, innocent: Set<JobID>) -> [Verifier.Failure] {
    let second = MigrationPlanner(
      project: after, settings: settings, checkout: checkout, acceptsReview: acceptsReview,
      today: suppressions?.today, chosen: chosen, innocent: innocent)
    guard !second.uses.isEmpty else { return [] }
    // Jobs that the first run leaves because a check failed, the second leaves too.
    let proof = second.proof(looksAhead: false)
    guard !proof.edits.isEmpty, let first = proof.migrated.min() else { return [] }
    let detail = "`\(after[first].name)` would be changed again"
    return [Verifier.Failure(check: "a second run plans nothing", job: nil, detail: detail)]
  }

  /// The migrated jobs whose changes a failure may come from.
  private func culprits(
    of failure: Verifier.Failure, placement: Placement, plans: [JobID: JobPlan], readers: ReaderIndex
  ) -> Set<JobID> {
    guard let job = failure.job else { return Set(plans.keys) }
    if plans[job] != nil { return [job] }
    let name = project[job].name
    let involved = plans.keys.filter { id in
      let migrated = project[id]
      return migrated.bases.contains(name) || project[job].bases.contains(migrated.name)
        || !Set(migrated.bases).isDisjoint(with: project[job].bases)
    }
    return involved.isEmpty ? Set(plans.keys) : Set(involved)
  }

  // MARK: - Reporting

  private func report(_ proof: Proof) -> MigrationPlan {
    let reporter = JobReporter(project: project, uses: uses)
    let counted = countedJobs()
    var jobs: [JobReport] = []
    for id in project.jobIDs {
      if let verdict = proof.verdicts[id] {
        let reasons = proof.refused[id].map { [$0] } ?? verdict.manualReasons
        let plan = try? verdict.get()
        jobs.append(reporter.report(id, plan: plan, reasons: reasons, isMigrated: proof.migrated.contains(id)))
      } else if let cause = kept[id], counted.contains(id) {
        jobs.append(reporter.kept(id, cause: cause))
      } else if !settings.ignores(project[id], in: project), let report = reporter.elsewhere(id) {
        jobs.append(report)
      }
    }
    return MigrationPlan(
      project: project, settings: settings, edits: proof.edits, jobs: jobs, pointers: pointers(besides: jobs),
      suppressions: suppressions, looks: looks)
  }

  /// What has to do with Kaniko outside the jobs, but for what is in ignored files.
  private func pointers(besides jobs: [JobReport]) -> [Pointer] {
    let judged = Set(jobs.map(\.id)).union(kept.keys)
    let givers = ImageGiverReporter(project: project, settings: settings, uses: uses, judged: judged)
    let pointers = PointerReporter(project: project).pointers(besides: jobs) + givers.pointers()
    return pointers.filter { !settings.ignores(file: $0.diagnostic.location.path) }
  }
}

/// Why a job is manual; at least one reason.
struct ManualReasons: Error {
  let reasons: [ManualReason]
}

extension Result where Success == JobPlan, Failure == ManualReasons {
  /// The reasons that keep a job from being planned.
  fileprivate var manualReasons: [ManualReason] {
    if case .failure(let failure) = self { return failure.reasons }
    return []
  }
}

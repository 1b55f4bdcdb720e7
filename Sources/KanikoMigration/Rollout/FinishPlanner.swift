import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Plans the migration of the Kaniko jobs that have twins, and takes the twins away.
///
/// What is left is what a migration makes of the files without twins, byte for byte.
struct FinishPlanner {
  /// The project as it is in the files, with twins.
  let written: Project
  let settings: MigrationSettings
  let today: CalendarDate?
  let planning: TwinSet.Planning

  /// The plan: a twin is taken away together with the migration of its job, or both stay.
  func plan() -> MigrationPlan {
    let found = TwinFinder(project: written).twins
    let bare = StrippedProject(written, without: found)
    let compared = Set(found.filter(\.isCompared).map(\.key))
    let set = TwinSet(of: bare.project, settings: settings, planning: planning, compares: compared.contains)
    var finished = found.filter { twin in set.twins[twin.key].map { twin.holds($0, in: written) } ?? false }
    let stuck = reasons(for: found, set: set, bare: bare)
    finished.removeAll { stuck[$0.key] != nil }
    while true {
      let stripped = StrippedProject(written, without: finished)
      let plan = planning(stripped.project, settings, Set(finished.map(\.key)))
      let left = Set(plan.jobs.filter { !$0.isMigrated }.map { stripped.project.key(of: $0.id) })
      let before = finished.count
      finished.removeAll { left.contains($0.key) }
      guard finished.count == before else { continue }
      guard let edits = edits(of: plan, stripped) ?? (finished.isEmpty ? [:] : nil) else {
        // The twins stay with their jobs where the two changes do not go together; no case of that is known.
        finished = []
        continue
      }
      return report(plan, edits: edits, stripped: stripped, set: set, bare: bare, stuck: stuck)
    }
  }

  /// The edits of the files; nil where they would not make what the migration makes.
  private func edits(of plan: MigrationPlan, _ stripped: StrippedProject) -> [Int: EditSet]? {
    var result: [Int: EditSet] = [:]
    for (index, document) in plan.project.documents.enumerated() where !document.isForeign {
      guard let file = written.fileIndex(of: document.path) else { return nil }
      let own = plan.edits[index] ?? EditSet()
      guard let edits = try? stripped.removingTwins(from: document.path, with: own),
        edits.apply(to: written.documents[file].tree.source.bytes) == own.apply(to: document.tree.source.bytes)
      else { return nil }
      if !edits.isEmpty { result[file] = edits }
    }
    return result
  }

  // MARK: - What is in the way

  /// Why twins stay although they are there.
  private func reasons(for found: [TwinFinder.Found], set: TwinSet, bare: StrippedProject) -> [JobKey: Diagnostic] {
    let needed = Self.neededNames(in: bare.project)
    var result: [JobKey: Diagnostic] = [:]
    for twin in found {
      let name = Twin.name(for: twin.key.name)
      if let expected = set.twins[twin.key], !twin.holds(expected, in: written) {
        result[twin.key] = twin.changed(
          "`\(name)` is not the twin that the job would get", in: written,
          help: "write what is different in it into `\(twin.key.name)`, remove it and run"
            + " `kaniko2buildkit migrate --shadow` again; or keep it and remove `\(twin.key.name)` by hand")
      } else if let (gone, user) = [name, ComparisonWriter.name(for: twin.key.name)].lazy
        .compactMap({ name in needed[name].map { (name, $0) } }).first
      {
        result[twin.key] = twin.changed(
          "`\(user)` needs `\(gone)`, which would go", in: written, help: "let `\(user)` need `\(twin.key.name)`")
      }
    }
    return result
  }

  /// The names that jobs need or take artifacts from, each with one of those jobs.
  private static func neededNames(in project: Project) -> [String: String] {
    var result: [String: String] = [:]
    for job in project.pipelines.flatMap(\.jobs) {
      let lists = ["needs", "dependencies"].compactMap { job.definition[$0]?.items }
      for item in lists.joined() {
        guard let name = item.text ?? item.mapping?["job"]?.text, result[name] == nil else { continue }
        result[name] = job.name
      }
    }
    return result
  }

  // MARK: - Reporting

  private func report(
    _ plan: MigrationPlan, edits: [Int: EditSet], stripped: StrippedProject, set: TwinSet, bare: StrippedProject,
    stuck: [JobKey: Diagnostic]
  ) -> MigrationPlan {
    // What keeps a job from being migrated is known from the look at all of them.
    let others = Dictionary(set.migration.jobs.map { (bare.project.key(of: $0.id), $0) }) { first, _ in first }
    let jobs = plan.jobs.map { report -> JobReport in
      let key = stripped.project.key(of: report.id)
      guard report.outcome == .notChosen else { return stripped.report(report) }
      if let diagnostic = stuck[key] { return stripped.report(report).with(.manual, diagnostics: [diagnostic]) }
      guard let other = others[key], !other.isMigrated else { return stripped.report(report) }
      return stripped.report(report).with(
        other.outcome, receipt: other.receipt, diagnostics: other.diagnostics.map(bare.diagnostic))
    }
    return MigrationPlan(
      project: stripped.project, written: written, settings: settings, edits: edits, jobs: jobs,
      pointers: plan.pointers.map(stripped.pointer), suppressions: today.map { SuppressionList(of: written, today: $0) }
    )
  }
}

import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// Plans twins for the Kaniko jobs of a project, which stay as they are.
struct ShadowPlanner {
  /// The project as it is in the files, perhaps with twins of an earlier run.
  let written: Project
  let settings: MigrationSettings
  let today: CalendarDate?
  let planning: TwinSet.Planning

  /// The plan: each twin is an insertion, and nothing else changes.
  func plan() -> MigrationPlan {
    let found = TwinFinder(project: written).twins
    let stripped = StrippedProject(written, without: found)
    let present = Dictionary(found.map { ($0.key, $0) }) { first, _ in first }
    let set = TwinSet(of: stripped.project, settings: settings, planning: planning) { key in
      present[key]?.isCompared ?? settings.comparesImages
    }
    var edits: [Int: EditSet] = [:]
    var different: [JobKey: Diagnostic] = [:]
    for (key, twin) in set.twins {
      if let old = present[key] {
        guard !old.holds(twin, in: written) else { continue }
        different[key] = old.changed(
          "`\(Twin.name(for: key.name))` is not the twin that the job would get", in: written,
          help:
            "remove `\(Twin.name(for: key.name))` to get a new one; write what you have changed in it into `\(key.name)`"
        )
      } else {
        let path = stripped.project.documents[twin.file].path
        guard let file = written.fileIndex(of: path) else { continue }
        let place = ByteRange(at: stripped.offset(twin.edit.range.lowerBound, in: path))
        // Each is an insertion at the end of another job, and nothing conflicts with insertions.
        try? edits[file, default: EditSet()].insert(Edit(place, with: twin.edit.replacement))
      }
    }
    let jobs = set.migration.jobs.map { report in
      self.report(stripped.report(report), set: set, key: stripped.project.key(of: report.id), different: different)
    }
    return MigrationPlan(
      project: stripped.project, written: written, settings: settings, edits: edits, jobs: jobs,
      pointers: set.migration.pointers.map { stripped.pointer($0) },
      suppressions: today.map { SuppressionList(of: written, today: $0) })
  }

  private func report(
    _ report: JobReport, set: TwinSet, key: JobKey, different: [JobKey: Diagnostic]
  ) -> JobReport {
    guard report.isMigrated else { return report }
    if let diagnostic = different[key] { return report.with(.manual, diagnostics: [diagnostic]) }
    guard let twin = set.twins[key] else {
      return report.with(.manual, diagnostics: set.obstacles[report.id] ?? [])
    }
    var entries = [
      ReceiptEntry(
        .added, Twin.name(for: key.name),
        "the twin of the job: its tags end with `\(settings.shadowSuffix)`, it may fail, and has no artifacts, environment,"
          + " release or resource group")
    ]
    if twin.isCompared {
      entries.append(
        ReceiptEntry(
          .added, ComparisonWriter.name(for: key.name), "compares configuration and files of both images, and may fail")
      )
    } else if let reason = twin.comparisonObstacle {
      entries.append(ReceiptEntry(.note, "--shadow-compare", "no job compares the images: \(reason)"))
    }
    let isDeployment = twin.jobs.contains {
      set.migration.project[$0].definition["environment"].map { !$0.isNull } ?? false
    }
    if isDeployment {
      entries.append(
        ReceiptEntry(
          .note, "environment",
          "the twin has none, so variables that the settings of the project limit to an environment are not there"))
    }
    return report.with(
      report.outcome == .reviewed ? .shadowedReviewed : .shadowed, receipt: entries + report.receipt)
  }
}

extension TwinFinder.Found {
  /// Whether the bytes in the file are those of a twin.
  func holds(_ twin: Twin, in project: Project) -> Bool {
    Array(project.documents[file].tree.source.bytes[range.indices]) == twin.edit.replacement
  }

  /// What is said about a twin that is not as it would be made.
  func changed(_ message: String, in project: Project, help: String) -> Diagnostic {
    Diagnostic(
      rule: MigrationRules.changedTwin, severity: .error, message: message,
      location: Location(path: project.documents[file].path, range: name), help: [help], job: key.name)
  }
}

extension StrippedProject {
  /// A pointer with its places in the files.
  func pointer(_ pointer: Pointer) -> Pointer {
    Pointer(diagnostic: diagnostic(pointer.diagnostic), consequence: pointer.consequence)
  }
}

extension JobReport {
  /// The same report with other parts.
  func with(
    _ outcome: Outcome? = nil, location: Location? = nil, receipt: [ReceiptEntry]? = nil,
    diagnostics: [Diagnostic]? = nil
  ) -> JobReport {
    var result = JobReport(
      id: id, name: name, location: location ?? self.location, outcome: outcome ?? self.outcome,
      receipt: receipt ?? self.receipt,
      diagnostics: diagnostics ?? self.diagnostics)
    result.ignoredUnder = ignoredUnder
    return result
  }
}

public import Diagnostics
public import GitLabCI
public import SourceText
import YAMLSyntax

/// What a migration would change in one repository, and what it says about each job.
public struct MigrationPlan: Sendable {
  /// The pipelines that ``jobs`` are about.
  public let project: Project
  /// The pipelines as the files have them: those of ``project`` and perhaps twins.
  public let written: Project
  /// The edits of every file that changes, by its index in the documents of ``written``.
  public let edits: [Int: EditSet]
  /// What becomes of every job that has to do with Kaniko, in the order of the pipelines.
  public let jobs: [JobReport]
  /// What has to do with Kaniko outside the jobs, while the jobs that it is for are not here.
  public let pointers: [Pointer]
  /// The comments that count; nil where none does.
  let suppressions: SuppressionList?
  /// What the planner has seen of the jobs that may have to do with Kaniko; nil where it did not look for them.
  private let looks: [JobID: JobUse]?

  /// What is found about files, but for what the settings ignore.
  public let fileDiagnostics: [Diagnostic]
  /// Whether an include is not here, of a file that the settings do not ignore.
  public let hasUnresolvedIncludes: Bool

  /// Creates a plan from its parts.
  init(
    project: Project, written: Project? = nil, settings: MigrationSettings, edits: [Int: EditSet], jobs: [JobReport],
    pointers: [Pointer], suppressions: SuppressionList? = nil, looks: [JobID: JobUse]? = nil
  ) {
    let written = written ?? project
    self.project = project
    self.written = written
    fileDiagnostics = written.diagnostics.filter { !settings.ignores($0) }
    hasUnresolvedIncludes = project.pipelines.contains { pipeline in
      !pipeline.unresolvedIncludes.isEmpty
        && !pipeline.entryFiles.allSatisfy { settings.ignores(file: project.documents[$0].path) }
    }
    self.edits = edits
    self.jobs = jobs
    self.pointers = pointers
    self.suppressions = suppressions
    self.looks = looks
  }

  /// What a job has to do with Kaniko.
  func use(of id: JobID, settings: MigrationSettings) -> JobUse {
    looks?[id] ?? JobUse(of: project[id], settings: settings)
  }

  /// What a job has to do with Kaniko; nil where the planner saw that it is nothing. Not for trigger jobs.
  func traces(of id: JobID, settings: MigrationSettings) -> JobUse? {
    looks.map { $0[id] } ?? JobUse(of: project[id], settings: settings)
  }

  /// The job that a report of this plan is about, as it is written.
  public func key(of report: JobReport) -> JobKey { project.key(of: report.id) }

  /// Everything to report that no comment suppresses: about files first, then about jobs, then about what is not here.
  public var diagnostics: [Diagnostic] {
    let all = fileDiagnostics + jobs.flatMap(\.diagnostics) + pointers.map(\.diagnostic)
    return all.filter { !isSuppressed($0) } + (suppressions?.mistakes ?? [])
  }

  /// Whether a comment suppresses a finding. What could not be read or proved is never suppressed.
  private func isSuppressed(_ diagnostic: Diagnostic) -> Bool {
    let isKept = diagnostic.rule.isAboutUnreadableFile || diagnostic.rule == MigrationRules.verification
    return !isKept && suppressions?.covers(diagnostic) == true
  }

  /// The files that change, in the order of their paths, ready for a diff.
  public var fileChanges: [FileChange] {
    edits.keys.map { file in
      let document = written.documents[file]
      return FileChange(
        path: document.path, original: document.tree.source.bytes, edits: edits[file] ?? EditSet(),
        sections: Self.sections(of: document))
    }.sorted { $0.path < $1.path }
  }

  /// The exit status of a migration that makes these edits: 0 when no Kaniko use remains, 1 when some does, 3 when a
  /// file could not be read or a check failed, 4 when it cannot be told.
  public var status: Int32 {
    let left = pointers.filter { !isSuppressed($0.diagnostic) }.map(\.consequence)
    let unknown = jobs.filter { $0.outcome == .unknown || lacksDefinitions($0) }.flatMap(\.diagnostics)
    if left.contains(.untold) || !unknown.allSatisfy(isSuppressed) { return 4 }
    let failedCheck = jobs.flatMap(\.diagnostics).contains { $0.rule == MigrationRules.verification }
    if written.hasUnreadableFiles || failedCheck { return 3 }
    let remains = left.contains(.remains) || jobs.contains(where: \.leavesKaniko)
    return remains ? 1 : 0
  }

  /// Whether a job stays as it is and parts of it are in files that are not here.
  func lacksDefinitions(_ report: JobReport) -> Bool { !report.isMigrated && !project[report.id].missing.isEmpty }

  /// The top-level keys of a document with their bytes, for hunk headers.
  private static func sections(of document: CIDocument) -> [FileChange.Section] {
    let tree = document.tree
    return tree.documents.compactMap(\.root).flatMap { root -> [FileChange.Section] in
      guard case .mapping(let entries, _) = tree[root].kind else { return [] }
      return entries.map { entry in
        FileChange.Section(
          range: tree[entry.key].range.union(tree[entry.value].range), name: tree.text(of: entry.key))
      }
    }
  }
}

/// What becomes of one job.
public struct JobReport: Sendable {
  /// The ways a job can come out.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Migrated, proved equivalent.
    case safe
    /// Migrated under assumptions that were accepted with `--review`.
    case reviewed
    /// Stays as it is, and gets a twin whose build is proved equivalent.
    case shadowed
    /// Stays as it is, and gets a twin under assumptions that were accepted with `--review`.
    case shadowedReviewed
    /// Could be migrated under assumptions; not changed without `--review`.
    case needsReview
    /// Left as it is: a person has to decide.
    case manual
    /// Points at Kaniko, and what it is lies in a file that is not here.
    case unknown
    /// Left as it is: a comment or the settings say so.
    case ignored
    /// Left as it is: this time other jobs were chosen.
    case notChosen
  }

  /// The identity of the job in ``MigrationPlan/project``.
  public let id: JobID
  /// The name of the job.
  public let name: String
  /// The key of the job.
  public let location: Location
  /// How it comes out.
  public let outcome: Outcome
  /// What became of every flag and side effect.
  public let receipt: [ReceiptEntry]
  /// What is said about the job: why it stays as it is.
  public let diagnostics: [Diagnostic]
  /// The rule that the comment names which ignores the job; nil for a job that the settings ignore, and for all others.
  public var ignoredUnder: RuleID?

  /// Whether the job is changed.
  public var isMigrated: Bool { outcome == .safe || outcome == .reviewed }

  /// Whether the job has a twin or gets one.
  public var isShadowed: Bool { outcome == .shadowed || outcome == .shadowedReviewed }

  /// Whether Kaniko use that somebody has to mend remains.
  var leavesKaniko: Bool {
    switch outcome {
    case .manual, .needsReview, .shadowed, .shadowedReviewed, .notChosen: true
    case .safe, .reviewed, .unknown, .ignored: false
    }
  }
}

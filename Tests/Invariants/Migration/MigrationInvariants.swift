import Diagnostics
import GitLabCI
public import KanikoMigration
public import SourceText
import YAMLSyntax

/// What holds for every migration: bytes outside the edits stay, the result is read again, jobs change wholly or not at
/// all, and a second run has nothing to do.
public struct MigrationInvariants: Sendable {
  /// The plan that was checked.
  public let plan: MigrationPlan
  /// What is wrong with it; empty when nothing is.
  public private(set) var problems: [String] = []
  private let repository: TextRepository
  private let acceptsReview: Bool

  /// Plans the migration of files and checks it.
  ///
  /// - Parameter failsOfChecks: whether a plan that did not pass the product's own checks is a problem. It is for
  ///   pipelines that somebody might write.
  public init(_ files: [SourceFile], acceptsReview: Bool, failsOfChecks: Bool) {
    repository = TextRepository(files)
    self.acceptsReview = acceptsReview
    plan = repository.plan(acceptsReview: acceptsReview)
    if failsOfChecks {
      problems += plan.diagnostics.filter { $0.rule == MigrationRules.verification }.map(\.message)
    }
    checkReports()
    checkEdits()
    checkOrder()
    let after = TextRepository(files.map { SourceFile(path: $0.path, bytes: changed($0)) })
    checkResult(after)
  }

  private mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
    if !condition { problems.append(problem()) }
  }

  /// The bytes of a file after the migration.
  public func changed(_ file: SourceFile) -> [UInt8] {
    guard let index = plan.project.fileIndex(of: file.path), let edits = plan.edits[index] else { return file.bytes }
    return edits.apply(to: file.bytes)
  }

  // MARK: - Before

  private mutating func checkReports() {
    let status = plan.status
    expect([0, 1, 3, 4].contains(status), "the status is \(status)")
    for diagnostic in plan.diagnostics {
      expect(!diagnostic.message.isEmpty && !diagnostic.message.hasSuffix("."), "message \(diagnostic.message)")
      guard let index = plan.project.fileIndex(of: diagnostic.location.path) else { continue }
      let count = plan.project.documents[index].tree.source.bytes.count
      expect(diagnostic.location.range.upperBound <= count, "\(diagnostic.rule) at \(diagnostic.location.range)")
    }
    for job in plan.jobs where !job.isMigrated && job.outcome != .ignored {
      expect(!job.diagnostics.isEmpty, "`\(job.name)` stays as it is without a reason")
    }
    expect(
      plan.edits.isEmpty == !plan.jobs.contains(where: \.isMigrated), "edits without a migrated job, or without edits")
  }

  /// Takes the result apart again along the edits: what lies between them is what lay there before.
  private mutating func checkEdits() {
    for (file, edits) in plan.edits {
      let before = plan.project.documents[file].tree.source.bytes
      let after = edits.apply(to: before)
      var place = 0
      var position = 0
      for edit in edits.edits {
        let kept = edit.range.lowerBound - place
        guard kept >= 0, position + kept + edit.replacement.count <= after.count else {
          problems.append("the edits of file \(file) leave it")
          return
        }
        expect(before[place..<place + kept].elementsEqual(after[position..<position + kept]), "bytes outside change")
        position += kept
        expect(after[position..<position + edit.replacement.count].elementsEqual(edit.replacement), "an edit is lost")
        position += edit.replacement.count
        place = edit.range.upperBound
      }
      expect(before[place...].elementsEqual(after[position...]), "bytes behind the last edit change")
      expect(before != after, "the edits of file \(file) change nothing")
    }
  }

  /// Hash tables of one process differ from each other too: a second plan shows whether their order matters.
  private mutating func checkOrder() {
    let again = repository.plan(acceptsReview: acceptsReview)
    expect(again.edits == plan.edits, "another run plans other edits")
    let messages = again.diagnostics.map { "\($0.location.path) \($0.location.range) \($0.message)" }
    expect(
      messages == plan.diagnostics.map { "\($0.location.path) \($0.location.range) \($0.message)" },
      "another run says something else")
    expect(UnifiedDiff(again.fileChanges) == UnifiedDiff(plan.fileChanges), "another run prints another diff")
  }

  // MARK: - After

  private mutating func checkResult(_ after: TextRepository) {
    guard !plan.edits.isEmpty else { return }
    for file in after.files where plan.project.fileIndex(of: file.path).map({ plan.edits[$0] != nil }) == true {
      guard let tree = try? YAMLTree(parsing: file) else {
        problems.append("\(file.path) does not parse any more")
        continue
      }
      problems += YAMLInvariants.problems(of: tree)
    }
    let second = after.plan(acceptsReview: acceptsReview)
    expect(second.edits.isEmpty, "a second run plans something")
    checkJobs(second)
  }

  private mutating func checkJobs(_ second: MigrationPlan) {
    let migrated = Set(plan.jobs.filter(\.isMigrated).map(\.id))
    expect(second.project.pipelines.count == plan.project.pipelines.count, "another number of pipelines")
    for (pipeline, (old, new)) in zip(plan.project.pipelines, second.project.pipelines).enumerated() {
      let added = new.jobs.filter { old.job(named: $0.name) == nil }
      expect(added.allSatisfy(\.isHidden), "new jobs: \(added.map(\.name))")
      for (index, job) in old.jobs.enumerated() {
        guard let result = new.job(named: job.name) else {
          problems.append("the job `\(job.name)` is gone")
          continue
        }
        let isMigrated = migrated.contains(JobID(pipeline: pipeline, job: index))
        check(job, became: result, isMigrated: isMigrated)
        if isMigrated {
          let reports = second.jobs.filter { $0.name == job.name && $0.id.pipeline == pipeline }
          expect(reports.isEmpty, "`\(job.name)` uses Kaniko after its migration")
        }
      }
    }
  }

  private mutating func check(_ job: Job, became result: Job, isMigrated: Bool) {
    let (before, after) = (Canonical.line(job.effective), Canonical.line(result.effective))
    if isMigrated {
      expect(before != after, "`\(job.name)` is migrated and stays the same")
    } else if !job.isHidden {
      expect(before == after, "`\(job.name)` is not migrated and changes")
    }
  }
}

import Diagnostics
import GitLabCI
import SourceText

@testable import GeneratedPipelines
@testable import KanikoMigration

/// A generated job with what the migration makes of its pipeline.
struct MigratedJob: Sendable {
  let seed: UInt64
  let job: GeneratedJob
  /// The pipeline before.
  let original: String
  /// The pipeline after.
  let migrated: String
  /// How the job came out.
  let outcome: JobReport.Outcome?
  /// What was reported.
  let reasons: [String]
  /// Whether the migration made a plan that did not pass its own checks.
  let failedItsOwnChecks: Bool

  /// Migrates the pipeline of a job, assumptions accepted.
  init(seed: UInt64, job: GeneratedJob) {
    let text = PipelineText(job).text
    let path = ".gitlab-ci.yml"
    let files = job.checkout
    let checkout = MigrationPlanner.CheckoutView(
      fileExists: { files[$0] != nil || $0 == path }, read: { files[$0].map { Array($0.utf8) } })
    let project = ProjectLoader.load(
      entries: [(path, .entry)], from: ProjectFiles([SourceFile(path: path, text: text)]))
    let plan = MigrationPlanner.plan(
      project, settings: MigrationSettings(), checkout: job.isCheckoutKnown ? checkout : .unknown, acceptsReview: true)
    self.seed = seed
    self.job = job
    original = text
    outcome = plan.jobs.first { $0.name == PipelineText.jobName }?.outcome
    reasons = plan.diagnostics.map(\.message)
    failedItsOwnChecks = plan.diagnostics.contains { $0.rule == MigrationRules.verification }
    let change = plan.fileChanges.first
    migrated = change.map { String(decoding: $0.changed, as: UTF8.self) } ?? text
  }

  /// The same job with another migrated pipeline.
  init(_ other: MigratedJob, migrated: String) {
    seed = other.seed
    job = other.job
    original = other.original
    outcome = other.outcome
    reasons = other.reasons
    failedItsOwnChecks = other.failedItsOwnChecks
    self.migrated = migrated
  }

  /// Whether the migration changed the pipeline.
  var isMigrated: Bool { migrated != original }
}

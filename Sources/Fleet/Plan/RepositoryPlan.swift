public import KanikoMigration

/// What was found out about one repository, and what would change in it.
public struct RepositoryPlan: Sendable, Hashable {
  /// A job that has to do with Kaniko.
  public struct Job: Sendable, Hashable {
    /// The name of the job.
    public var name: String
    /// The file and the line of its key, as `path:line`.
    public var place: String
    /// `safe`, `reviewed`, `shadowed`, `shadowedReviewed`, `needsReview`, `manual`, `unknown`, `ignored` or `notChosen`, as
    /// in the receipt of a migration.
    public var outcome: String
    /// Files of other repositories of the fleet that define what the job runs, as `name:path`.
    public var definitions: [String]
    /// Why it stays as it is, each as `rule` and `message`.
    public var reasons: [Reason]
    /// The Kaniko flags that it uses.
    public var flags: [String]

    /// Whether the plan migrates the job.
    public var isMigrated: Bool { outcome == "safe" || outcome == "reviewed" }
  }

  /// Why a job stays as it is.
  public struct Reason: Sendable, Hashable {
    /// The code of the rule.
    public var rule: String
    /// The reason: lower case, no final period.
    public var message: String
  }

  /// A file that changes.
  public struct Change: Sendable, Hashable {
    /// The path from the root of the repository.
    public var path: String
    /// The mode as git writes it.
    public var mode: String
    /// The id of the content that is replaced.
    public var original: String
    /// The new content.
    public var content: [UInt8]
  }

  /// Another project whose files the pipelines include.
  public struct Provider: Sendable, Hashable {
    /// The path of the project, with `@` and the ref where the include names one.
    public var project: String
    /// The id of its repository; nil when it is not in the fleet.
    public var repository: String?
    /// The files that were read, ordered.
    public var files: [String]
  }

  /// The commit that was looked at.
  public var commit: String
  /// The branch that the commit is the tip of; nil where that is not known.
  public var branch: String?
  /// What `migrate` would end with: 0 no Kaniko use remains, 1 some does, 3 something could not be read, 4 it cannot be told.
  public var status: Int
  /// The step that is planned.
  public var step = RolloutStep.migrate
  /// The jobs that have to do with Kaniko.
  public var jobs: [Job] = []
  /// The files that change, ordered by path.
  public var changes: [Change] = []
  /// The projects that the pipelines include, ordered.
  public var providers: [Provider] = []
  /// What is wrong with files, settings and includes, and what points at Kaniko outside the jobs: one line each.
  public var remarks: [String] = []
  /// Names of CI/CD variables on the server that have to do with Kaniko; never their values.
  public var variables: [String] = []
  /// The receipt as Markdown.
  public var receipt = ""
  /// The same for plans that change the same files in the same way.
  public var fingerprint = ""
  /// The changes as a diff.
  public var diff: [UInt8] = []

  /// Whether changes rest on an assumption that a person has to confirm.
  public var restsOnAssumptions: Bool {
    !changes.isEmpty && jobs.contains { $0.outcome == "reviewed" || $0.outcome == "shadowedReviewed" }
  }

  /// Whether the repository has to do with Kaniko, jobs that somebody keeps on purpose aside.
  public var usesKaniko: Bool { status == 1 || status == 4 || jobs.contains { $0.outcome != "ignored" } }
}

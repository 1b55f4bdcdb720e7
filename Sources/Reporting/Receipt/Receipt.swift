/// The account of a migration: for every job, what became of each flag and side effect.
public struct Receipt: Sendable, Hashable {
  /// One job.
  public struct Job: Sendable, Hashable {
    /// The name of the job.
    public let name: String
    /// The file and the line of its key, as `path:line`.
    public let place: String
    /// How it came out, in one word that scripts may rely on.
    public let outcome: String
    /// The same for people.
    public let verdict: String
    /// What became of each flag and side effect.
    public let entries: [Entry]

    /// Creates the account of a job.
    public init(name: String, place: String, outcome: String, verdict: String, entries: [Entry]) {
      self.name = name
      self.place = place
      self.outcome = outcome
      self.verdict = verdict
      self.entries = entries
    }
  }

  /// One flag or side effect.
  public struct Entry: Sendable, Hashable {
    /// What became of it, in one word: mapped, dropped, added, note, review.
    public let outcome: String
    /// The flag or side effect.
    public let subject: String
    /// Into what, why, or what to do.
    public let text: String
    /// The same with what is code between backquotes.
    public let markup: String

    /// Creates an entry.
    public init(outcome: String, subject: String, text: String, markup: String) {
      self.outcome = outcome
      self.subject = subject
      self.text = text
      self.markup = markup
    }
  }

  /// The repository, as it was named.
  public let repository: String
  /// The jobs in order.
  public let jobs: [Job]
  /// What the runner and the project need, one sentence each.
  public let requirements: [String]

  /// Creates a receipt.
  public init(repository: String, jobs: [Job], requirements: [String]) {
    self.repository = repository
    self.jobs = jobs
    self.requirements = requirements
  }
}

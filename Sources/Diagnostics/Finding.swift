/// A diagnostic as a check reports it: with the jobs it is about, what it means for the exit status, and an identity.
public struct Finding: Sendable, Hashable {
  /// What a finding means for the exit status of a check.
  public enum Consequence: String, Sendable, Hashable, CaseIterable {
    /// Nothing: a fact to know.
    case none
    /// Kaniko use remains.
    case remains
    /// It cannot be told, because a definition is not here.
    case untold
    /// A file could not be read or understood.
    case unreadable

    /// The exit status that the finding asks for; of several findings the highest counts.
    public var status: Int32 {
      switch self {
      case .none: 0
      case .remains: 1
      case .unreadable: 3
      case .untold: 4
      }
    }
  }

  /// What is the matter, where.
  public let diagnostic: Diagnostic
  /// The names of the jobs it is about, in the order of the pipelines.
  public let jobs: [String]
  /// How far a migration by the tool may be trusted; nil where the finding is not about a migration.
  public let applicability: Applicability?
  /// What it means for the exit status.
  public let consequence: Consequence
  /// An identity that stays when lines move, and that no other finding of the same report has: 32 hexadecimal digits.
  public let fingerprint: String

  /// Creates a finding.
  public init(
    _ diagnostic: Diagnostic, jobs: [String] = [], applicability: Applicability? = nil, consequence: Consequence,
    fingerprint: String = ""
  ) {
    self.diagnostic = diagnostic
    self.jobs = jobs
    self.applicability = applicability
    self.consequence = consequence
    self.fingerprint = fingerprint
  }

  /// The same finding with an identity.
  public func identified(by fingerprint: String) -> Finding {
    Finding(
      diagnostic, jobs: jobs, applicability: applicability, consequence: consequence, fingerprint: fingerprint)
  }

  /// The same finding with other paths.
  public func renaming(_ path: (String) -> String) -> Finding {
    Finding(
      diagnostic.renaming(path), jobs: jobs, applicability: applicability, consequence: consequence,
      fingerprint: fingerprint)
  }
}

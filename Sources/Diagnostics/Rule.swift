/// A rule with its documentation. Messages, `explain`, the reports and the reference pages all take it from here.
///
/// Texts are sentences for people. Text between backquotes is code.
public struct Rule: Sendable {
  /// What shows a rule at work.
  public enum Evidence: Sendable {
    /// Files in which the rule reports something, and similar ones in which it does not.
    case files(reported: RuleExample, silent: RuleExample)
    /// A fact about runners, which no file of a repository shows: what the log of a job says when it is not met, and
    /// the settings that meet it.
    case runner(symptoms: [String], settings: String)
    /// The same for a rule of the steps `migrate --shadow` and `--finish`; the arguments of the examples name the step.
    case rollout(reported: RuleExample, silent: RuleExample)
    /// Nothing that is known: the rule reports a defect of the tool.
    case defect
  }

  /// The identity.
  public let id: RuleID
  /// One line: what a finding means.
  public let summary: String
  /// The severity of its findings.
  public let severity: Severity
  /// What it finds, and what it leaves alone.
  public let finds: String
  /// Why that matters.
  public let reason: String
  /// What to do, one sentence each.
  public let advice: [String]
  /// What shows it at work.
  public let evidence: Evidence

  /// Creates a rule.
  public init(
    id: RuleID, summary: String, severity: Severity, finds: String, reason: String, advice: [String],
    evidence: Evidence
  ) {
    self.id = id
    self.summary = summary
    self.severity = severity
    self.finds = finds
    self.reason = reason
    self.advice = advice
    self.evidence = evidence
  }

  /// Whether the rule is about runners and not about files.
  public var isAboutRunners: Bool {
    if case .runner = evidence { return true }
    return false
  }
}

/// Files of a small repository that show a rule.
public struct RuleExample: Sendable {
  /// One file.
  public struct File: Sendable {
    /// The path relative to the repository.
    public let path: String
    /// The text; nil for a file that cannot be read.
    public let text: String?

    /// Creates a file.
    public init(_ path: String, _ text: String?) {
      self.path = path
      self.text = text
    }
  }

  /// The files, the pipeline's entry file first.
  public let files: [File]
  /// The text at the place of the finding; empty where the place has no width, and for a silent example.
  public let marked: String
  /// The codes of other rules that report something in the same files.
  public let others: [String]
  /// Further arguments of the command under which the example holds.
  public let arguments: [String]

  /// Creates an example of several files.
  public init(files: [File], marked: String = "", others: [String] = [], arguments: [String] = []) {
    self.files = files
    self.marked = marked
    self.others = others
    self.arguments = arguments
  }

  /// Creates an example of a pipeline in one file.
  public init(_ text: String, marked: String = "", others: [String] = [], arguments: [String] = []) {
    self.init(
      files: [File(".gitlab-ci.yml", text)], marked: marked, others: others, arguments: arguments)
  }
}

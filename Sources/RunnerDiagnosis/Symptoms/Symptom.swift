public import Diagnostics

/// Something that the log of a job says, why it says it, and what to do about it.
///
/// The texts of logs are those of BuildKit, RootlessKit, shadow's `newuidmap`, busybox and GitLab's runner. Texts for
/// people are sentences; text between backquotes is code.
public struct Symptom: Sendable {
  /// How much a symptom says about a job that failed.
  public enum Weight: Int, Sendable, Comparable {
    /// The reason for the failure.
    case cause
    /// What another symptom brings about; by itself it only says where to look.
    case consequence
    /// Looks like an error and is none.
    case harmless

    /// Whether one says more about the failure than the other.
    public static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
  }

  /// A name that stays, as `entrypoint-not-overridden`.
  public let name: String
  /// One line: what has happened.
  public let title: String
  /// How much it says.
  public let weight: Weight
  /// What shows it: one line that fits one of the patterns.
  let patterns: [LinePattern]
  /// What the log has to hold as well, anywhere.
  let together: [LinePattern]
  /// What the log may not hold.
  let without: [LinePattern]
  /// Why it happens.
  public let cause: String
  /// What to do, one sentence each.
  public let advice: [String]
  /// Lines to copy: settings of a runner or of a job; empty where there are none.
  public let settings: String
  /// The rule that says more about it.
  public let rule: RuleID?

  /// What a line of the log says, one text for each way of saying it; `…` stands for text that varies.
  public var messages: [String] { patterns.map(\.text) }

  init(
    _ name: String, _ title: String, weight: Weight = .cause, patterns: [LinePattern], together: [LinePattern] = [],
    without: [LinePattern] = [], cause: String, advice: [String], settings: String = ""
  ) {
    self.name = name
    self.title = title
    self.weight = weight
    self.patterns = patterns
    self.together = together
    self.without = without
    self.cause = cause
    self.advice = advice
    self.settings = settings
    rule = nil
  }

  /// Creates a symptom whose cause and advice a rule about runners has.
  init(_ name: String, rule: Rule, patterns: [LinePattern], further: [String] = []) {
    self.name = name
    title = rule.summary
    weight = .cause
    self.patterns = patterns
    together = []
    without = []
    cause = rule.finds
    advice = rule.advice + further
    if case .runner(_, let settings) = rule.evidence { self.settings = settings } else { settings = "" }
    self.rule = rule.id
  }
}

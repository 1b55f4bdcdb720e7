public import Diagnostics
public import GitLabCI
public import SourceText

/// What the migration of one job comes to, before it is decided where in the files each part goes.
struct JobPlan {
  /// The image that the job gets.
  var image: String
  /// Changes to the text of `before_script` and `script`, in bytes of the joined script.
  var scriptEdits = EditSet()
  /// Lines to add, with the item of the script they go in front of.
  var insertions: [Insertion] = []
  /// Lines that prepare the shell before everything else: they go into `before_script` where that is possible.
  var setup: [ScriptLine] = []
  /// The value of `BUILDKITD_FLAGS`.
  var daemonFlags: String
  /// Variables of the job whose value changes, by name.
  var variableValues: [String: String] = [:]
  /// New values of variables that the job's own ones hide, by their place.
  var hiddenValues: [Origin: String] = [:]
  /// How far the migration may be trusted.
  var applicability = Applicability.safe
  /// What happened to every flag and side effect, for the receipt.
  var receipt: [ReceiptEntry] = []

  /// Lines to add beside an item of the joined script, by the item's index.
  struct Insertion: Hashable {
    let item: Int
    let isAfter: Bool
    let lines: [ScriptLine]
  }

  /// Lowers the applicability; it never rises again.
  mutating func limit(to applicability: Applicability) {
    self.applicability = min(self.applicability, applicability)
  }
}

/// One line of the receipt: a Kaniko flag or side effect and what became of it.
public struct ReceiptEntry: Sendable, Hashable {
  /// What became of it.
  public enum Outcome: String, Sendable, Hashable {
    /// Translated; the text says into what.
    case mapped
    /// Left out, because it has no effect in BuildKit.
    case dropped
    /// Added, because Kaniko did it by itself.
    case added
    /// A fact to know.
    case note
    /// An assumption that a person confirms.
    case review
  }

  /// What became of it.
  public let outcome: Outcome
  /// The flag or side effect, as in `--cache-repo`; what looks like a secret is hidden.
  public var subject: String { SecretMask.masked(givenSubject) }
  /// Into what, why, or what to do: a sentence without final period; what looks like a secret is hidden.
  public var text: String { SecretMask.masked(givenText) }
  /// The same with what is code between backquotes, for Markdown.
  public var markup: String { SecretMask.masked(givenMarkup ?? givenText) }

  // Most entries of a check are never shown, and are not looked through for secrets therefore.
  private let givenSubject: String
  private let givenText: String
  private let givenMarkup: String?

  /// Creates an entry.
  ///
  /// - Parameter markup: The text with what is code between backquotes, where that is another.
  public init(_ outcome: Outcome, _ subject: String, _ text: String, markup: String? = nil) {
    self.outcome = outcome
    givenSubject = subject
    givenText = text
    givenMarkup = markup
  }
}

/// Why a job is left as it is.
public struct ManualReason: Sendable, Hashable {
  /// The rule that the reason falls under.
  public let rule: RuleID
  /// What is in the way: lower case, no final period.
  public let message: String
  /// What to do: one sentence each.
  public let advice: [String]
  /// The place in the job's joined script, or nil where the reason is elsewhere.
  public let scriptRange: ByteRange?
  /// The node that the reason is about where it is not about the script; nil for the job as a whole.
  public let site: Origin?

  /// Creates a reason.
  public init(
    rule: RuleID, message: String, advice: [String], scriptRange: ByteRange? = nil, site: Origin? = nil
  ) {
    self.rule = rule
    self.message = message
    self.advice = advice
    self.scriptRange = scriptRange
    self.site = site
  }
}

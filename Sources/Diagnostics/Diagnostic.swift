public import SourceText

/// The stable identity of a rule, such as `K101`.
public struct RuleID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The short code that scripts and suppressions may use, such as `K101`.
  public let code: String
  /// The readable name, such as `kaniko-image`.
  public let name: String

  /// Creates a rule identity from its code and its name.
  public init(code: String, name: String) {
    self.code = code
    self.name = name
  }

  /// The identity as `K101 kaniko-image`.
  public var description: String { "\(code) \(name)" }

  /// Orders rules by code.
  public static func < (left: RuleID, right: RuleID) -> Bool { left.code < right.code }
}

/// How much a finding matters.
public enum Severity: String, Sendable, Comparable, CaseIterable {
  /// A fact worth knowing; nothing is wrong.
  case note
  /// Something a person has to look at.
  case warning
  /// Something that keeps a job from working or a file from being read.
  case error

  /// Orders severities from `note` to `error`.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// How sure the tool is that a finding is one; independent of how much it matters.
public enum Confidence: String, Sendable, CaseIterable {
  /// The finding rests on names alone.
  case low
  /// The finding rests on a value that settings outside the repository may replace.
  case medium
  /// The finding rests on bytes that are here.
  case high
}

/// A place in a file.
public struct Location: Hashable, Sendable {
  /// The path of the file as it is shown: relative to the repository, separated by `/`.
  public let path: String
  /// The bytes meant.
  public let range: ByteRange

  /// Creates a location from a path and a range of bytes in that file.
  public init(path: String, range: ByteRange) {
    self.path = path
    self.range = range
  }
}

/// A related place with a few words on what it has to do with the finding.
public struct Label: Hashable, Sendable {
  /// The place.
  public private(set) var location: Location
  /// What is there, in a few words.
  public let message: String
  /// The rule that the place falls under by itself, if there is one: a job's image and each of its calls of the
  /// executor are places of one finding and of different rules.
  public let rule: RuleID?

  /// Creates a label for a place; what looks like a secret is hidden.
  public init(location: Location, message: String, rule: RuleID? = nil) {
    self.location = location
    self.message = SecretMask.masked(message)
    self.rule = rule
  }

  /// The same label for another place.
  func moved(to location: Location) -> Label {
    var copy = self
    copy.location = location
    return copy
  }
}

/// Something the tool has to say about a place in a file.
///
/// Messages are lower case without a final period and say what is; ``help`` says what to do about it.
public struct Diagnostic: Sendable, Hashable {
  /// The rule that reports this.
  public let rule: RuleID
  /// How much it matters.
  public let severity: Severity
  /// How sure the tool is.
  public let confidence: Confidence
  /// What is the matter.
  public private(set) var message: String
  /// The primary place; a finding without one cannot be made.
  public private(set) var location: Location
  /// Related places, in the order in which they help to understand the finding.
  public private(set) var labels: [Label]
  /// What to do next, one sentence each.
  public private(set) var help: [String]
  /// The job the finding belongs to, if it belongs to one.
  public private(set) var job: String?

  /// Creates a diagnostic; what looks like a secret in its texts is hidden.
  public init(
    rule: RuleID, severity: Severity, confidence: Confidence = .high, message: String, location: Location,
    labels: [Label] = [], help: [String] = [], job: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.message = SecretMask.masked(message)
    self.location = location
    self.labels = labels
    self.help = help.map(SecretMask.masked)
    self.job = job
  }

  /// The same diagnostic with some parts replaced; what looks like a secret in new texts is hidden.
  public func with(
    message: String? = nil, location: Location? = nil, labels: [Label]? = nil, help: [String]? = nil
  ) -> Diagnostic {
    var copy = self
    if let message { copy.message = SecretMask.masked(message) }
    if let location { copy.location = location }
    if let labels { copy.labels = labels }
    if let help { copy.help = help.map(SecretMask.masked) }
    return copy
  }

  /// The same diagnostic about one job, or about several when the name is nil.
  public func about(job: String?) -> Diagnostic {
    var copy = self
    copy.job = job
    return copy
  }

  /// The same diagnostic with other paths.
  func renaming(_ path: (String) -> String) -> Diagnostic {
    func moved(_ location: Location) -> Location { Location(path: path(location.path), range: location.range) }
    var copy = self
    copy.location = moved(location)
    copy.labels = labels.map { $0.moved(to: moved($0.location)) }
    return copy
  }
}

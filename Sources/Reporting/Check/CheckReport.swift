public import Diagnostics
public import SourceText

/// Everything that a check found, ready for every format.
public struct CheckReport: Sendable {
  /// Counts that the report ends with.
  public struct Statistics: Sendable, Hashable {
    /// The repositories that were checked.
    public var repositories = 0
    /// The files of pipelines that were read.
    public var files = 0
    /// How many jobs have to do with Kaniko, by what a migration makes of them, in a fixed order.
    public var jobs: [Count] = []
    /// Findings that comments suppress.
    public var suppressed = 0
    /// Findings that the baseline accepts.
    public var accepted = 0
    /// Entries of the baseline that no finding has any more.
    public var stale = 0

    /// Creates empty statistics.
    public init() {}
  }

  /// A number of things of one kind.
  public struct Count: Sendable, Hashable {
    /// The kind, in a word that scripts may rely on.
    public let name: String
    /// The kind in words for people.
    public let title: String
    /// How many there are.
    public let number: Int

    /// Creates a count.
    public init(_ name: String, title: String, number: Int) {
      self.name = name
      self.title = title
      self.number = number
    }
  }

  /// The version of the tool.
  public let version: String
  /// Every rule that a finding may fall under, ordered by code.
  public let rules: [Rule]
  /// The findings in report order.
  public let findings: [Finding]
  /// The paths of the files that were read, in order.
  public let files: [String]
  /// The counts.
  public let statistics: Statistics
  /// The exit status.
  public let status: Int32
  private let sources: [String: SourceFile]

  /// Creates a report.
  ///
  /// - Parameter sources: the files in which findings and their related places lie, by path.
  public init(
    version: String, rules: [Rule], findings: [Finding], files: [String], statistics: Statistics, status: Int32,
    sources: [String: SourceFile]
  ) {
    self.version = version
    self.rules = rules.filter { !$0.isAboutRunners }.sorted { $0.id < $1.id }
    self.findings = findings
    self.files = files
    self.statistics = statistics
    self.status = status
    self.sources = sources
  }

  /// The file at a path; nil when it is not here.
  public func source(_ path: String) -> SourceFile? { sources[path] }

  /// The number of findings by severity, most severe first.
  var counts: [(severity: Severity, number: Int)] {
    Severity.allCases.reversed().map { severity in
      (severity, findings.count { $0.diagnostic.severity == severity })
    }
  }
}

/// The formats of a check's report.
public enum CheckFormat: String, Sendable, Hashable, CaseIterable {
  case text, json, sarif, junit, codequality, markdown, csv
}

extension CheckReport {
  /// The report in a format that is for programs, or Markdown; text has options of its own, see ``TextReport``.
  public func bytes(_ format: CheckFormat) -> [UInt8] {
    switch format {
    case .text: Array(TextReport(findings.map(\.diagnostic), source: source).text.utf8)
    case .json: JSONWriter().bytes(of: JSONReport(self).value)
    case .sarif: JSONWriter().bytes(of: SARIFReport(self).value)
    case .junit: Array(JUnitReport(self).text.utf8)
    case .codequality: JSONWriter().bytes(of: CodeQualityReport(self).value)
    case .markdown: Array(MarkdownReport(self).text.utf8)
    case .csv: Array(CSVReport(self).text.utf8)
    }
  }
}

/// What a log says about why a job failed.
public struct LogDiagnosis: Sendable {
  /// A symptom and where the log shows it.
  public struct Finding: Sendable {
    /// What it is.
    public let symptom: Symptom
    /// The number of the first line that shows it, counted from 1.
    public let line: Int
    /// The text of that line, without colours; it may hold anything that the job printed.
    public let text: String
    /// How many lines show it.
    public let count: Int
  }

  /// What was recognised, causes first, each group in the order of the log. Empty for a job that succeeded.
  public let findings: [Finding]
  /// Whether the runner said that the job succeeded.
  public let succeeded: Bool

  /// Reads a log, as it is downloaded from GitLab or copied from its page.
  ///
  /// Time grows linearly with the size of the log for each symptom of the catalog.
  public init(_ bytes: [UInt8], symptoms: [Symptom] = SymptomCatalog.all) {
    let log = JobLog(bytes)
    succeeded = log.succeeded
    guard !succeeded else {
      findings = []
      return
    }
    findings = symptoms.compactMap { Self.finding($0, in: log) }.sorted {
      ($0.symptom.weight, $0.line, $0.symptom.name) < ($1.symptom.weight, $1.line, $1.symptom.name)
    }
  }

  /// The most that is known about why the job failed.
  public var hasCause: Bool { findings.contains { $0.symptom.weight != .harmless } }

  private static func finding(_ symptom: Symptom, in log: JobLog) -> Finding? {
    let lines = Set(symptom.patterns.flatMap { $0.lines(of: log) }).sorted()
    guard let first = lines.first else { return nil }
    guard symptom.together.allSatisfy({ !$0.lines(of: log).isEmpty }) else { return nil }
    guard symptom.without.allSatisfy({ $0.lines(of: log).isEmpty }) else { return nil }
    return Finding(symptom: symptom, line: first, text: log.text(ofLine: first), count: lines.count)
  }
}

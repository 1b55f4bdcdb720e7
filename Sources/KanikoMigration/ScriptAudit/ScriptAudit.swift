public import Diagnostics
public import ShellSyntax
public import SourceText

/// Checks that every command of a script, other than the calls of the executor, works in the rootless BuildKit image as
/// its user, uid 1000.
///
/// Paths below `/kaniko` and `/busybox` are not looked at: ``CredentialPlan`` rewrites or refuses them.
public struct ScriptAudit: Sendable {
  /// What the job around the script is like.
  public struct Job {
    /// The values that YAML may give to each variable.
    public var variables: [String: [String]]
    /// The calls of the executor, which are replaced as a whole elsewhere.
    public var executorCalls: [ByteRange]
    /// Whether the settings name the BuildKit image, which may then have more than the published one.
    public var imageIsNamed: Bool
    /// Reads a file of the checkout by its path relative to the project directory; nil where there is none.
    public var readFile: (String) -> [UInt8]?

    /// Creates a job.
    public init(
      variables: [String: [String]] = [:], executorCalls: [ByteRange] = [], imageIsNamed: Bool = false,
      readFile: @escaping (String) -> [UInt8]? = { _ in nil }
    ) {
      self.variables = variables
      self.executorCalls = executorCalls
      self.imageIsNamed = imageIsNamed
      self.readFile = readFile
    }
  }

  /// What does not work, or may not work, in the order of the text; empty where everything works.
  public let remarks: [ScriptRemark]

  /// Checks a script.
  ///
  /// - Parameters:
  ///   - script: `before_script` and `script` of a job, joined by newlines; or its `after_script`.
  ///   - job: what the job is like.
  public init(_ script: ShellScript, job: Job = Job()) { self.init(ScriptOutline(script), job: job) }

  /// Checks a script that is laid out already.
  init(_ outline: ScriptOutline, job: Job) {
    var auditor = ScriptAuditor(outline, job: job)
    auditor.audit()
    remarks = auditor.remarks.sorted { left, right in
      let (first, second) = (left.range ?? ByteRange(at: 0), right.range ?? ByteRange(at: 0))
      return first != second ? first < second : left.message < right.message
    }
  }

  /// How far the script may be trusted to work.
  public var applicability: Applicability { remarks.map(\.applicability).min() ?? .safe }
}

public import Diagnostics
public import ShellSyntax
public import SourceText

/// Everything that has to happen to the script of a job so that BuildKit has the credentials and certificates that
/// Kaniko had.
///
/// Offsets count bytes of the script. Whole lines are kept apart from replacements, so that they can become items of
/// their own in YAML.
public struct CredentialPlan: Sendable {
  /// What the job around the script is like.
  public struct Job: Sendable {
    /// The values that YAML may give to each variable.
    public var variables: [String: [String]]
    /// The calls of the executor, which are replaced as a whole elsewhere.
    public var executorCalls: [ByteRange]
    /// The statements that only name the executor in a variable, which are taken out elsewhere.
    public var executorAssignments: [ByteRange]
    /// Whether the job may run on an ARM processor.
    public var armIsPossible: Bool

    /// Creates a job.
    public init(
      variables: [String: [String]] = [:], executorCalls: [ByteRange] = [], executorAssignments: [ByteRange] = [],
      armIsPossible: Bool = false
    ) {
      self.variables = variables
      self.executorCalls = executorCalls
      self.executorAssignments = executorAssignments
      self.armIsPossible = armIsPossible
    }
  }

  /// The home directory of the user in the rootless BuildKit image (BuildKit, `Dockerfile`, stage `rootless`).
  public static let home = "/home/user"

  /// The replacements.
  public let edits: EditSet
  /// The lines to add; those for one place in order.
  public let insertions: [LineInsertion]
  /// Top-level statements that do nothing any more and are to be taken out.
  public let removals: [ByteRange]
  /// The variables of YAML whose values name paths of the Kaniko image, by name.
  public let variables: [VariableRewrite]
  /// What a person has to know or to decide, in the order of the text.
  public let remarks: [ScriptRemark]
  /// The registries of the job, with where their credentials come from.
  public let needs: [CredentialNeed]
  /// Words in calls of the executor that name a path of the Kaniko image.
  public let movedInExecutorCalls: [ByteRange]

  /// Plans the change of a script.
  ///
  /// - Parameters:
  ///   - script: `before_script` and `script` of a job, joined by newlines.
  ///   - references: the images that the job pushes and pulls.
  ///   - job: what the job is like.
  ///   - settings: how Amazon's helper is downloaded.
  public init(
    _ script: ShellScript, references: [RegistryReference], job: Job = Job(),
    settings: ECRHelperSettings = ECRHelperSettings()
  ) {
    let outline = ScriptOutline(script)
    let values = ScriptValues(outline, variables: job.variables)
    self.init(
      outline, values: values, ownPaths: OwnPaths(outline, values), references: references, job: job,
      settings: settings)
  }

  /// Plans the change of a script that is laid out already.
  ///
  /// - Parameters:
  ///   - values: what its variables may hold, with those of the job.
  ///   - ownPaths: the files below `/kaniko` that it makes itself.
  init(
    _ outline: ScriptOutline, values: ScriptValues, ownPaths: OwnPaths, references: [RegistryReference], job: Job,
    settings: ECRHelperSettings
  ) {
    var planner = CredentialPlanner(
      CredentialAnalysis(outline, values: values), ownPaths: ownPaths, references: references, job: job,
      settings: settings)
    planner.plan()
    edits = planner.edits
    insertions = planner.insertions
    removals = planner.paths.removals
    variables = planner.variables
    remarks = planner.remarks.sorted { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
    needs = planner.needs.needs
    movedInExecutorCalls = planner.paths.excludedWords
  }

  /// How far the whole plan may be trusted.
  public var applicability: Applicability { remarks.map(\.applicability).min() ?? .safe }

  /// The script after the plan, with every added line on a line of its own.
  public func applied(to script: ShellScript) -> [UInt8] {
    var all = edits
    for removal in removals {
      let isLine = removal.upperBound < script.text.count && script.text[removal.upperBound] == UInt8(ascii: "\n")
      try? all.insert(Edit(isLine ? ByteRange(removal.lowerBound, removal.upperBound + 1) : removal, with: ""))
    }
    for insertion in insertions {
      let text = insertion.lines.map(\.text).joined(separator: "\n")
      let edit =
        switch insertion.place {
        case .head: Edit(ByteRange(at: 0), with: text + "\n")
        case .before(let statement): Edit(ByteRange(at: statement.lowerBound), with: text + "\n")
        case .after(let statement):
          Edit(ByteRange(at: Self.lineEnd(after: statement.upperBound, in: script.text)), with: "\n" + text)
        }
      try? all.insert(edit)
    }
    return all.apply(to: script.text)
  }

  private static func lineEnd(after offset: Int, in text: [UInt8]) -> Int {
    text[min(offset, text.count)...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
  }
}

public import GitLabCI
import ShellSyntax
public import SourceText

/// What a job has to do with Kaniko; a class, because many hold it.
public final class JobUse: Sendable {
  /// What the job's `image:` names.
  let namedImage: NamedImage
  /// The lines of `before_script` and `script`.
  public let script: JobScript
  /// The lines of `after_script`, which run in a shell of their own.
  public let afterScript: JobScript
  /// The places in ``script`` that run Kaniko.
  public let calls: [ExecutorCall]
  /// The places in ``afterScript`` that run Kaniko.
  public let afterScriptCalls: [ExecutorCall]
  /// Places in ``script`` that name a path below `/kaniko` outside a call and outside text that is only printed.
  public let paths: [ByteRange]
  /// Places in ``afterScript`` that name a path below `/kaniko` outside a call.
  public let afterScriptPaths: [ByteRange]
  /// Whether ``script`` prints a text that names a path below `/kaniko`, and nothing runs it.
  let printsPaths: Bool
  /// Statements in ``script`` that do nothing but name the executor in a variable which calls it.
  let executorAssignments: [ByteRange]
  /// The variables that the job sees.
  public let scope: VariableScope

  /// The image, if it is a Kaniko image.
  public var image: KanikoImage? { namedImage.image }
  /// The value that names the image: a string, or the `name` of a mapping.
  public var imageName: CIValue? { namedImage.name }
  /// Whether the image's name comes from a variable.
  public var imageIsVariable: Bool { namedImage.isVariable }
  /// Whether the job is a Kaniko job: by its image, or by what its script runs.
  public var usesKaniko: Bool { image != nil || runsKaniko || !executorMentions.isEmpty }
  /// Whether anything of the job that runs still points at Kaniko.
  public var hasTraces: Bool { usesKaniko || !paths.isEmpty || !afterScriptPaths.isEmpty }
  /// Whether the job runs Kaniko.
  public var runsKaniko: Bool { !calls.isEmpty || !afterScriptCalls.isEmpty }

  /// The places in ``script`` outside a call that name the executor by its path: another command may run it.
  var executorMentions: [ByteRange] {
    let rest = Array("/executor".utf8)
    return paths.compactMap { path in
      let end = path.upperBound + rest.count
      guard end <= script.text.count, script.text[path.upperBound..<end].elementsEqual(rest) else { return nil }
      return ByteRange(path.lowerBound, end)
    }
  }

  /// The nodes of the items that run Kaniko.
  var callOrigins: [Origin] {
    calls.compactMap { script.item(holding: $0.range)?.value.origin }
      + afterScriptCalls.compactMap { afterScript.item(holding: $0.range)?.value.origin }
  }

  /// The keywords of a job that a look at it rests on, besides the settings.
  static let keywords = ["image", "variables", "before_script", "script", "after_script"]

  /// Looks at a job.
  public init(of job: Job, settings: MigrationSettings) {
    let scope = VariableScope(of: job.effective, assumed: settings.variables)
    namedImage = NamedImage(job.effective["image"], scope: scope, settings: settings)
    self.scope = scope
    script = JobScript([.beforeScript, .script], of: job.effective)
    afterScript = JobScript([.afterScript], of: job.effective)
    var finder = ExecutorCallFinder(plainNamesCount: namedImage.image != nil, names: settings.executors)
    let variables = ExecutorVariables(script.shell, scope: scope, finder: finder)
    finder.variables = variables.programs
    calls = finder.calls(in: script.shell)
    executorAssignments = Self.variableNames(of: calls).flatMap { variables.assignments[$0] ?? [] }
    afterScriptCalls = finder.calls(in: afterScript.shell)
    let mentions = Self.paths(in: script, outside: calls.map(\.range) + executorAssignments)
    paths = mentions.used
    printsPaths = mentions.isPrinted
    afterScriptPaths = Self.paths(in: afterScript, outside: afterScriptCalls.map(\.range)).used
  }

  /// The variables through which calls name the executor, sorted.
  static func variableNames(of calls: [ExecutorCall]) -> [String] {
    let names = calls.compactMap { call in
      if case .variable(let name) = call.form { name } else { nil }
    }
    return Set(names).sorted()
  }

  /// Occurrences of `/kaniko` in executable text, and whether there are others in text that is only printed.
  private static func paths(
    in script: JobScript, outside calls: [ByteRange]
  ) -> (used: [ByteRange], isPrinted: Bool) {
    let text = script.text
    let places = Self.path.offsets(in: text).map { ByteRange($0, $0 + Self.pathLength) }.filter { range in
      Self.isPathBoundary(text, before: range.lowerBound, after: range.upperBound)
        && !script.shell.comments.contains { $0.overlaps(range) } && !calls.contains { $0.contains(range) }
    }
    guard !places.isEmpty else { return ([], false) }
    let printed = PrintedText(in: script.shell)
    let used = places.filter { !printed.contains($0) }
    return (used, used.count < places.count)
  }

  private static let path = ByteSearch("/kaniko")
  private static let pathLength = "/kaniko".utf8.count

  private static func isPathBoundary(_ text: [UInt8], before start: Int, after end: Int) -> Bool {
    let next = end < text.count ? text[end] : UInt8(ascii: "\n")
    let isEnd = next == UInt8(ascii: "/") || next.isOne(of: " \n\t\"';:)&|><")
    guard start > 0 else { return isEnd }
    return isEnd && text[start - 1].isOne(of: " \n\t\"'=:(>&|;<")
  }
}

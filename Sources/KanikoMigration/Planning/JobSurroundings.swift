import GitLabCI
import ShellSyntax
import SourceText

/// What the translation of a job asks about its script and its variables again and again, found once.
struct JobSurroundings {
  /// The values that YAML may give to each variable of the job.
  let possibleValues: [String: [String]]
  /// The values that the variables may have in all jobs that run the same script, so that all of them plan the same
  /// change; a variable that has none in one of them is not known. What Kaniko or a helper reads from the environment
  /// stays as it is in this job.
  let sharedValues: [String: [String]]
  /// The script laid out flat.
  let outline: ScriptOutline
  /// What its variables may hold, with ``sharedValues``.
  let values: ScriptValues
  /// The files below `/kaniko` that it makes itself.
  let ownPaths: OwnPaths
  private let environments: [InvocationEnvironment]
  private let calls: [ByteRange]

  /// Looks around in a job.
  ///
  /// - Parameters:
  ///   - readers: the jobs that run the same script, the job itself included.
  ///   - checkout: the other files of the repository.
  init(
    _ job: Job, in pipeline: Pipeline, use: JobUse, readers: [Job], settings: MigrationSettings,
    checkout: MigrationPlanner.CheckoutView
  ) {
    let own = Self.possibleValues(of: job, in: pipeline, use: use, settings: settings)
    possibleValues = own
    sharedValues = Self.sharedValues(own, of: job, in: pipeline, readers: readers, settings: settings)
    outline = ScriptOutline(use.script.shell)
    values = ScriptValues(outline, variables: sharedValues)
    ownPaths = OwnPaths(outline, values)
    calls = use.calls.map(\.range)
    let mayChange = Self.mayChange(use)
    let movedPaths = MovedPaths(ownPaths)
    let shared = sharedValues
    let directories = WorkingDirectory.before(use.calls, in: use.script.shell)
    environments = zip(use.calls, directories).map { call, directory in
      var environment = InvocationEnvironment(
        values: shared, workingDirectory: Self.isBehindHiddenChange(call, in: use.script) ? nil : directory,
        checkout: checkout.fileExists,
        readFile: checkout.read, settings: settings)
      environment.mayChange = mayChange
      environment.movedPaths = movedPaths
      return environment
    }
  }

  /// What is known about the place in which a call of the job runs.
  func environment(of call: ExecutorCall) -> InvocationEnvironment {
    calls.firstIndex(of: call.range).map { environments[$0] } ?? InvocationEnvironment()
  }

  // MARK: - Variables

  private static func possibleValues(
    of job: Job, in pipeline: Pipeline, use: JobUse, settings: MigrationSettings
  ) -> [String: [String]] {
    var result = use.scope.knownValues
    for name in use.scope.names + job.matrixNames where settings.variables[name] == nil {
      if let values = visibleValues(of: name, in: job, pipeline) { result[name] = values }
    }
    return result
  }

  private static func sharedValues(
    _ own: [String: [String]], of job: Job, in pipeline: Pipeline, readers: [Job], settings: MigrationSettings
  ) -> [String: [String]] {
    let others = readers.filter { $0.entry.owner != job.entry.owner || $0.entry.index != job.entry.index }
    guard !others.isEmpty else { return own }
    var result: [String: [String]] = [:]
    for (name, values) in own {
      guard settings.variables[name] == nil, !isReadFromEnvironment(name) else {
        result[name] = values
        continue
      }
      let ofOthers = others.compactMap { visibleValues(of: name, in: $0, pipeline) }
      guard ofOthers.count == others.count else { continue }
      result[name] = Set(ofOthers.joined()).union(values).sorted()
    }
    return result
  }

  /// All values that YAML may give to a variable in a job; nil where there is none, or one that no file shows.
  private static func visibleValues(of name: String, in job: Job, _ pipeline: Pipeline) -> [String]? {
    let all = pipeline.possibleValues(of: name, in: job)
    let values = all.compactMap(\.text)
    return values.isEmpty || values.count < all.count ? nil : values
  }

  private static func isReadFromEnvironment(_ name: String) -> Bool {
    let prefixes = ["AWS_", "AZURE_", "CI_", "DOCKER_", "GIT_", "GOOGLE_"]
    return KanikoVariable.named(name) != nil || prefixes.contains { name.hasPrefix($0) }
  }

  // MARK: - Calls

  /// Tells whether the script names a file outside calls of the executor, and may change it therefore.
  private static func mayChange(_ use: JobUse) -> @Sendable (String) -> Bool {
    var text = use.script.text
    for range in use.calls.map(\.range) + use.script.shell.comments {
      for offset in range.indices { text[offset] = 0 }
    }
    // Every call asks, and a script may be little else than calls: what is left out becomes one byte, which is in no name.
    var rest: [UInt8] = []
    for byte in text where byte != 0 || rest.last != 0 { rest.append(byte) }
    let searched = rest
    return { path in
      let name = path.parts(between: UInt8(ascii: "/")).last.map(String.init) ?? path
      return TextSearch.holds([name], in: searched[...])
    }
  }

  /// Whether a `cd` inside the text of `sh -c`, which is not followed, may stand before a call in it.
  private static func isBehindHiddenChange(_ call: ExecutorCall, in script: JobScript) -> Bool {
    guard case .quoted = call.form, let item = script.item(holding: call.range) else { return false }
    return script.string(ByteRange(item.range.lowerBound, call.range.lowerBound)).holds("cd ")
  }
}

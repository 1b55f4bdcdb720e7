/// A value that a variable may have in a job, as far as the files here tell.
///
/// Settings of the project, schedules and whoever starts the pipeline may set another value; they always win.
public struct VariableValue: Sendable {
  /// What gives the value, weakest first.
  public enum Source: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// The top-level `variables:`.
    case global
    /// `workflow: rules: variables`.
    case workflowRules
    /// The job's own `variables:`.
    case job
    /// `parallel: matrix`.
    case matrix
    /// The job's `rules: variables`.
    case rules
    /// The trigger job of the pipeline above.
    case forwarded

    /// Orders sources from `global` to `forwarded`.
    public static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }
  }

  /// What gives the value.
  public let source: Source
  /// The value as it is written: a scalar, or a mapping with `value:`.
  public let value: CIValue
  /// Whether the value applies in some runs of the job only: a rule decides, or the job runs once for each value.
  public let isConditional: Bool

  /// The text of the value; nil where it is no scalar, or where an input of the file is a part of it: whoever includes
  /// the file elsewhere may give another.
  public var text: String? { (value.mapping?["value"] ?? value).fixedText }
}

extension Pipeline {
  /// The values that a variable may have in a job of this pipeline, strongest first.
  ///
  /// Ends with the first value that applies in every run: weaker ones are never seen (lib/gitlab/ci/variables).
  public func possibleValues(of name: String, in job: Job) -> [VariableValue] {
    var result: [VariableValue] = []
    for source in VariableValue.Source.allCases.reversed() {
      let (values, isConditional) = values(of: name, in: job, from: source)
      let isOnlyOne = !isConditional && values.count == 1
      result += values.map { VariableValue(source: source, value: $0, isConditional: !isOnlyOne) }
      if !isConditional, !values.isEmpty { break }
    }
    return result
  }

  private func values(
    of name: String, in job: Job, from source: VariableValue.Source
  ) -> (values: [CIValue], isConditional: Bool) {
    switch source {
    case .forwarded: return (forwardedVariables.filter { $0.key == name }.map(\.value), true)
    case .rules: return (Self.variables(name, ofRules: job.effective["rules"]), true)
    case .matrix: return job.matrixValues(of: name)
    case .job: return (job.definition["variables"]?.mapping?[name].map { [$0] } ?? [], false)
    case .workflowRules:
      guard job.inheritsGlobal(name) else { return ([], false) }
      return (Self.variables(name, ofRules: root["workflow"]?.mapping?["rules"]), true)
    case .global:
      guard job.definition["variables"]?.mapping?[name] == nil, job.inheritsGlobal(name) else { return ([], false) }
      return (job.effective["variables"]?.mapping?[name].map { [$0] } ?? [], false)
    }
  }

  /// The values of a variable in a list of rules; lists inside lists come from references.
  private static func variables(_ name: String, ofRules rules: CIValue?, depth: Int = 0) -> [CIValue] {
    guard depth < 10, let items = rules?.items else { return [] }
    return items.flatMap { item -> [CIValue] in
      if item.items != nil { return variables(name, ofRules: item, depth: depth + 1) }
      return item.mapping?["variables"]?.mapping?[name].map { [$0] } ?? []
    }
  }
}

extension Job {
  /// The variables that a trigger job hands down to its child pipeline: all that it has, unless `forward:` says no.
  var forwardedVariables: [CIMapping.Entry] {
    let forward = effective["trigger"]?.mapping?["forward"]?.mapping?["yaml_variables"]?.scalar
    if let forward, forward.type == .bool, forward.value == "false" { return [] }
    return effective["variables"]?.mapping?.entries ?? []
  }

  fileprivate func matrixValues(of name: String) -> (values: [CIValue], isConditional: Bool) {
    var values: [CIValue] = []
    let rows = effective["parallel"]?.mapping?["matrix"]?.items ?? []
    var isInEveryRow = true
    for row in rows {
      guard let value = row.mapping?[name] else {
        isInEveryRow = false
        continue
      }
      values += value.items ?? [value]
    }
    return (values, !isInEveryRow)
  }

  fileprivate func inheritsGlobal(_ name: String) -> Bool {
    InheritFilter(definition["inherit"]?.mapping?["variables"]).allows(name)
  }
}

extension Job {
  /// The names of the variables that `parallel: matrix` gives the job, in the order of the rows, each once.
  public var matrixNames: [String] {
    var names: [String] = []
    for row in effective["parallel"]?.mapping?["matrix"]?.items ?? [] {
      for entry in row.mapping?.entries ?? [] where !names.contains(entry.key) { names.append(entry.key) }
    }
    return names
  }
}

/// Writes the pipeline of a generated job.
struct PipelineText {
  let job: GeneratedJob
  private var layout: PipelineLayout { job.layout }
  private var step: String { String(repeating: " ", count: layout.indent) }

  init(_ job: GeneratedJob) {
    self.job = job
  }

  /// The name of the job that runs.
  static let jobName = "build image"

  /// The file.
  var text: String {
    var lines = head + body
    if layout.hasOtherJob { lines += ["", "test:", "\(step)image: alpine:3", "\(step)script:", "\(step)- make test"] }
    if layout.hasTrailingSpaces { lines = lines.map { $0.hasSuffix("script:") ? $0 + "  " : $0 } }
    let end = layout.hasCarriageReturns ? "\r\n" : "\n"
    return lines.joined(separator: end) + (layout.endsWithNewline ? end : "")
  }

  private var head: [String] {
    var lines = layout.hasDocumentMarker ? ["---"] : []
    if layout.hasComments { lines += ["# Pipeline of the project: builds \"everything\"", ""] }
    lines += ["stages: [build]", ""]
    let global = job.variables.filter { $0.place == .pipeline }
    if !global.isEmpty { lines += variables(global, margin: "") + [""] }
    return lines
  }

  // MARK: - Placements

  private var body: [String] {
    let start = ["\(Self.jobName):", "\(step)stage: build"]
    switch layout.placement {
    case .job: return start + image(step) + variablesAndScript(step, job.steps(withLogin: true))
    case .extendsImage:
      return [".kaniko:"] + image(step) + ["", "\(Self.jobName):", "\(step)extends: .kaniko", "\(step)stage: build"]
        + variablesAndScript(step, job.steps(withLogin: true))
    case .extendsAll, .twoJobs: return hiddenJob + start + ["\(step)extends: .kaniko"] + secondJob
    case .merged:
      return [".kaniko: &kaniko"] + image(step) + variablesAndScript(step, job.steps(withLogin: true))
        + ["", "\(Self.jobName):", "\(step)<<: *kaniko", "\(step)stage: build"]
    case .reference:
      return [".kaniko:"] + script("script", step, job.steps(withLogin: true)) + [""] + start + image(step)
        + jobVariables(step) + ["\(step)script:", item("!reference [.kaniko, script]")]
    case .anchoredLogin: return anchoredLogin + start + image(step) + jobVariables(step) + scriptAfterAnchor
    case .beforeScript:
      return start + image(step) + script("before_script", step, job.loginSteps)
        + variablesAndScript(step, job.steps(withLogin: false))
    case .defaults:
      return ["default:"] + image(step) + script("before_script", step, job.loginSteps) + [""] + start
        + variablesAndScript(step, job.steps(withLogin: false))
    case .topLevelImage:
      return image("") + [""] + start + variablesAndScript(step, job.steps(withLogin: true))
    }
  }

  private var hiddenJob: [String] {
    [".kaniko:"] + image(step) + variablesAndScript(step, job.steps(withLogin: true)) + [""]
  }

  private var secondJob: [String] {
    guard layout.placement == .twoJobs else { return [] }
    return ["", "build again:", "\(step)extends: .kaniko", "\(step)stage: build"]
  }

  private var anchoredLogin: [String] {
    job.login.isEmpty ? [] : [".login: &login"] + items(job.loginSteps, margin: layout.listsAreFlush ? "" : step) + [""]
  }

  private var scriptAfterAnchor: [String] {
    let lines = script("script", step, job.steps(withLogin: false), isAlwaysList: true)
    return job.login.isEmpty ? lines : [lines[0], item("*login")] + lines.dropFirst()
  }

  // MARK: - Parts

  private func image(_ margin: String) -> [String] {
    let name = layout.imageName
    switch layout.image {
    case .text: return ["\(margin)image: \(name)"]
    case .noEntrypoint: return ["\(margin)image:", "\(margin)\(step)name: \(name)"]
    case .flowEntrypoint:
      return ["\(margin)image:", "\(margin)\(step)name: \(name)", "\(margin)\(step)entrypoint: [\"\"]"]
    case .singleQuotes:
      return ["\(margin)image:", "\(margin)\(step)name: '\(name)'", "\(margin)\(step)entrypoint: ['']"]
    case .blockEntrypoint:
      return [
        "\(margin)image:", "\(margin)\(step)entrypoint:", "\(margin)\(step)- ''", "\(margin)\(step)name: \"\(name)\"",
      ]
    }
  }

  private func variablesAndScript(_ margin: String, _ steps: [Step]) -> [String] {
    let variables = jobVariables(margin)
    let script = script("script", margin, steps)
    return layout.variablesBehindScript ? script + variables : variables + script
  }

  private func jobVariables(_ margin: String) -> [String] {
    let own = job.variables.filter { $0.place == .job }
    return own.isEmpty ? [] : variables(own, margin: margin)
  }

  private func variables(_ variables: [GeneratedVariable], margin: String) -> [String] {
    ["\(margin)variables:"]
      + variables.map { variable in
        let quoted = variable.value.components("'").joined(separator: "''")
        let isWord =
          !variable.value.isEmpty && variable.value.allSatisfy { $0.isASCII && ($0.isLetter || "/._-".contains($0)) }
        let isPlain = isWord && variable.value.first?.isLetter == true && !["true", "false"].contains(variable.value)
        return "\(margin)\(step)\(variable.name): \(isPlain ? variable.value : "'\(quoted)'")"
      }
  }

  // MARK: - Scripts

  private func script(_ key: String, _ margin: String, _ steps: [Step], isAlwaysList: Bool = false) -> [String] {
    guard !steps.isEmpty else { return [] }
    if !isAlwaysList {
      if layout.script == .flow, let line = flowList(steps) { return ["\(margin)\(key): \(line)"] }
      if layout.script == .scalar, let lines = scalar(key, margin, steps) { return lines }
    }
    let listMargin = layout.listsAreFlush ? margin : margin + step
    return ["\(margin)\(key):"] + items(steps, margin: listMargin)
  }

  private func item(_ text: String) -> String {
    (layout.listsAreFlush ? step : step + step) + "-" + String(repeating: " ", count: layout.dashGap) + text
  }

  private func items(_ steps: [Step], margin: String) -> [String] {
    let dash = margin + "-" + String(repeating: " ", count: layout.dashGap)
    var result: [String] = []
    for (number, step) in steps.enumerated() {
      if layout.hasComments, number == 1 { result.append("\(margin)# then the image: it's built here") }
      let lines = Self.scalar(step, indentation: margin.count + layout.indent, indicator: layout.indent)
      result.append(dash + lines[0])
      result += lines.dropFirst()
    }
    return result
  }

  /// The scalar of a step in its style, or in one that can say it.
  private static func scalar(_ step: Step, indentation: Int, indicator: Int) -> [String] {
    for style in [step.style, .plain, .literal] {
      if let lines = style.lines(of: step.text, indentation: indentation, indicator: indicator, folding: step.folding) {
        return lines
      }
    }
    return ["''"]
  }

  private func flowList(_ steps: [Step]) -> String? {
    var parts: [String] = []
    for step in steps {
      let style = step.style.isFlow ? step.style : .double
      let lines =
        style.lines(of: step.text, indentation: 0, indicator: 2, folding: step.folding, inFlow: true)
        ?? ScalarStyle.double.lines(of: step.text, indentation: 0, indicator: 2, folding: 0)
      guard let lines, lines.count == 1 else { return nil }
      parts.append(lines[0])
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  private func scalar(_ key: String, _ margin: String, _ steps: [Step]) -> [String]? {
    let text = steps.map(\.text).joined(separator: "\n")
    let style = steps.last?.style ?? .literal
    let folding = steps.last?.folding ?? 0
    let indentation = margin.count + layout.indent
    let lines =
      style.lines(of: text, indentation: indentation, indicator: layout.indent, folding: folding)
      ?? ScalarStyle.literal.lines(of: text, indentation: indentation, indicator: layout.indent, folding: folding)
    guard let lines else { return nil }
    return ["\(margin)\(key): \(lines[0])"] + lines.dropFirst()
  }
}

extension GeneratedJob {
  /// The lines that log in, an item each.
  var loginSteps: [Step] { login.map { Step(content: .lines($0), style: $0.contains("\n") ? .literal : loginStyle) } }

  private var loginStyle: ScalarStyle { steps.last?.style == .single ? .single : .plain }

  /// The items of the script.
  func steps(withLogin: Bool) -> [Step] { definitions + (withLogin ? loginSteps : []) + steps }

  /// The lines that define variables of the shell.
  private var definitions: [Step] {
    variables.compactMap { variable in
      let value = ShellValue(variable.value).source(.single)
      return switch variable.place {
      case .export: Step(content: .lines("export \(variable.name)=\(value)"), style: .plain)
      case .assignment: Step(content: .lines("\(variable.name)=\(value)"), style: .plain)
      default: nil
      }
    }
  }

  /// The items that GitLab is meant to run, trimmed as the runner does.
  var intendedItems: [String] {
    let separateLogin = [.beforeScript, .defaults, .anchoredLogin].contains(layout.placement)
    return (separateLogin ? loginSteps + steps(withLogin: false) : steps(withLogin: true)).map(\.text)
  }
}

internal import ShellSyntax

extension SpecBuilder {
  /// Reads what is passed to the Dockerfile and into the image's configuration.
  mutating func translateArguments() {
    for (index, use) in uses(of: "build-arg") {
      if let value = use.value { translateBuildArgument(index, value) }
    }
    for (index, use) in uses(of: "label") {
      if let value = use.value { translateLabel(index, value) }
    }
    if let (index, value) = value(of: "target") {
      if environment.shapes(of: value).contains(where: { $0.holds(",") }) {
        lower(index, to: .manual, "a list of targets needs one buildctl call each", advice: outcomes[index].advice)
      }
      spec.target = value
    }
    spec.platform = value(of: "custom-platform")?.value
    for (_, use) in uses(of: "secret") {
      if let value = use.value { spec.secrets.append(value) }
    }
    if bool("reproducible") != .off, let (index, _) = uses(of: "reproducible").last {
      guard bool("reproducible") == .on else { return leaveDynamic(index) }
      spec.image.isReproducible = true
      spec.buildArguments.append(BuildArgument(assignment: ShellFragment(literal: "SOURCE_DATE_EPOCH=0")))
    }
  }

  /// A bool that matters and is known only when the job runs.
  mutating func leaveDynamic(_ index: Int) {
    lower(
      index, to: .manual, "whether the flag is on shows only when the job runs",
      advice: "write one call with the flag and one without it")
  }

  private mutating func translateBuildArgument(_ index: Int, _ value: ShellFragment) {
    if value.holds("=") {
      spec.buildArguments.append(BuildArgument(assignment: value))
    } else if let name = value.staticValue {
      spec.buildArguments.append(BuildArgument(assignment: fromEnvironment(name)))
    } else if environment.shapes(of: value).allSatisfy({ $0.holds("=") }) {
      spec.buildArguments.append(BuildArgument(assignment: value))
    } else {
      spec.buildArguments.append(BuildArgument(assignment: value))
      lower(
        index, to: .review, "the value is taken for NAME=VALUE; a bare name means something else in buildkit",
        advice: "write --build-arg NAME=VALUE")
    }
  }

  /// A bare name takes its value from the executor's environment, and is empty when it is not there
  /// (`resolveEnvironmentBuildArgs`).
  private func fromEnvironment(_ name: String) -> ShellFragment {
    if let assignment = invocation.assignments.last(where: { $0.name == name }) {
      return "\(name)=" + assignment.value
    }
    let isExported = environment.values[name] != nil
    let source = isExported ? "$\(name)" : "$(printenv \(ShellFragment(literal: name).source))"
    let expansion = ShellFragment([.expansion(source: source, name: isExported ? name : nil, .double)])
    return ShellFragment([.literal("\(name)=", .double)]) + expansion
  }

  private mutating func translateLabel(_ index: Int, _ value: ShellFragment) {
    if !value.holds("=") {
      guard value.staticValue == nil else {
        return lower(index, to: .manual, "kaniko refuses a label without a value", advice: "write --label KEY=VALUE")
      }
    }
    spec.labels.append(value)
  }

  /// Kaniko lets a `LABEL` of the Dockerfile win, BuildKit the flag; where no `LABEL` has the key, both do the same.
  mutating func checkLabels() {
    guard hasAllDockerfiles, areDockerfilesFinal else { return }
    for (index, use) in uses(of: "label") where outcomes[index].effect == .review {
      guard let key = use.value?.splitAtFirst("=")?.head.staticValue else { continue }
      if dockerfiles.contains(where: { $0.mayLabel(key) }) {
        lower(
          index, to: .review, "a LABEL of the Dockerfile sets the same key: Kaniko keeps that one, BuildKit the flag's",
          advice: "take one of the two out")
      } else {
        outcomes[index].effect = .safe
        outcomes[index].reason = "the label is the same: no LABEL of the Dockerfile sets the key"
        outcomes[index].advice = nil
      }
    }
  }
}

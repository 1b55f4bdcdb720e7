internal import ShellSyntax

extension SpecBuilder {
  /// Reads the variables that Kaniko reads, in the order of the table.
  mutating func readVariables() {
    for variable in KanikoVariable.all {
      let names = environment.values.keys.filter { variable.matches($0) }.sorted()
      for name in names { furtherOutcomes.append(outcome(of: variable, name)) }
    }
  }

  private func outcome(of variable: KanikoVariable, _ name: String) -> FlagOutcome {
    var outcome = FlagOutcome(
      subject: .variable(variable), written: name, range: invocation.executor,
      disposition: variable.effect == .manual ? .left : .dropped, effect: variable.effect,
      reason: variable.reason, advice: variable.advice)
    guard let flag = variable.flag.flatMap({ KanikoFlag.named($0) }), let text = flag.replacement else {
      return outcome
    }
    let values = environment.values[name] ?? []
    if flag.value == .bool, values.allSatisfy({ GoValue.bool($0) == false }) {
      outcome.effect = .safe
      outcome.reason = "it is off, as without the variable"
    } else {
      outcome.disposition = .mapped(text)
    }
    return outcome
  }

  /// Leaves variables to a person that are set for this call alone: the lines that write buildkitd.toml stand elsewhere.
  mutating func leavePrefixedVariables() {
    for assignment in invocation.assignments {
      let isConstant = assignment.name == "KANIKO_NO_PUSH" && assignment.value.staticValue != nil
      if ["KANIKO_NO_PUSH", "KANIKO_REGISTRY_MAP", "KANIKO_REGISTRY_MIRROR"].contains(assignment.name), !isConstant {
        leaveVariable(assignment.name, "it is set for this call alone")
      }
    }
  }

  /// Leaves a variable to a person.
  mutating func leaveVariable(_ name: String, _ reason: String) {
    guard let place = furtherOutcomes.firstIndex(where: { $0.written == name }) else { return }
    furtherOutcomes[place].effect = .manual
    furtherOutcomes[place].disposition = .left
    furtherOutcomes[place].reason = reason
    furtherOutcomes[place].advice = "use the flag instead"
  }

  /// Reads the flags that leave no trace in the specification, and those given their default.
  mutating func translateRest() {
    for (index, use) in invocation.flags.enumerated() where isCurrent(index) {
      switch use.flag.mapping {
      case .verbosity: translateVerbosity(index, use)
      case .logFormat: translateLogFormat(index, use)
      case .ignoreVarRun: translateIgnoreVarRun(index)
      case .person, .drop, .noPush, .insecure, .skipTLSVerify, .insecurePull, .skipTLSVerifyPull, .reproducible,
        .noPushCache:
        settleSimple(index, use)
      default: break
      }
    }
    holdBackSplittingValues()
    leavePrefixedVariables()
  }

  /// Whether no other use replaces this one.
  func isCurrent(_ index: Int) -> Bool {
    uses[invocation.flags[index].flag.canonicalName]?.contains(index) == true
  }

  /// A flag that is off, or has its default, does nothing; one for a person is left.
  private mutating func settleSimple(_ index: Int, _ use: FlagUse) {
    let text = use.value?.staticValue
    let isOff = use.flag.value == .bool && text.flatMap(GoValue.bool) == (use.flag.defaultValue == "true")
    let isDefault = use.flag.value != .bool && text != nil && text == use.flag.defaultValue
    if (isOff || isDefault) && use.value != nil {
      if use.flag.value != .bool && use.flag.effect == .safeWithNote { return }
      drop(index, "this is what kaniko does without the flag")
    } else if use.flag.effect == .manual {
      outcomes[index].disposition = .left
    }
  }

  private mutating func translateVerbosity(_ index: Int, _ use: FlagUse) {
    switch use.value?.staticValue {
    case "info": drop(index, "this is what kaniko does without the flag")
    case "debug", "trace": spec.debug = true
    default: lower(index, to: .review, "only the log differs: buildkit prints every step")
    }
  }

  private mutating func translateLogFormat(_ index: Int, _ use: FlagUse) {
    switch use.value?.staticValue {
    case "text", "color": drop(index, "only the log differs")
    default: lower(index, to: .review, "buildkit's log has another form", advice: outcomes[index].advice)
    }
  }

  private mutating func translateIgnoreVarRun(_ index: Int) {
    if bool("ignore-var-run") == .off { drop(index, "buildkit keeps what a step writes below /var/run, as asked") }
  }

  /// An unquoted variable whose known value holds white space becomes several words, which may be flags.
  private mutating func holdBackSplittingValues() {
    for (index, use) in invocation.flags.enumerated() where isCurrent(index) {
      for piece in use.value?.pieces ?? [] {
        guard case .expansion(_, let name?, .none) = piece, let values = environment.values[name] else { continue }
        if values.contains(where: { value in value.contains { $0 == " " || $0 == "\n" || $0 == "\t" } }) {
          lower(
            index, to: .manual, "the value of $\(name) is several words, and some may be flags",
            advice: "write each flag into the call")
        }
      }
    }
  }
}

extension InvocationEnvironment {
  /// The environment with the variables that a call sets for itself.
  func adding(_ assignments: [KanikoInvocation.Assignment]) -> InvocationEnvironment {
    var copy = self
    for assignment in assignments where KanikoVariable.named(assignment.name) != nil {
      copy.values[assignment.name] = [assignment.value.staticValue ?? ""]
    }
    return copy
  }
}

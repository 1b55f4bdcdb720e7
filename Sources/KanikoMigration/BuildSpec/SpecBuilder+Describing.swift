internal import ShellSyntax

extension SpecBuilder {
  /// The outcomes of the flags, each with the text it became.
  func describedOutcomes(_ command: BuildctlCommand) -> [FlagOutcome] {
    let arguments = Arguments(command)
    var seen: [FlagMapping: Int] = [:]
    return outcomes.indices.map { index in
      var outcome = outcomes[index]
      let use = invocation.flags[index]
      let isCounted = !settled.contains(index)
      let ordinal = seen[use.flag.mapping, default: 0]
      if isCounted { seen[use.flag.mapping] = ordinal + 1 }
      guard isCounted, outcome.effect != .manual else { return outcome }
      if let text = text(for: use, ordinal: ordinal, in: arguments) { outcome.disposition = .mapped(text) }
      return outcome
    }
  }

  /// The arguments of a command as they are written, by the flags of Kaniko that they come from.
  private struct Arguments {
    let values: [FlagMapping: [BuildctlArgument]]
    /// All of one flag as one text: a call may have very many, and each of them becomes all of it.
    let sources: [FlagMapping: String]

    init(_ command: BuildctlCommand) {
      var values: [FlagMapping: [BuildctlArgument]] = [:]
      for argument in command.arguments {
        if let origin = argument.origin { values[origin, default: []].append(argument) }
      }
      self.values = values
      sources = values.mapValues { $0.map(\.source).joined(separator: " ") }
    }
  }

  /// What one use of a flag became, or nil where it left nothing.
  private func text(for use: FlagUse, ordinal: Int, in arguments: Arguments) -> String? {
    let mapping = use.flag.mapping
    switch mapping {
    case .drop, .person, .ignoreVarRun, .logFormat, .bucket, .cacheRunLayers: return nil
    case .verbosity: return spec.debug ? use.flag.replacement : nil
    case .buildArgument, .label, .secret:
      guard let matching = arguments.values[mapping], matching.indices.contains(ordinal) else { return nil }
      return matching[ordinal].source
    case .contextSubPath: return arguments.sources[.context]
    case .cacheRepository:
      return arguments.values[.cache]?.first?.value.source
    case .destination: return arguments.sources[.destination] ?? arguments.sources[.tarArchive]
    case .context, .dockerfile, .target, .platform, .tarArchive, .ociLayout, .cache:
      return arguments.sources[mapping] ?? use.flag.replacement
    default: return use.flag.replacement
    }
  }
}

internal import ShellSyntax

extension SpecBuilder {
  /// The outcomes of the flags, each with the text it became.
  func describedOutcomes(_ command: BuildctlCommand) -> [FlagOutcome] {
    var seen: [FlagMapping: Int] = [:]
    return outcomes.indices.map { index in
      var outcome = outcomes[index]
      let use = invocation.flags[index]
      let isCounted = !settled.contains(index)
      let ordinal = seen[use.flag.mapping, default: 0]
      if isCounted { seen[use.flag.mapping] = ordinal + 1 }
      guard isCounted, outcome.effect != .manual else { return outcome }
      if let text = text(for: use, ordinal: ordinal, in: command) { outcome.disposition = .mapped(text) }
      return outcome
    }
  }

  /// What one use of a flag became, or nil where it left nothing.
  private func text(for use: FlagUse, ordinal: Int, in command: BuildctlCommand) -> String? {
    let mapping = use.flag.mapping
    switch mapping {
    case .drop, .person, .ignoreVarRun, .logFormat, .bucket, .cacheRunLayers: return nil
    case .verbosity: return spec.debug ? use.flag.replacement : nil
    case .buildArgument, .label, .secret:
      let matching = command.arguments.filter { $0.origin == mapping }
      return matching.indices.contains(ordinal) ? matching[ordinal].source : nil
    case .contextSubPath: return sources(of: .context, in: command)
    case .cacheRepository:
      return command.arguments.first { $0.origin == .cache }?.value.source
    case .destination: return sources(of: .destination, in: command) ?? sources(of: .tarArchive, in: command)
    case .context, .dockerfile, .target, .platform, .tarArchive, .ociLayout, .cache:
      return sources(of: mapping, in: command) ?? use.flag.replacement
    default: return use.flag.replacement
    }
  }

  private func sources(of mapping: FlagMapping, in command: BuildctlCommand) -> String? {
    let texts = command.arguments.filter { $0.origin == mapping }.map(\.source)
    return texts.isEmpty ? nil : texts.joined(separator: " ")
  }
}

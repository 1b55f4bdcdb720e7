internal import ShellSyntax
internal import SourceText

extension BuildSpec {
  /// Says what a Kaniko call builds, flag by flag.
  ///
  /// Nothing is guessed: what cannot be said exactly has an outcome that is *review* or *manual* with its reason. Flags
  /// that stand inside opaque words are not in the specification; see ``KanikoInvocation/isComplete``.
  ///
  /// - Parameters:
  ///   - invocation: The call.
  ///   - environment: What is known about the place in which it runs.
  /// - Returns: The specification and one outcome for each flag.
  public static func translating(
    _ invocation: KanikoInvocation, in environment: InvocationEnvironment = InvocationEnvironment()
  ) -> BuildTranslation {
    var builder = SpecBuilder(invocation: invocation.moving(environment.movedPaths), environment: environment)
    builder.build()
    let command = BuildctlCommand(builder.spec)
    return BuildTranslation(
      spec: builder.spec, outcomes: builder.finishedOutcomes(command), command: command,
      dockerfiles: builder.dockerfiles,
      baseImages: builder.baseImages, skipsUnusedStages: builder.bool("skip-unused-stages") == .on)
  }
}

/// The state of translating one call.
struct SpecBuilder {
  let invocation: KanikoInvocation
  let environment: InvocationEnvironment
  var spec: BuildSpec
  /// One for each flag use, in order.
  var outcomes: [FlagOutcome]
  /// Those of problems, variables and silent defaults.
  var furtherOutcomes: [FlagOutcome] = []
  /// The flag uses that count, by the flag they set: all of a list, the last one otherwise.
  private(set) var uses: [String: [Int]] = [:]
  /// The flag uses that leave nothing behind.
  private(set) var settled: Set<Int> = []
  /// The Dockerfiles of the checkout that the call may build.
  var dockerfiles: [Dockerfile] = []
  /// Whether ``dockerfiles`` are all there can be.
  var hasAllDockerfiles = true
  /// Whether the script leaves ``dockerfiles`` as they are.
  var areDockerfilesFinal = true

  init(invocation: KanikoInvocation, environment: InvocationEnvironment) {
    self.invocation = invocation
    self.environment = environment.adding(invocation.assignments)
    let workspace = ShellFragment(literal: "/workspace/")
    spec = BuildSpec(context: .directory(workspace), dockerfile: .directory(workspace, name: nil))
    outcomes = invocation.flags.map { use in
      FlagOutcome(
        subject: .flag(use.flag), written: use.written, range: use.range, disposition: .dropped,
        effect: use.flag.effect, reason: use.flag.reason, advice: use.flag.advice)
    }
  }

  /// Runs every step; the order matters where one step reads what another has found.
  mutating func build() {
    reportProblems()
    collectUses()
    readVariables()
    translateContext()
    translateDockerfile()
    translateDestinations()
    translateCache()
    translateArguments()
    translateOutputs()
    readDockerfiles()
    checkLabels()
    translateRegistries()
    translateRest()
    checkPaths()
    setTagsApart()
  }

  /// The outcomes with what each flag became, in order.
  func finishedOutcomes(_ command: BuildctlCommand) -> [FlagOutcome] {
    describedOutcomes(command) + furtherOutcomes
  }

  // MARK: - Uses

  private mutating func reportProblems() {
    for problem in invocation.problems {
      furtherOutcomes.append(
        FlagOutcome(
          subject: .implied("call"), written: "", range: problem.range, disposition: .left, effect: .manual,
          reason: problem.message, advice: problem.help))
    }
    for variable in invocation.expandedVariables {
      furtherOutcomes.append(
        FlagOutcome(
          subject: .implied("arguments"), written: "$\(variable.name)", range: variable.range, disposition: .dropped,
          effect: .review, reason: "the flags it holds in yaml take its place",
          advice: "check that neither project settings nor schedules give it another value"))
    }
    guard let (reason, advice) = subcommandObstacle else { return }
    furtherOutcomes.append(
      FlagOutcome(
        subject: .implied("subcommand"), written: "", range: invocation.executor, disposition: .left, effect: .manual,
        reason: reason, advice: advice))
  }

  /// Why a call that builds nothing has no counterpart.
  private var subcommandObstacle: (reason: String, advice: String)? {
    switch invocation.subcommand {
    case .build: nil
    case .version: ("the call only prints a version", "`buildctl --version` prints that of buildctl")
    case .login:
      (
        "`executor login` writes credentials, and buildctl has no command for that",
        "write user and password of the registry under `auths` of `~/.docker/config.json` in the script"
      )
    case .push:
      (
        "`executor push` pushes an image that exists, and buildctl only what it builds",
        "name the image in the call that builds it, or push the archive with skopeo or crane in a job of its own"
      )
    case .help: ("the call only prints help", "take it out")
    }
  }

  /// Finds the uses that count. An old spelling given a value wins over the new one where Kaniko keeps them apart
  /// (`checkNoDeprecatedFlags`).
  private mutating func collectUses() {
    for (index, use) in invocation.flags.enumerated() {
      let name = use.flag.canonicalName
      guard let earlier = uses[name], use.flag.repetition == .lastWins else {
        uses[name, default: []].append(index)
        continue
      }
      let winner = earlier.first.flatMap { winsOverLater($0, use) ? $0 : nil } ?? index
      uses[name] = [winner]
      for loser in earlier + [index] where loser != winner {
        drop(loser, "\(invocation.flags[winner].written) replaces it")
      }
    }
  }

  private func winsOverLater(_ index: Int, _ later: FlagUse) -> Bool {
    let use = invocation.flags[index]
    let isKeptApart = ["customPlatform", "snapshotMode"].contains(use.flag.name)
    return isKeptApart && !later.flag.isDeprecated && use.value?.isEmpty == false
  }

  /// The uses of a flag that count, with their indices.
  func uses(of name: String) -> [(index: Int, use: FlagUse)] {
    (uses[name] ?? []).map { ($0, invocation.flags[$0]) }
  }

  /// The use of a flag that counts and its value; nil where the flag is absent or its value is empty, which is the
  /// same for flags whose default is empty.
  func value(of name: String) -> (index: Int, value: ShellFragment)? {
    guard let (index, use) = uses(of: name).last, let value = use.value, !value.isEmpty else { return nil }
    return (index, value)
  }

  /// Whether a bool flag is on.
  func bool(_ name: String) -> Switch {
    guard let (_, use) = uses(of: name).last else {
      return KanikoFlag.named(name)?.defaultValue == "true" ? .on : .off
    }
    guard let value = use.value else { return .on }
    guard let text = value.staticValue else { return .when(value) }
    return GoValue.bool(text) == true ? .on : .off
  }

  // MARK: - Outcomes

  /// Lowers an outcome, for a reason of its own.
  mutating func lower(_ index: Int, to effect: FlagEffect, _ reason: String, advice: String? = nil) {
    guard outcomes.indices.contains(index), effect.applicability <= outcomes[index].effect.applicability else { return }
    outcomes[index].effect = effect
    outcomes[index].reason = reason
    outcomes[index].advice = advice
    if effect == .manual { outcomes[index].disposition = .left }
  }

  /// Settles an outcome: the flag is left out and nothing follows from that.
  mutating func drop(_ index: Int, _ reason: String, effect: FlagEffect = .safe) {
    guard outcomes.indices.contains(index) else { return }
    outcomes[index].effect = effect
    outcomes[index].reason = reason
    outcomes[index].advice = nil
    outcomes[index].disposition = .dropped
    settled.insert(index)
  }

  /// Adds an outcome for something the call does without a flag.
  mutating func imply(
    _ subject: String, _ effect: FlagEffect, _ reason: String, becomes text: String? = nil, advice: String? = nil
  ) {
    furtherOutcomes.append(
      FlagOutcome(
        subject: .implied(subject), written: "", range: invocation.executor,
        disposition: text.map { .mapped($0) } ?? (effect == .manual ? .left : .dropped), effect: effect,
        reason: reason, advice: advice))
  }
}

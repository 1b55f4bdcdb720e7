public import ShellSyntax
internal import SourceText

/// The value that a variable with Kaniko flags has after the migration: flags of buildctl.
///
/// This serves variables such as `KANIKO_ARGS` whose values are visible and reach the executor and nothing else, so that
/// the variable stays where it is and each value is rewritten in its place.
public struct ArgumentsRewrite: Sendable, Hashable {
  /// The flags of buildctl, each with its value, to be joined by white space.
  public let words: [String]
  /// The translation of the call without the variable, behind whose flags the variable stays; see
  /// ``CommandLayout/trailingWords``.
  public let call: BuildTranslation
  /// The translation of the call with the value in the variable's place: what the job really builds.
  public let whole: BuildTranslation
  /// What became of the flags in the value.
  public let outcomes: [FlagOutcome]

  /// Why a value cannot be rewritten in its place.
  public struct Failure: Error, Sendable, Hashable {
    /// What stands in the way: lower case, no final period.
    public let reason: String
  }

  /// Rewrites one value of a variable that a call passes on as a word of its own.
  ///
  /// - Parameters:
  ///   - value: The value, with `$NAME` for other CI/CD variables.
  ///   - name: The variable.
  ///   - command: The command that calls the executor.
  ///   - script: The script that holds it.
  ///   - executorIndex: The index of the word that names the executor.
  ///   - environment: What is known about the place in which the call runs.
  /// - Throws: ``Failure`` when the flags do not stand on their own: they change what other flags of the call became, or
  ///   need shell quoting, which the value of a variable cannot carry.
  public init(
    value: String, of name: String, in command: SimpleCommand, script: ShellScript, executorIndex: Int = 0,
    environment: InvocationEnvironment
  ) throws(Failure) {
    let without = KanikoInvocation.parse(
      command, in: script, executorIndex: executorIndex, expanding: [name: [""]])
    let with = KanikoInvocation.parse(
      command, in: script, executorIndex: executorIndex, expanding: [name: [value]])
    guard with.isComplete, without.isComplete else { throw Failure(reason: "other arguments are not visible") }
    guard with.problems.isEmpty else { throw Failure(reason: "kaniko refuses the value") }
    let before = BuildSpec.translating(without, in: environment)
    let after = BuildSpec.translating(with, in: environment)
    call = before
    whole = after
    outcomes = after.outcomes.filter { outcome in
      guard case .flag = outcome.subject else { return false }
      return with.expandedVariables.contains { $0.range == outcome.range }
    }
    if let manual = outcomes.first(where: { $0.effect == .manual }) { throw Failure(reason: manual.reason) }
    let added = try Self.added(from: before.spec, to: after.spec)
    var words: [String] = []
    for argument in added {
      guard argument.condition == nil, let text = Self.plainText(argument.value, environment) else {
        throw Failure(reason: "`\(argument.source)` cannot be passed in a variable")
      }
      words.append("\(argument.flag) \(text)")
    }
    self.words = words
  }

  /// The arguments that a second specification has beyond the first.
  private static func added(
    from before: BuildSpec, to after: BuildSpec
  ) throws(Failure) -> [BuildctlArgument] {
    let (first, second) = (BuildctlCommand(before), BuildctlCommand(after))
    guard first.preparations == second.preparations, first.followUps == second.followUps,
      first.globalFlags == second.globalFlags, before.registries == after.registries
    else { throw Failure(reason: "its flags change more than the arguments of one command") }
    var remaining = first.arguments[...]
    var added: [BuildctlArgument] = []
    for argument in second.arguments {
      if argument == remaining.first { remaining = remaining.dropFirst() } else { added.append(argument) }
    }
    guard remaining.isEmpty else { throw Failure(reason: "its flags change what other flags of the call became") }
    return added
  }

  /// A value as text in which GitLab replaces CI/CD variables and the shell sees no quotes, or nil.
  private static func plainText(_ value: ShellFragment, _ environment: InvocationEnvironment) -> String? {
    var text = ""
    for piece in value.pieces {
      switch piece {
      case .literal(let literal, _):
        let isPlain = literal.utf8.allSatisfy { byte in
          byte > 0x20 && byte < 0x7F && !byte.isOne(of: "\"'`\\$*?[]")
        }
        guard isPlain else { return nil }
        text += literal
      case .expansion(_, let name?, _) where environment.values[name] != nil || name.hasPrefix("CI_"):
        text += "${\(name)}"
      case .expansion: return nil
      }
    }
    return text
  }
}

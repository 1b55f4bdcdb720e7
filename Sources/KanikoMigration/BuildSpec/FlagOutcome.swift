public import Diagnostics
public import ShellSyntax
public import SourceText

/// What became of one flag, one variable or one silent default of a Kaniko call.
public struct FlagOutcome: Sendable, Hashable {
  /// What was looked at.
  public enum Subject: Sendable, Hashable {
    /// A flag of the call.
    case flag(KanikoFlag)
    /// A variable of the job that Kaniko reads.
    case variable(KanikoVariable)
    /// Something the call does without saying so, in a few words.
    case implied(String)
  }

  /// What was done with it.
  public enum Disposition: Sendable, Hashable {
    /// It became this text.
    case mapped(String)
    /// It was left out.
    case dropped
    /// It is left to a person.
    case left
  }

  /// What was looked at.
  public let subject: Subject
  /// The flag or variable as written, such as `--cache=true`.
  public let written: String
  /// The bytes of the script it stands in.
  public let range: ByteRange
  /// What was done with it.
  public internal(set) var disposition: Disposition
  /// What it does to the job's applicability.
  public internal(set) var effect: FlagEffect
  /// Why: lower case, no final period.
  public internal(set) var reason: String
  /// What a person can do, where there is something to do.
  public internal(set) var advice: String?

  /// How far the translation of this flag may be trusted.
  public var applicability: Applicability { effect.applicability }
}

extension FlagEffect {
  /// The applicability this effect leaves.
  public var applicability: Applicability {
    switch self {
    case .safe, .safeWithNote: .safe
    case .review: .review
    case .manual: .manual
    }
  }
}

/// The specification of a Kaniko call, with an account of every flag.
public struct BuildTranslation: Sendable, Hashable {
  /// What is built. Where an outcome is manual, the part it stands for is missing.
  public let spec: BuildSpec
  /// One outcome for each flag, in order, then those of variables and of silent defaults.
  public let outcomes: [FlagOutcome]
  /// The commands that build it.
  let command: BuildctlCommand
  /// The Dockerfiles of the checkout that the call may build; empty where none is at hand.
  public let dockerfiles: [Dockerfile]
  /// The images that they take from registries, as words of the script.
  public let baseImages: [ShellFragment]
  /// Whether Kaniko builds only the stages that are needed.
  var skipsUnusedStages = false

  /// The lowest applicability of all outcomes.
  public var applicability: Applicability { outcomes.map(\.applicability).min() ?? .safe }
}

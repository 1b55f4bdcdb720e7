/// One command-line flag of the Kaniko executor and what becomes of it: a row of ``KanikoFlag/all``.
///
/// Names, types and defaults were read in `cmd/executor/cmd/root.go` of Kaniko v1.24.0, chainguard-dev/kaniko v1.25.5
/// and osscontainertools/kaniko v1.28.3. A class, so that every use of a flag holds one reference to its row.
public final class KanikoFlag: Sendable {
  /// The name without the two dashes.
  public let name: String
  /// The one-letter form, if there is one.
  public let short: Character?
  /// The flag whose value a deprecated spelling sets, without dashes; the flag's own name otherwise.
  public let canonicalName: String
  /// What value it takes.
  public let value: FlagValueType
  /// The value where the flag is not given, as a person would write it; empty for none.
  public let defaultValue: String
  /// The programs that know the flag.
  public let trees: KanikoTrees
  /// The environment variable that sets the same option, if there is one.
  public let environment: String?
  /// What a second use does.
  public let repetition: FlagRepetition
  /// Which part of the translation takes care of it.
  public let mapping: FlagMapping
  /// How near BuildKit comes.
  public let correspondence: FlagCorrespondence
  /// What a use with another value than the default does to the job's applicability.
  public let effect: FlagEffect
  /// What it becomes in BuildKit, with placeholders in capitals; nil where it is left out or left to a person.
  public let replacement: String?
  /// The same with what is code between backquotes.
  public let replacementMarkup: String?
  /// Why it is written so, left out, or left to a person: lower case, no final period.
  public let reason: String
  /// What a person can do, where there is something to do.
  public let advice: String?

  /// Creates a row; the arguments left out are those of a plain flag that all three programs know.
  ///
  /// - Parameter markup: What it becomes, with code between backquotes; without any the whole is code.
  init(
    _ name: String, short: Character? = nil, sets canonicalName: String? = nil, _ value: FlagValueType,
    default defaultValue: String = "", trees: KanikoTrees = .all, environment: String? = nil,
    repetition: FlagRepetition = .lastWins, _ mapping: FlagMapping, _ correspondence: FlagCorrespondence,
    _ effect: FlagEffect, becomes markup: String? = nil, reason: String, advice: String? = nil
  ) {
    self.name = name
    self.short = short
    self.canonicalName = canonicalName ?? name
    self.value = value
    self.defaultValue = defaultValue
    self.trees = trees
    self.environment = environment
    self.repetition = repetition
    self.mapping = mapping
    self.correspondence = correspondence
    self.effect = effect
    replacement = markup.map { $0.filter { $0 != "`" } }
    replacementMarkup = markup.map { $0.contains("`") ? $0 : "`\($0)`" }
    self.reason = reason
    self.advice = advice
  }

  /// The flag as people write it, such as `--cache`.
  public var spelling: String { "--\(name)" }
  /// Whether this is an old spelling of another flag.
  public var isDeprecated: Bool { name != canonicalName }
}

/// A flag is the same as another by its name: there is one row for each.
extension KanikoFlag: Hashable {
  /// Compares names.
  public static func == (left: KanikoFlag, right: KanikoFlag) -> Bool { left === right || left.name == right.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The programs called Kaniko.
public struct KanikoTrees: OptionSet, Sendable, Hashable {
  /// One bit for each program.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// GoogleContainerTools/kaniko, archived in June 2025.
  public static let original = KanikoTrees(rawValue: 1)
  /// chainguard-dev/kaniko.
  public static let chainguard = KanikoTrees(rawValue: 2)
  /// osscontainertools/kaniko.
  public static let osscontainertools = KanikoTrees(rawValue: 4)
  /// All three.
  public static let all: KanikoTrees = [.original, .chainguard, .osscontainertools]
  /// The two forks.
  public static let forks: KanikoTrees = [.chainguard, .osscontainertools]
}

/// The values a flag takes.
public enum FlagValueType: String, Sendable, Hashable, CaseIterable {
  /// Any text.
  case string
  /// True or false in a spelling of Go's `strconv.ParseBool`; only ever behind `=`, and true without a value.
  case bool
  /// A whole number.
  case int
  /// A length of time in Go's notation, such as `336h`.
  case duration
  /// Any text, one for each use; commas do not separate.
  case list
  /// `key=value`, one for each use.
  case map
}

/// What a second use of a flag does.
public enum FlagRepetition: String, Sendable, Hashable, CaseIterable {
  /// It replaces the first.
  case lastWins
  /// It adds a value.
  case appends
  /// It adds an entry, or replaces the one with the same key.
  case byKey
}

/// How near BuildKit comes to what a flag does.
public enum FlagCorrespondence: String, Sendable, Hashable, CaseIterable {
  /// The same result.
  case exact
  /// A result that serves the same purpose and differs in a way the reason names.
  case approximate
  /// Nothing in the result depends on it.
  case noEffect
  /// BuildKit has nothing like it.
  case noEquivalent
}

/// What a use of a flag does to the applicability of a job's migration.
public enum FlagEffect: String, Sendable, Hashable, CaseIterable {
  /// Nothing.
  case safe
  /// Nothing, but there is something to know.
  case safeWithNote
  /// The migration rests on an assumption.
  case review
  /// A person has to decide; the job is left as it is.
  case manual
}

/// Which part of the translation takes care of a flag.
public enum FlagMapping: String, Sendable, Hashable, CaseIterable {
  case context, contextSubPath, bucket, git, dockerfile, target, platform, buildArgument, label, annotation, secret
  case destination, noPush, tarArchive, ociLayout, digestFile, nameFile, nameTagFile
  case compression, compressionLevel, imageFormat, reproducible
  case cache, cacheRepository, cacheRunLayers, noPushCache
  case insecure, insecurePull, insecureRegistry, skipTLSVerify, skipTLSVerifyPull, skipTLSVerifyRegistry
  case registryCertificate, registryClientCertificate, registryMap, registryMirror
  case verbosity, logFormat, ignoreVarRun
  /// Left out: nothing in the result depends on it, or only what the reason says.
  case drop
  /// Left to a person.
  case person
}

import SourceText

/// A job, or a hidden job, with everything that applies to it; a class, because many hold it.
public final class Job: Sendable {
  /// The name: the top-level key.
  public let name: String
  /// The entry that defines the job by name; the last one where several files do.
  public let entry: CIMapping.Entry
  /// The definition with `extends` and `!reference` resolved, without defaults and global variables.
  public let definition: CIMapping
  /// What GitLab runs: the definition with `default:` and the global variables it inherits.
  public let effective: CIMapping
  /// The names in `extends`, directly and through other jobs, nearest first.
  public let bases: [String]
  /// Bases and references whose definition is not here, in the job itself and in the defaults that it takes over.
  public let missing: [MissingDefinition]

  init(
    name: String, entry: CIMapping.Entry, definition: CIMapping, effective: CIMapping, bases: [String],
    missing: [MissingDefinition]
  ) {
    self.name = name
    self.entry = entry
    self.definition = definition
    self.effective = effective
    self.bases = bases
    self.missing = missing
  }

  /// Whether the name starts with a dot: such a job never runs itself.
  public var isHidden: Bool { name.utf8.first == UInt8(ascii: ".") }
  /// Whether the job triggers another pipeline instead of running a script.
  public var isTrigger: Bool { effective["trigger"] != nil }
}

/// A definition that a job uses and that is in no file here.
public struct MissingDefinition: Sendable, Hashable {
  /// The kinds of uses.
  public enum Use: String, Sendable, Hashable { case extends, reference }
  /// How the job uses it.
  public let use: Use
  /// The name of the base, or the path of the reference joined by `, `.
  public let name: String
  /// Where the job names it.
  public let site: Origin
}

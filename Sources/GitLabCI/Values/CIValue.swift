public import YAMLSyntax

/// The place that supplies a value: a node of one of the project's files.
public struct Origin: Hashable, Sendable, Comparable {
  /// The index of the file in ``Project/documents``.
  public let file: Int
  /// The node in that file's tree; never an alias.
  public let node: YAMLNodeID

  /// Creates an origin.
  public init(file: Int, node: YAMLNodeID) {
    self.file = file
    self.node = node
  }

  /// Orders places by file, then as they stand in the file.
  public static func < (left: Origin, right: Origin) -> Bool {
    (left.file, left.node) < (right.file, right.node)
  }
}

/// A value of the configuration as GitLab sees it, with the bytes that supply it.
public struct CIValue: Sendable {
  /// What the value is.
  public let kind: Kind
  /// The node that supplies the value, aliases followed.
  public let origin: Origin
  /// The node that stands where the value is used: the alias or `!reference`, else the same as ``origin``.
  public let site: Origin

  /// The kinds of values.
  public indirect enum Kind: Sendable {
    /// A scalar.
    case scalar(CIScalar)
    /// A sequence.
    case sequence([CIValue])
    /// A mapping.
    case mapping(CIMapping)
    /// A `!reference [a, b]` that is not resolved (yet, or because its target is not here).
    case reference([String])
  }

  /// Creates a value.
  public init(kind: Kind, origin: Origin, site: Origin? = nil) {
    self.kind = kind
    self.origin = origin
    self.site = site ?? origin
  }

  /// The mapping, if the value is one.
  public var mapping: CIMapping? {
    if case .mapping(let mapping) = kind { return mapping }
    return nil
  }

  /// The items, if the value is a sequence.
  public var items: [CIValue]? {
    if case .sequence(let items) = kind { return items }
    return nil
  }

  /// The scalar, if the value is one.
  public var scalar: CIScalar? {
    if case .scalar(let scalar) = kind { return scalar }
    return nil
  }

  /// The text of a scalar as GitLab passes it on (``CIScalar/value``), or nil for everything else and for null.
  public var text: String? {
    guard let scalar, scalar.type != .null else { return nil }
    return scalar.value
  }

  /// The text of a scalar with `$[[ inputs.name ]]` as it is written, where ``text`` has the value of the input: whoever
  /// includes the file elsewhere may give another.
  public var writtenText: String? { scalar?.substituted == nil ? text : scalar?.text }

  /// The text of a scalar that no input changes; nil for one with `$[[ inputs.name ]]` in it.
  public var fixedText: String? {
    guard let text = writtenText, !InterpolationBlock.isIn(text) else { return nil }
    return text
  }

  /// Whether the value is null or empty.
  public var isNull: Bool { scalar?.type == .null }

  /// The same value as used at another place.
  func used(at site: Origin) -> CIValue { CIValue(kind: kind, origin: origin, site: site) }
}

/// A scalar with the type that YAML 1.1 gives it.
public struct CIScalar: Sendable, Hashable {
  /// The types that Psych distinguishes.
  public enum ScalarType: String, Sendable, Hashable {
    case null, bool, integer, float, string, symbol, timestamp
  }

  /// The decoded text, as it is written; ``value`` is what GitLab makes of it.
  public let text: String
  /// The type.
  public let type: ScalarType
  /// The text with the inputs of the file in place; nil where nothing of it comes from an input.
  public let substituted: String?

  /// Creates a scalar.
  public init(text: String, type: ScalarType, substituted: String? = nil) {
    self.text = text
    self.type = type
    self.substituted = substituted
  }
}

/// A mapping as GitLab sees it: keys in order, the last of equal keys alone, merge keys applied.
public struct CIMapping: Sendable {
  /// One key with its value.
  public struct Entry: Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: CIValue
    /// The mapping node in which the entry is written.
    public let owner: Origin
    /// The position of the entry in the owner's node.
    public let index: Int

    /// Creates an entry.
    public init(key: String, value: CIValue, owner: Origin, index: Int) {
      self.key = key
      self.value = value
      self.owner = owner
      self.index = index
    }
  }

  /// The entries; each key once.
  public private(set) var entries: [Entry] = []
  /// The mapping nodes that were merged into this one, weakest first; the last one is the mapping itself. An empty file
  /// has no node.
  public var sources: [Origin]
  private var positions: [String: Int] = [:]
  /// Up to so many entries are looked at one by one, which is faster than hashing their names.
  private static let linearCount = 8

  /// Creates an empty mapping that stands for a node, or for an empty file, which has none.
  public init(source: Origin? = nil) {
    sources = source.map { [$0] } ?? []
  }

  /// The entry of a key.
  public subscript(entry key: String) -> Entry? {
    if entries.count <= Self.linearCount { return entries.first { $0.key == key } }
    return positions[key].map { entries[$0] }
  }

  /// The value of a key.
  public subscript(key: String) -> CIValue? { self[entry: key]?.value }

  /// Sets an entry; an entry of that key that is already there keeps its place.
  public mutating func set(_ entry: Entry) {
    if let position = position(of: entry.key) {
      entries[position] = entry
    } else {
      entries.append(entry)
      if entries.count > Self.linearCount { index() }
    }
  }

  /// Removes a key.
  public mutating func remove(_ key: String) {
    guard let position = position(of: key) else { return }
    entries.remove(at: position)
    positions = [:]
    if entries.count > Self.linearCount { index() }
  }

  private func position(of key: String) -> Int? {
    entries.count <= Self.linearCount ? entries.firstIndex { $0.key == key } : positions[key]
  }

  private mutating func index() {
    if positions.isEmpty {
      for (position, entry) in entries.enumerated() { positions[entry.key] = position }
    } else if let last = entries.last {
      positions[last.key] = entries.count - 1
    }
  }
}

public import SourceText

/// The index of a node in its tree.
public struct YAMLNodeID: Hashable, Sendable, Comparable {
  /// The position in ``YAMLTree/nodes``; nodes are numbered in document order, parents before children.
  public let index: Int

  /// Creates an identity from a position.
  public init(index: Int) { self.index = index }

  /// Orders nodes as they stand in the document.
  public static func < (left: YAMLNodeID, right: YAMLNodeID) -> Bool { left.index < right.index }
}

/// The five ways to write a scalar.
public enum YAMLScalarStyle: String, Sendable, Hashable, CaseIterable {
  case plain, singleQuoted, doubleQuoted, literal, folded
}

/// One node of a YAML document.
public struct YAMLNode: Sendable {
  /// What the node is.
  public enum Kind: Sendable {
    /// A scalar; ``YAMLTree/text(of:)`` gives its decoded value.
    case scalar(YAMLScalarStyle)
    /// A sequence.
    case sequence(items: [YAMLItem], isFlow: Bool)
    /// A mapping, its entries in the order of the file, duplicates included.
    case mapping(entries: [YAMLEntry], isFlow: Bool)
    /// `*name`; the target is the latest anchor of that name before this place.
    case alias(target: YAMLNodeID)
  }

  /// What the node is.
  public let kind: Kind
  /// From the first byte of the anchor or tag, if there is one, to the end of the content.
  ///
  /// A block collection ends where its last child ends. A literal or folded scalar starts at its `|` or `>` and ends
  /// with the last byte that its value contains: before the final line break with `-`, after it without an indicator,
  /// after the trailing blank lines with `+`. An empty value is an empty range right after its `:`, `-` or last
  /// property. A single pair in a flow sequence, `[a: b]`, is a flow mapping without braces: it goes from key to value.
  public let range: ByteRange
  /// The same without anchor and tag.
  public let contentRange: ByteRange
  /// The anchor: `&` and the name.
  public let anchor: YAMLProperty?
  /// The tag as written: `!reference`, `!!str`.
  public let tag: YAMLProperty?

  /// Creates a node from its parts.
  public init(
    kind: Kind, range: ByteRange, contentRange: ByteRange, anchor: YAMLProperty? = nil, tag: YAMLProperty? = nil
  ) {
    self.kind = kind
    self.range = range
    self.contentRange = contentRange
    self.anchor = anchor
    self.tag = tag
  }
}

/// An anchor or a tag.
public struct YAMLProperty: Sendable, Hashable {
  /// The name of the anchor without `&`, or the tag as written.
  public let text: String
  /// Its bytes, `&` or `!` included.
  public let range: ByteRange

  /// Creates a property.
  public init(text: String, range: ByteRange) {
    self.text = text
    self.range = range
  }
}

/// One item of a sequence.
public struct YAMLItem: Sendable, Hashable {
  /// The `-` of a block sequence; nil in a flow sequence.
  public let dash: ByteRange?
  /// The node of the item.
  public let node: YAMLNodeID

  /// Creates an item.
  public init(dash: ByteRange?, node: YAMLNodeID) {
    self.dash = dash
    self.node = node
  }
}

/// One entry of a mapping.
public struct YAMLEntry: Sendable, Hashable {
  /// The node of the key.
  public let key: YAMLNodeID
  /// The `:`; nil where a flow mapping leaves it out.
  public let colon: ByteRange?
  /// The node of the value.
  public let value: YAMLNodeID

  /// Creates an entry.
  public init(key: YAMLNodeID, colon: ByteRange?, value: YAMLNodeID) {
    self.key = key
    self.colon = colon
    self.value = value
  }
}

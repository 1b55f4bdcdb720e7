/// Edits of one text, sorted and free of conflicts by construction.
///
/// The conflict rule: two edits conflict when their ranges share a byte, or when one of them is an insertion strictly
/// inside the range of the other. Edits that only touch do not conflict. Several insertions at one offset are kept in
/// the order in which they were added, before a replacement that starts there and after one that ends there. An edit
/// equal to one already present (same range, same replacement, and not an insertion) is the same edit and is kept
/// once, so that two jobs that share bytes can plan the same change.
public struct EditSet: Sendable, Hashable {
  /// The edits, ordered by range; insertions at one offset in order of arrival.
  public private(set) var edits: [Edit] = []

  /// Creates an empty set.
  public init() {}

  /// Creates a set from edits in any order.
  ///
  /// - Throws: ``EditConflict`` for the first edit that conflicts with one before it.
  public init(_ edits: some Sequence<Edit>) throws(EditConflict) {
    for edit in edits { try insert(edit) }
  }

  /// Whether there is nothing to change.
  public var isEmpty: Bool { edits.isEmpty }

  /// Adds an edit.
  ///
  /// Only the two neighbours of its place need a look: the edits present are disjoint and sorted, so one farther away
  /// can only conflict when a neighbour does too.
  ///
  /// - Throws: ``EditConflict`` when the edit conflicts with one already in the set, which is then unchanged.
  public mutating func insert(_ edit: Edit) throws(EditConflict) {
    let position = insertionIndex(for: edit)
    if position < edits.count {
      if edits[position] == edit, !edit.range.isEmpty { return }
      if Self.conflict(edits[position], edit) { throw EditConflict(existing: edits[position], added: edit) }
    }
    if position > 0, Self.conflict(edits[position - 1], edit) {
      throw EditConflict(existing: edits[position - 1], added: edit)
    }
    edits.insert(edit, at: position)
  }

  /// Adds every edit of another set, all of them or none.
  ///
  /// - Throws: ``EditConflict`` for the first edit that conflicts; the set is then unchanged.
  public mutating func insert(contentsOf others: some Sequence<Edit>) throws(EditConflict) {
    var copy = self
    for edit in others { try copy.insert(edit) }
    self = copy
  }

  /// The text after all edits.
  ///
  /// The edits must have been made for a text of this length; what lies outside the text counts as its end or start.
  public func apply(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.count })
    var position = 0
    for edit in edits {
      let range = edit.range.clamped(to: bytes.count)
      result.append(contentsOf: bytes[position..<range.lowerBound])
      result.append(contentsOf: edit.replacement)
      position = range.upperBound
    }
    result.append(contentsOf: bytes[position...])
    return result
  }

  /// The index at which an edit belongs: after every edit that starts before it, and after insertions at its start.
  private func insertionIndex(for edit: Edit) -> Int {
    // Edits are usually planned from the top of a file to its end.
    if let last = edits.last, Self.precedes(last, edit) { return edits.count }
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(edits[middle], edit) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func precedes(_ existing: Edit, _ added: Edit) -> Bool {
    if existing.range.lowerBound != added.range.lowerBound {
      return existing.range.lowerBound < added.range.lowerBound
    }
    return existing.range.isEmpty
  }

  private static func conflict(_ left: Edit, _ right: Edit) -> Bool {
    // For an empty range `overlaps` means strictly inside; two empty ranges never overlap.
    left.range.overlaps(right.range)
  }
}

/// Two edits that cannot both be applied.
public struct EditConflict: Error, Hashable, Sendable {
  /// The edit that was there first.
  public let existing: Edit
  /// The edit that was refused.
  public let added: Edit
}

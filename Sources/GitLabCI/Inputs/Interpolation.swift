/// Puts values in the place of `$[[ inputs.name ]]` in keys and strings (lib/gitlab/ci/config/interpolation).
///
/// A string stays what it is in the file, ``CIScalar/text``; only its ``CIScalar/value`` is what GitLab makes of it. What
/// cannot be told stays as it is written.
struct Interpolation {
  private let values: [String: CIValue]

  /// Creates an interpolation with values by their names, such as `inputs.stage`.
  init(values: [String: CIValue]) {
    self.values = values
  }

  /// The mapping with everything in place.
  func applied(to mapping: CIMapping) -> CIMapping { replacement(for: mapping) ?? mapping }

  // MARK: - Values

  /// What becomes of a value, or nil where nothing changes. Values are as deep as ``ValueReader`` lets them be.
  private func replacement(for value: CIValue) -> CIValue? {
    switch value.kind {
    case .scalar(let scalar): return scalar.type == .string ? replacement(for: scalar, of: value) : nil
    case .reference(let path):
      let replaced = path.map { text(of: $0) ?? $0 }
      return replaced == path
        ? nil : CIValue(kind: .reference(replaced), origin: value.origin, site: value.site)
    case .sequence(let items):
      return replacement(for: items).map { CIValue(kind: .sequence($0), origin: value.origin, site: value.site) }
    case .mapping(let mapping):
      return replacement(for: mapping).map { CIValue(kind: .mapping($0), origin: value.origin, site: value.site) }
    }
  }

  /// A list in the place of an item is spliced into the list around it.
  private func replacement(for items: [CIValue]) -> [CIValue]? {
    var result: [CIValue]?
    for (index, item) in items.enumerated() {
      let replaced = replacement(for: item)
      if replaced != nil, result == nil { result = Array(items[..<index]) }
      guard result != nil else { continue }
      if let inner = replaced?.items, item.items == nil {
        result? += inner
      } else {
        result?.append(replaced ?? item)
      }
    }
    return result
  }

  private func replacement(for mapping: CIMapping) -> CIMapping? {
    var isChanged = false
    let entries = mapping.entries.map { entry in
      let key = text(of: entry.key)
      let value = replacement(for: entry.value)
      isChanged = isChanged || key != nil || value != nil
      return CIMapping.Entry(
        key: key ?? entry.key, value: value ?? entry.value, owner: entry.owner, index: entry.index)
    }
    guard isChanged, let own = mapping.sources.last else { return nil }
    var result = CIMapping(source: own)
    result.sources = mapping.sources
    for entry in entries { result.set(entry) }
    return result
  }

  private func replacement(for scalar: CIScalar, of value: CIValue) -> CIValue? {
    let pieces = InterpolationBlock.pieces(of: scalar.text)
    if case .text? = pieces.first, pieces.count == 1 { return nil }
    if pieces.count == 1, case .block(let block, _) = pieces[0], let whole = self.value(of: block) {
      guard let input = whole.scalar else {
        return CIValue(kind: whole.kind, origin: whole.origin, site: value.site)
      }
      let typed = CIScalar(text: scalar.text, type: input.type, substituted: input.value)
      return CIValue(kind: .scalar(typed), origin: value.origin, site: value.site)
    }
    guard let text = joined(pieces), text != scalar.text else { return nil }
    let replaced = CIScalar(text: scalar.text, type: .string, substituted: text)
    return CIValue(kind: .scalar(replaced), origin: value.origin, site: value.site)
  }

  // MARK: - Texts

  /// A text with everything in place, or nil where nothing changes.
  private func text(of text: String) -> String? {
    let pieces = InterpolationBlock.pieces(of: text)
    guard pieces.count > 1 || text.utf8.first == UInt8(ascii: "$"), let joined = joined(pieces), joined != text else {
      return nil
    }
    return joined
  }

  private func joined(_ pieces: [InterpolationBlock.Piece]) -> String? {
    var result = ""
    for piece in pieces {
      switch piece {
      case .text(let text): result += text
      case .block(let block, let written): result += value(of: block)?.scalar?.value ?? written
      }
    }
    return result
  }

  /// The value that a block stands for, or nil where it cannot be told.
  private func value(of block: InterpolationBlock) -> CIValue? {
    guard let value = values[block.name] else { return nil }
    guard !block.functions.isEmpty else { return value }
    guard var text = value.scalar?.value else { return nil }
    for function in block.functions {
      guard let next = function.applied(to: text) else { return nil }
      text = next
    }
    return CIValue(kind: .scalar(CIScalar(text: text, type: .string)), origin: value.origin, site: value.site)
  }
}

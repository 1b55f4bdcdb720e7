extension JSONValue {
  /// The member of an object with a name, the last one where several have it; nil for everything else.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The text of a string.
  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A whole number.
  public var number: Int? {
    guard case .integer(let number) = self else { return nil }
    return number
  }

  /// `true` or `false`.
  public var truth: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of an array; empty for everything else.
  public var items: [JSONValue] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  /// The strings of an array; other elements are left out.
  public var texts: [String] { items.compactMap(\.text) }
}
